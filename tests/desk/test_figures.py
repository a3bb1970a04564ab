"""A figure that was left out is read in nobody's words, and what is no such figure stays."""

import time
from dataclasses import replace

import pytest

from desk.brief import Brief
from desk.cases import Part
from desk.figures import KINDS, Figures
from desk.hidden import Hidden, Unsaid
from desk.outside import heard
from desk.page import page
from desk.transcript import Line
from knowledge.wording import say
from tests.desk.making import NOON, given_case, given_conversation, make_brief, make_case, make_consent
from tests.desk.test_hidden import everything_sent

NO_TURNOVER = replace(make_consent(), left_out=frozenset({"turnover"}))


def without(kind, *texts, noted=()):
    return Figures.of({kind}, [Line(NOON, "person", text) for text in texts], texts, noted).out_of(texts[-1])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("turning over 400k", "turning over [removed]"),
        (
            "Turnover was £1.2m last year and £900k before",
            "Turnover was [removed] last year and [removed] before",
        ),
        ("t/o 650,000, Dudley", "t/o [removed], Dudley"),
        ("we turn over half a million", "we turn over [removed]"),
        ("about four hundred thousand in sales", "about [removed] in sales"),
        (
            "We made £85,000 a year. We need £20k for a press",
            "We made [removed] a year. We need £20k for a press",
        ),
        ("turnover in 2024 was 400k", "turnover in 2024 was [removed]"),
        ("we are 12 people in Dudley", "we are 12 people in Dudley"),
        ("a grant of up to £50,000", "a grant of up to £50,000"),
    ],
)
def test_the_turnover_goes_where_it_is_told_as_one(text, left):
    assert without("turnover", text) == left


def test_a_sum_that_was_told_as_the_turnover_goes_wherever_it_stands_again_however_it_is_written():
    assert (
        without("turnover", "our turnover is £400,000", "yes, 400k, as I said") == "yes, [removed], as I said"
    )
    assert without("turnover", "you noted £1 million", noted=[{"min": None, "max": 1_000_000}]) == (
        "you noted [removed]"
    )


def test_the_answer_to_the_question_for_it_goes():
    said = (Line(NOON, "bot", say("utter_ask_turnover")), Line(NOON, "person", "380k"))

    assert Figures.of({"turnover"}, said, (), ()).out_of("380k") == "[removed]"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("we had £50k in grants from them", "we had [removed] in grants from them"),
        ("subsidies of 120,000 so far", "subsidies of [removed] so far"),
        ("we need a loan of £30k", "we need a loan of £30k"),
    ],
)
def test_money_that_was_had_goes_and_money_that_is_wanted_stays(text, left):
    assert without("aid_received", text) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("22 people in Walsall", "[removed] people in Walsall"),
        ("there's a dozen of us", "there's [removed] of us"),
        ("a six-man workshop", "a [removed]-man workshop"),
        ("we employ 40", "we employ [removed]"),
        ("team of 12", "team of [removed]"),
        ("I want to talk to a person", "I want to talk to a person"),
        ("we are a bakery", "we are a bakery"),
        ("we are 30 miles from there", "we are 30 miles from there"),
    ],
)
def test_how_many_people_there_are_goes_with_the_firm(text, left):
    assert without("employees", text) == left
    hidden = Hidden.of(set(Part) - {Part.FIRM}, None, [Line(NOON, "person", text)], left_out=Unsaid())
    assert hidden.out_of(text) == left


def test_nothing_goes_where_nothing_was_left_out():
    text = "turning over 400k with 22 people"

    assert Hidden.of(set(Part), None, [Line(NOON, "person", text)], left_out=Unsaid()).out_of(text) == text


@pytest.mark.parametrize("part", ["1,", "one-", "turnover £1 ", "a hundred ", "we are ", "two to "])
def test_a_long_row_of_figures_is_looked_through_in_no_time(part):
    text, before = part * 5_000, time.process_time()

    Figures.of(KINDS, (Line(NOON, "person", text),), (text,), ()).out_of(text)

    assert time.process_time() - before < 3


SAID = (
    Line(NOON, "person", "Foundry in Dudley, turning over 400k, and the bank said no"),
    Line(NOON, "bot", "I have noted: Dudley, £400,000 a year."),
)
LEFT_OUT = {"turnover": 400_000, "own_words": {"turnover": "turning over 400k"}}
TOLD = "our unit in Dudley, turning over 400k"


def noted():
    return {
        "profile": {"places": ["dudley"], "own_words": {"places": TOLD}},
        "barriers": [{"name": "finance", "words": f"{TOLD}, and the bank said no"}],
        "need": f"money for a press; {TOLD}",
        "rejected": [{"id": "p1", "name": "Programme One", "words": "no good with a 400k turnover"}],
    }


def test_a_single_fact_that_was_left_out_goes_out_on_no_way():
    case = make_case(id="c1", consent=NO_TURNOVER)
    brief = make_brief(case, noted(), SAID, LEFT_OUT)
    sent = everything_sent(case, brief)

    assert "400" not in sent
    assert "foundry in dudley" in sent
    assert [fact.field for fact in brief.firm] == ["places"]
    assert Brief.unpack(brief.pack()) == brief


def test_the_words_that_a_fact_came_from_go_even_where_no_pattern_knows_them():
    left_out = {"turnover": 450_000, "own_words": {"turnover": "not far off the half-mil mark"}}
    said = (Line(NOON, "person", "we do not far off the half-mil mark, all told"),)

    brief = make_brief(make_case(consent=NO_TURNOVER), noted(), said, left_out)

    assert "half-mil" not in page(brief)


def test_the_words_of_every_fact_go_with_the_firm():
    said = (Line(NOON, "person", "heat treaters, 22 of us, turning over 400k. We need a furnace"),)
    told = {"profile": {"sectors": ["manufacturing"], "own_words": {"sectors": "heat treaters"}}}

    text = page(make_brief(make_case(consent=make_consent(Part.FIRM)), told, said))

    assert not any(one in text for one in ("heat treaters", "22", "400k"))
    assert "We need a furnace" in text


def test_a_desk_outside_does_not_hear_it_while_the_request_waits(database):
    given_conversation(database, "c1", "we are turning over 400k", "that is 400,000 pounds")
    case = given_case(database, consent=NO_TURNOVER, opened=NOON)

    with database.reading() as session:
        lines = [one.text for one in heard(session, case, 0, lambda _: True)]

    assert lines == ["we are turning over [removed]", "that is [removed] pounds"]


def test_of_a_whole_message_only_the_figures_are_hidden():
    long = "we had help from the council with the new roof, 50k it was, some years ago"

    assert Unsaid(frozenset(), (long,)).in_few_words() == ()
