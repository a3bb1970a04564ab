"""The pages of the programmes say what the records say, and nothing else."""

import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web import record_pages
from bot.channels.web.record_pages import Item, Listing
from knowledge.dossier import dossier
from knowledge.names import month, name_of
from knowledge.packing import pack
from knowledge.records import Condition, Contact, Eligibility, Source, Status
from knowledge.successors import Instead, instead_of
from knowledge.wording import wordings
from tests.databases import shipped_facts
from tests.knowledge.factories import TODAY, make_programme

KINDS = {
    "support": "support",
    "barriers": "barrier",
    "sectors": "sector",
    "stages": "stage",
    "places": "place",
}
TEMPLATE = ("utter_record_", "utter_rule_", "utter_reason_", "utter_label_money_")
SMALL = (
    "and", "or", "last_seen", "never_seen", "million", "year", "years", "months", "public", "private",
    "one_year", "date_unknown",
)  # fmt: skip
HOSTILE = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    '"><b onmouseover=alert(1)>',
    "{{ 7 * 7 }}",
    "<!--<script>",
]


@pytest.fixture(scope="module")
def facts():
    return shipped_facts()


def page_of(programme, others=()):
    return record_pages.programme(dossier(programme, TODAY), instead_of(programme, others, TODAY), TODAY)


class Reader(HTMLParser):
    """What a person can read in the main part, where its links lead, and the block of data."""

    def __init__(self, page):
        super().__init__()
        self.text, self.links, self.data, self._open = [], set(), "", []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self._open.append(tag)
        if "main" in self._open and tag == "a":
            self.links.add(dict(attrs)["href"])
        if tag in ("meta", "link", "input", "br"):
            self._open.pop()

    def handle_endtag(self, tag):
        self._open.pop()

    def handle_data(self, data):
        if "script" in self._open:
            self.data += data
        elif "main" in self._open or "title" in self._open:
            self.text.append(data)


def words_in(text):
    return set(re.findall(r"[^\W\d_]+", text))


def numbers_in(text):
    return {n.rstrip(".,") for n in re.findall(r"\d[\d,.]*", text)}


def leaves(content):
    if isinstance(content, dict):
        content = list(content.values())
    return [leaf for part in content for leaf in leaves(part)] if isinstance(content, list) else [content]


def labels_of(programme):
    named = [name_of(kind, label) for field, kind in KINDS.items() for label in getattr(programme, field)]
    named += [name_of("provider", programme.provider_kind), name_of("price", programme.price)]
    return [*named, name_of("place", "uk")]


def templates():
    own = {f"utter_label_{name}" for name in SMALL}
    texts = [text for name, text in wordings().items() if name.startswith(TEMPLATE) or name in own]
    return re.sub(r"\{\w+\}", " ", " ".join(texts))


