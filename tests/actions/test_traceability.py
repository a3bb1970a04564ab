"""Whatever is said of a programme stands in a record behind it: no number, date, link or name besides."""

import json
import re
from itertools import pairwise
from string import Formatter

import pytest

from knowledge.eligibility import assess
from knowledge.firms import Firm
from knowledge.journeys import RoadmapStep
from knowledge.names import day_in_words
from knowledge.near_misses import near_miss
from knowledge.packing import pack, unpack
from knowledge.plan_text import lines_of
from knowledge.plans import KeptPlan
from knowledge.ranges import Range
from knowledge.records import Status
from knowledge.replies import Reply
from knowledge.rules import WHOLE
from knowledge.stacking import LIMIT
from knowledge.vocabulary import vocabulary
from knowledge.wording import say, wordings
from tests.actions.conftest import TODAY, Talk, barrier, entity
from tests.databases import shipped_facts

FACTS = shipped_facts()
RECORDS = [
    *FACTS.programmes,
    *FACTS.hubs,
    *FACTS.events,
    *FACTS.case_studies,
    *FACTS.urgent_help,
    *FACTS.steps,
    *FACTS.journeys,
]
PROGRAMMES = {one.id: one for one in FACTS.programmes}
ABOUT = ["ask_details", "ask_eligibility", "ask_how_to_apply", "ask_deadline", "ask_cost", "explain_choice"]
LINK = re.compile(r"https?://[^\s)\"\\]+|[\w.+-]+@[\w-]+\.[\w.]+")
WAITED_FOR = re.compile(wordings()["utter_near_miss_from"].strip().replace("{month}", r"\w+ \d{4}"))
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


OWN_NUMBERS = numbers(template_words()) | {float(LIMIT)}  # and what the law allows of small subsidies


def said(reply):
    """All that a person reads in a reply, its buttons left out."""
    yield reply.text
    for card in reply.cards:
        yield from (card.title, card.text, card.badge or "", *(text for _, text in card.lines))
        yield from (text for row in card.table for text in row)


def records_behind(reply, *asked_about):
    """The records asked about, and those that are shown beside them."""
    ids = {*asked_about, *(part for card in reply.cards for part in card.id.split("+"))}
    return [one for one in RECORDS if one.id in ids]


def told_by(records):
    """Everything that the records hold, as one text."""
    return "\n".join(json.dumps(pack(one), ensure_ascii=False) for one in records)


def derived(known):
    """Months told as years, and the share that is left to pay."""
    return {n / YEAR for n in known} | {WHOLE - n for n in known if n <= WHOLE}


def strangers(text, record_text, records):
    """Names of programmes in a text that are in none of the records behind it."""
    own = {one.name for one in records if not isinstance(one, RoadmapStep)}
    named = {one.name for one in FACTS.programmes if len(one.name.split()) > 1 and one.name in text}
    inside = {name for name in named if any(name != other and name in other for other in own)}
    return {name for name in named - own - inside if name not in record_text}


def untraced(text, links, records, told_by_the_person=frozenset()):
    """What a text says that nothing behind it holds; the person's own numbers may be said again."""
    known = told_by(records)
    held = numbers(known) | OWN_NUMBERS
    dates = {
        f"{year}-{MONTHS.index(name) + 1:02}"
        for name, year in DATE.findall(text)
        if f"{name} {year}" not in known
    }
    links = {*LINK.findall(text), *links}
    return {
        "numbers": numbers(text) - held - derived(held) - told_by_the_person,
        "dates": {one for one in dates if one not in known},
        "links": {one for one in links if one.rstrip(".,;") not in known},
        "names": strangers(text, known, records),
    }


def untraced_in(reply, *asked_about, told_by_the_person=frozenset()):
    """The same of a reply; the page of a kept plan is no link of a record."""
    links = {card.url for card in reply.cards if card.url}
    return untraced("\n".join(said(reply)), links, records_behind(reply, *asked_about), told_by_the_person)


@pytest.mark.parametrize("programme", FACTS.programmes, ids=lambda one: one.id)
def test_every_answer_about_a_programme_can_be_traced_to_a_record(tools, programme):
    talk = Talk(tools)
    for intent in ABOUT:
        reply = talk.say(intent, "what about it", [entity("programme", programme.id)])

        found = untraced_in(reply, programme.id)
        assert not any(found.values()), (intent, found)


