"""Whatever is said of a programme stands in a record behind it: no number, date, link or name besides."""

import json
import re
from string import Formatter

import pytest

from knowledge.packing import pack
from knowledge.rules import WHOLE
from knowledge.wording import wordings
from tests.actions.conftest import Talk, entity
from tests.databases import shipped_facts

FACTS = shipped_facts()
RECORDS = [*FACTS.programmes, *FACTS.hubs, *FACTS.events, *FACTS.case_studies, *FACTS.urgent_help]
PROGRAMMES = {one.id: one for one in FACTS.programmes}
ABOUT = ["ask_details", "ask_eligibility", "ask_how_to_apply", "ask_deadline", "ask_cost", "explain_choice"]
LINK = re.compile(r"https?://[^\s)\"\\]+|[\w.+-]+@[\w-]+\.[\w.]+")
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?:\s?million)?")
MONTHS = [wordings()[f"utter_label_month_{number}"].strip() for number in range(1, 13)]
DATE = re.compile(rf"({'|'.join(MONTHS)}) (\d{{4}})")
MILLION = 1_000_000
YEAR = 12


def numbers(text):
    """Every number in a text, links left out."""
    found = set()
    for one in NUMBER.findall(LINK.sub(" ", text)):
        digits = float(one.removesuffix("million").strip().replace(",", "").rstrip("."))
        found.add(digits * MILLION if one.endswith("million") else digits)
    return found


def template_words():
    """All that the wordings say themselves, without what is filled in."""
    parts = (part for text in wordings().values() for part, *_ in Formatter().parse(text))
    return "\n".join(part for part in parts if part)


OWN_NUMBERS = numbers(template_words())


def said(reply):
    """All that a person reads in a reply, its buttons left out."""
    yield reply.text
    for card in reply.cards:
        yield from (card.title, card.text, card.badge or "", *(text for _, text in card.lines))
        yield from (text for row in card.table for text in row)


def records_behind(reply, programme):
    """The record asked about, and those that are shown beside it."""
    ids = {programme.id, *(part for card in reply.cards for part in card.id.split("+"))}
    return [one for one in RECORDS if one.id in ids]


def told_by(records):
    """Everything that the records hold, as one text."""
    return "\n".join(json.dumps(pack(one), ensure_ascii=False) for one in records)


def derived(known):
    """Months told as years, and the share that is left to pay."""
    return {n / YEAR for n in known} | {WHOLE - n for n in known if n <= WHOLE}


def strangers(text, record_text, records):
    """Names of programmes in a text that are in none of the records behind it."""
    own = {one.name for one in records}
    named = {one.name for one in FACTS.programmes if len(one.name.split()) > 1 and one.name in text}
    inside = {name for name in named if any(name != other and name in other for other in own)}
    return {name for name in named - own - inside if name not in record_text}


def untraced(reply, programme):
    """What a reply says that nothing behind it holds."""
    records = records_behind(reply, programme)
    known = told_by(records)
    text = "\n".join(said(reply))
    held = numbers(known) | OWN_NUMBERS
    dates = {
        f"{year}-{MONTHS.index(name) + 1:02}"
        for name, year in DATE.findall(text)
        if f"{name} {year}" not in known
    }
    links = {*LINK.findall(text), *(card.url for card in reply.cards if card.url)}
    return {
        "numbers": numbers(text) - held - derived(held),
        "dates": {one for one in dates if one not in known},
        "links": {one for one in links if one.rstrip(".,;") not in known},
        "names": strangers(text, known, records),
    }


@pytest.mark.parametrize("programme", FACTS.programmes, ids=lambda one: one.id)
def test_every_answer_about_a_programme_can_be_traced_to_a_record(tools, programme):
    talk = Talk(tools)
    for intent in ABOUT:
        reply = talk.say(intent, "what about it", [entity("programme", programme.id)])

        assert not any(untraced(reply, programme).values()), (intent, untraced(reply, programme))


def test_an_invented_sum_date_link_or_name_would_be_seen(tools):
    talk = Talk(tools)
    programme = PROGRAMMES["start-up-loans"]
    reply = talk.say("ask_details", "what about it", [entity("programme", programme.id)])
    other = PROGRAMMES["knowledge-transfer-partnership"].name
    lie = f"{reply.text} It pays £31,337 until March 1999, see https://example.org/lie and {other}."
    found = untraced(type(reply)(lie, reply.cards), programme)

    assert found == {
        "numbers": {31_337.0, 1999.0},
        "dates": {"1999-03"},
        "links": {"https://example.org/lie"},
        "names": {other},
    }