def said(programme):
    """Every word and every number that may be read on the page of a programme."""
    content = pack(programme)
    strings = [leaf for leaf in leaves(content) if isinstance(leaf, str)]
    dates = [text for text in strings if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", text)]
    texts = [*strings, *labels_of(programme), *map(month, dates), templates(), "Signpost"]
    amounts = {
        leaf for leaf in leaves(content) if isinstance(leaf, int | float) and not isinstance(leaf, bool)
    }
    forms = [f"{n:{form}}" for n in amounts for form in ("g", ",.0f")]
    forms += [f"{n / unit:g}" for n in amounts for unit in (12, 1_000_000)]
    days = [f"{int(text[8:])}" for text in dates if len(text) > len("2026-11")]
    return words_in(" ".join(texts)), numbers_in(" ".join([*texts, *forms, *days]))


def addresses(programme, others):
    contact, page = programme.contact, f"/programmes/{programme.id}"
    phone = (contact.phone or "").replace(" ", "")
    ours = {"/programmes", "/chat", "#sources", f"{page}?version={programme.version}"}
    theirs = {contact.url, *(source.url for source in programme.sources)}
    return (
        ours | theirs | {f"mailto:{contact.email}", f"tel:{phone}"} | {f"/programmes/{o.id}" for o in others}
    )


def test_no_page_says_a_word_or_a_number_or_leads_anywhere_that_is_not_in_its_record(facts):
    for programme in facts.programmes:
        read = Reader(page_of(programme, facts.programmes))
        found = instead_of(programme, facts.programmes, TODAY)
        others = (*found.same, *found.near) if programme.status is Status.CLOSED else ()
        words, numbers = said(programme)
        names = " ".join(other.name for other in others)
        text = " ".join(read.text)

        assert words_in(text) - words - words_in(names) == set(), programme.id
        assert numbers_in(text) - numbers - numbers_in(names) == set(), programme.id
        assert read.links - addresses(programme, others) == set(), programme.id


def test_the_data_says_nothing_else_either(facts):
    for programme in facts.programmes:
        data = Reader(page_of(programme)).data
        if not data:
            assert programme.status is Status.CLOSED
            continue
        content = pack(programme)
        known = {*leaves(content), *labels_of(programme), "GBP", "ANN", "P1", "%"}
        for leaf in leaves(json.loads(data)):
            schema = isinstance(leaf, str) and re.fullmatch(r"(https://schema\.org/?)?[A-Za-z]*", leaf)
            years = isinstance(leaf, float) and leaf * 12 in known
            assert leaf in known or schema or years, (programme.id, leaf)


def test_every_page_shows_what_matters_of_its_record(facts):
    for programme in facts.programmes:
        text = " ".join(Reader(page_of(programme, facts.programmes)).text)

        assert programme.name in text
        assert programme.summary in text
        assert programme.provider in text
        assert programme.version in text
        assert all(condition.words in text for condition in programme.eligibility.conditions)
        assert all(source.url in text and source.says in text for source in programme.sources)


def test_what_was_last_seen_long_ago_says_first_that_it_must_be_checked():
    page = page_of(make_programme(last_known="2024-03"))

    assert "Check first that it still runs: we last saw it running in March 2024." in page
    assert "Check first" not in page_of(make_programme())


def test_a_closed_programme_says_so_and_offers_what_is_there_instead():
    closed = make_programme("old-grant", status=Status.CLOSED, how_to_apply="Send the form.")
    same = make_programme("new-grant", replaces={"old-grant"})
    near = make_programme("other-grant")

    page = page_of(closed, [closed, same, near])

    assert "This has closed. Nobody can apply for it now." in page
    assert page.index("/programmes/new-grant") < page.index("/programmes/other-grant")
    assert "Send the form." not in page
    assert "ld+json" not in page


def test_after_its_last_day_a_programme_has_closed():
    over = make_programme(window=replace(make_programme().window, rolling=False, closes=date(2026, 11, 1)))

    assert "This has closed." in page_of(over)


def test_what_is_instead_of_a_closed_programme_is_never_closed_or_withheld(facts):
    for programme in facts.programmes:
        found = instead_of(programme, facts.programmes, TODAY)
        for one in (*found.same, *found.near):
            assert one.status is not Status.CLOSED
            assert one.withheld is None
            assert one.id != programme.id


def hostile(text):
    return make_programme(
        "a-grant", summary=text, provider=text, how_to_apply=text, technologies=(text,), version=text,
        contact=Contact("javascript:alert(1)", text, text), sources=(Source("data:text/html,x", text, None),),
        eligibility=Eligibility(conditions=(Condition(text),)),
    )  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_a_record_is_shown_as_text(text):
    page = page_of(replace(hostile(text), name=text))

    assert page.count("<script") == page.count("</script") == 1
    assert "<img" not in page
    assert "<b " not in page
    assert "49" not in page
    assert 'href="javascript' not in page
    assert 'href="data' not in page
    assert json.loads(Reader(page).data)["name"] == text


@given(st.text(st.characters(codec="utf-8")))
def test_no_text_ends_the_block_of_data(text):
    page = page_of(replace(make_programme(), name=text, summary=text))

    block = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert not set("<>&\u2028\u2029") & set(block)
    assert json.loads(block)["description"] == text


@given(st.dictionaries(st.sampled_from(["text", "need", "postcode"]), st.sampled_from(HOSTILE)))
def test_the_list_shows_again_what_was_written_as_text(given_):
    item = Item("a", HOSTILE[0], HOSTILE[1], HOSTILE[2], HOSTILE[3])

    page = record_pages.programmes(Listing(given_, (item,), 1, wrong="need", message=HOSTILE[4]))

    assert "<script" not in page
    assert "<img" not in page
    assert "onmouseover=alert(1)>" not in page


def test_a_page_has_one_heading_of_the_first_level_and_every_field_has_its_label():
    page = record_pages.programmes(Listing({}))
    fields = set(re.findall(r'<(?:input|select) id="(\w+)"', page))

    assert page.count("<h1>") == 1
    assert set(re.findall(r'<label for="(\w+)"', page)) == fields
    assert "<script" not in page


def test_nothing_near_is_said_plainly():
    page = record_pages.programme(dossier(make_programme(status=Status.CLOSED), TODAY), Instead(), TODAY)

    assert "We know of nothing like it now." in page
