"""A kept plan as a calendar and as a PDF, read back."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from bot.channels.web.plan_calendar import calendar
from bot.channels.web.plan_pdf import LETTERS, pdf, printable
from knowledge.plans import until
from knowledge.storage.plans import Kept, id_of
from tests.knowledge.plans_to_keep import ASKED, NOON, kept_plan, kept_programme, kept_step

KEY = "k" * 32


def kept(plan=None, now=NOON):
    return Kept(id_of(KEY), plan or kept_plan(), ASKED, now, until(now))


def entries(body):
    return {str(one["uid"]): one for one in Calendar.from_ical(body).walk("VEVENT")}


def test_the_calendar_has_the_beginning_of_each_step_and_each_deadline():
    found = [
        (str(one["summary"]), one.decoded("dtstart"), one.decoded("dtend"))
        for one in entries(calendar(kept())).values()
    ]

    day = timedelta(days=1)
    assert found == [
        ("You can begin: Step 1", date(2026, 11, 2), date(2026, 11, 2) + day),
        ("You can begin: Step 2", date(2026, 11, 16), date(2026, 11, 16) + day),
        ("A Grant closes", date(2026, 11, 20), date(2026, 11, 20) + day),
    ]


def test_the_calendar_is_complete_and_names_no_address():
    body = calendar(kept())

    read = Calendar.from_ical(body)
    assert (str(read["version"]), bool(read["prodid"])) == ("2.0", True)
    assert all({"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= set(one) for one in entries(body).values())
    assert KEY.encode() not in body
    assert max(len(line) for line in body.split(b"\r\n")) <= 75


def test_an_updated_plan_moves_its_entries_and_doubles_none():
    later = NOON + timedelta(days=7)
    before = entries(calendar(kept()))
    after = entries(calendar(kept(replace(kept_plan(), made=later.date()), later)))

    assert before.keys() == after.keys()
    name = next(iter(before))
    assert after[name].decoded("dtstart") == before[name].decoded("dtstart") + timedelta(days=7)
    assert after[name].decoded("dtstamp") > before[name].decoded("dtstamp")


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=120))
def test_no_name_breaks_the_calendar(name):
    plan = kept_plan(kept_step(title=f"Say {name}"), kept_step(2))

    found = [str(one["summary"]) for one in entries(calendar(kept(plan))).values()]

    assert found == [f"You can begin: Say {name}", "You can begin: Step 2"]


def opened(document):
    return pikepdf.open(BytesIO(document))


def tags(document):
    """Every tag of the structure in reading order, with its alternative text."""

    def under(element):
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield str(kid.S).removeprefix("/"), str(kid.get("/Alt", ""))
                yield from under(kid)

    with opened(document) as read:
        return list(under(read.Root.StructTreeRoot))


def test_the_pdf_tells_its_title_and_its_language_and_has_an_outline():
    document = opened(pdf(kept_plan()))

    assert document.Root.Lang == "en-GB"
    assert document.Root.ViewerPreferences.DisplayDocTitle
    assert document.docinfo.Title == "Plan: Buy a machine"
    with document.open_outline() as outline:
        told = {one.title: [kid.title for kid in one.children] for one in outline.root}
    assert told == {"Plan: Buy a machine": ["1. Step 1", "2. Step 2"]}


def test_the_pdf_says_that_it_is_accessible():
    document = opened(pdf(kept_plan()))

    assert document.Root.MarkInfo.Marked
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    assert all(page.Tabs == "/S" for page in document.pages if "/Annots" in page)


def test_a_screen_reader_finds_headings_and_lists():
    names = [name for name, _ in tags(pdf(kept_plan()))]

    assert names[:2] == ["Document", "H1"]
    assert names.count("H2") == 2
    assert {"P", "L", "LI", "LBody", "Link", "Figure"} <= set(names)


def test_the_drawing_is_told_in_words():
    [told] = [text for name, text in tags(pdf(kept_plan())) if name == "Figure"]

    assert told.startswith("Timeline of the steps in weeks.")
    assert "1. Step 1. Can begin: at once. Takes: 2 to 4 weeks." in told
    assert "2. Step 2. Can begin: 2 to 4 weeks after the day of this plan." in told


def test_only_addresses_are_links():
    step = kept_step(programmes=(kept_programme(url="javascript:alert(1)"), kept_programme("b-grant")))
    links = [
        str(one.A.URI)
        for page in opened(pdf(kept_plan(step))).pages
        for one in page.get("/Annots", [])
        if one.Subtype == "/Link"
    ]

    assert links == ["https://example.org/b-grant"]


def test_the_same_plan_is_the_same_pdf():
    assert pdf(kept_plan()) == pdf(kept_plan())


def test_a_plan_of_many_steps_takes_several_pages():
    document = pdf(kept_plan(*(kept_step(n, programmes=(kept_programme(),) * 2) for n in range(12))))

    assert len(opened(document).pages) > 2


@pytest.mark.parametrize(
    "name",
    ["<b>&</i>", "#import", "$x$", "*a* _b_", "\\", "]]>", "&amp;", "a\x00b", "\u202eabc", "日本", "x" * 500],
)
def test_hostile_names_are_only_text_in_the_pdf(name):
    plan = kept_plan(
        kept_step(title=name or "x", programmes=(kept_programme(name=name, url=name),)), title=name
    )

    document = opened(pdf(plan))

    assert document.docinfo.Title == printable(name)


def test_the_font_has_every_letter_that_is_printed():
    every = "".join(char for char in map(chr, range(0x20, 0x2200)) if LETTERS.fullmatch(char))

    assert pdf(kept_plan(kept_step(title=every))).startswith(b"%PDF-")


@given(st.text(max_size=200))
def test_everything_can_be_printed(text):
    assert len(printable(text).replace("?", "")) <= 20 * len(text)
    assert printable(printable(text)) == printable(text)


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_no_title_breaks_the_pdf(text):
    assert pdf(kept_plan(kept_step(title=text), title=text)).startswith(b"%PDF-")