@pytest.mark.parametrize(
    ("one", "other"), pairwise(sorted(PROGRAMMES)), ids=lambda programme_id: programme_id
)
def test_every_comparison_can_be_traced_to_its_two_records(tools, one, other):
    asked = [entity("programme", one), entity("programme", other)]

    reply = Talk(tools).say("compare_options", "which is better for us", asked)

    found = untraced_in(reply, one, other)
    assert not any(found.values()), found


FOUND_BY_ASKING = sorted(
    name.removeprefix("find_") for name in vocabulary().intents if name.startswith("find_")
)
BARRIERS = sorted(vocabulary().barriers)
FIRMS = {
    "small maker": [entity("place", "dudley"), entity("employees", 22), entity("sector", "manufacturing")],
    "large firm": [entity("place", "shropshire"), entity("employees", 300), entity("amount", 41_000)],
    "new shop": [
        entity("place", "coventry"),
        entity("trading_age", 2),
        entity("sector", "retail_and_hospitality"),
    ],
}
OF_THE_PERSON = {22.0, 300.0, 41_000.0, 2.0}
NEEDS = [
    *((f"find_{name}", None) for name in FOUND_BY_ASKING),
    *(("describe_situation", one) for one in BARRIERS),
]


def near_missed(reply):
    """The programme that the firm would qualify for one day, when the reply tells of one."""
    return [
        one.id for one in FACTS.programmes if any(one.name in line for line in near_miss_lines(reply.text))
    ]


def near_miss_lines(text):
    opening = wordings()["utter_near_miss"].split("{")[0]
    return [line for line in text.splitlines() if line.startswith(opening)] if opening else []


@pytest.mark.parametrize("firm", FIRMS)
@pytest.mark.parametrize(("intent", "held_back"), NEEDS)
def test_every_offer_and_near_miss_can_be_traced(tools, firm, intent, held_back):
    talk = Talk(tools)
    barriers = [barrier(held_back, "what holds us back")] if held_back else []
    reply = talk.say(intent, "what we want", FIRMS[firm], barriers)

    counted = Reply(WAITED_FOR.sub(" ", reply.text), reply.cards)  # when the firm is old enough is reckoned
    found = untraced_in(counted, *near_missed(reply), told_by_the_person=OF_THE_PERSON)
    assert not any(found.values()), found


@pytest.mark.parametrize(
    "programme",
    [one for one in FACTS.programmes if one.status is not Status.CLOSED],
    ids=lambda one: one.id,
)
def test_what_would_have_to_change_can_be_traced_to_the_rule_of_the_record(programme):
    for firm in (Firm(trading_months=Range.of(1)), Firm(employees=Range.of(1)), Firm(stage="pre_start")):
        missed = near_miss(programme, assess(programme, firm, TODAY.date()), firm, TODAY.date())
        if missed is None:
            continue

        found = untraced(say("utter_near_miss", name=programme.name, once=missed.words), set(), [programme])
        assert not any(found.values()), found


@pytest.mark.parametrize("firm", FIRMS)
@pytest.mark.parametrize("journey", FACTS.journeys, ids=lambda one: one.id)
def test_every_plan_can_be_traced_as_it_is_shown_and_as_it_is_kept(tools, journey, firm):
    talk = Talk(tools)
    reply = talk.say("request_roadmap", f"we want to {journey.name.lower()}", FIRMS[firm])
    behind = records_behind(reply, *talk.memory.shown, *(one.id for one in FACTS.journeys))

    found = untraced("\n".join(said(reply)), set(), behind, OF_THE_PERSON)
    assert not any(found.values()), found

    kept = kept_plan(talk)
    links = {one.url for step in kept.steps for one in step.programmes if one.url}
    lines = [line for line in lines_of(kept) if day_in_words(kept.made) not in line]
    found = untraced("\n".join(lines), links, behind, OF_THE_PERSON)
    assert not any(found.values()), found


def kept_plan(talk):
    """The plan that is stored when the person keeps it."""
    effects = talk.press("keep_plan").effects
    return unpack(KeptPlan, next(one.content for one in effects if one.kind == "keep_plan")["plan"])


def test_an_invented_sum_date_link_or_name_would_be_seen(tools):
    talk = Talk(tools)
    programme = PROGRAMMES["start-up-loans"]
    reply = talk.say("ask_details", "what about it", [entity("programme", programme.id)])
    other = PROGRAMMES["knowledge-transfer-partnership"].name
    lie = f"{reply.text} It pays £31,337 until March 1999, see https://example.org/lie and {other}."
    found = untraced_in(type(reply)(lie, reply.cards), programme.id)

    assert found == {
        "numbers": {31_337.0, 1999.0},
        "dates": {"1999-03"},
        "links": {"https://example.org/lie"},
        "names": {other},
    }
