"""Facts that are told in words and in passing: how long, how many, how much, in which form."""

from datetime import date

import pytest

from bot.nlu.reading import Reader

READER = Reader(lambda: date(2026, 11, 24))


def told(entity: str, text: str) -> list[object]:
    return [one.value for one in READER.read(text) if one.entity == entity]


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("we've had the shop a decade", 120),
        ("half a century of trading", 600),
        ("been in business for over a century", 1200),
        ("we are coming up to our fifth birthday", 60),
        ("opened the doors in 2011", 180),
        ("the business goes back to 1964", 744),
        ("we only started trading in January", 10),
        ("set up last year", 12),
        ("18 months in and still no profit", 18),
        ("had the launderette twenty odd years", 240),
        ("traded for the best part of 30 years", 360),
        ("it's been 7 years since I set up", 84),
        ("eleven years on, we still rent", 132),
        ("Est'd 1998, Leek", 336),
        ("celebrating our 40th year in business", 480),
        ("been in the game 15 years", 180),
        ("a stable business of 20 years", 240),
        ("started with my dad in 1989", 444),
        ("six months in", 6),
    ],
)
def test_an_age_is_heard_in_words(text: str, months: object) -> None:
    assert told("trading_age", text) == [months]


@pytest.mark.parametrize(
    "text",
    [
        "two of our presses date from 1968",
        "the loan runs for a decade",
        "we opened a second shop last year",
        "two decades of experience in welding",
    ],
)
def test_the_age_of_a_thing_is_not_the_firms(text: str) -> None:
    assert told("trading_age", text) == []


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("furniture restorers, Leek, 3 of them", 3),
        ("signage, 12 PAYE, B70", 12),
        ("caravan mfr, 12 in team", 12),
        ("what help is there for a pottery of 25 people", 25),
        ("about two dozen of us", 24),
        ("I work alone", 1),
        ("the headcount has gone from 30 to 42", 42),
        ("Cutlers, 9 FTE + 4 p/t", 13),
        ("80 across two sites", 80),
        ("the team is 14", 14),
        ("it's me and a part timer", 2),
        ("owner/manager only", 1),
    ],
)
def test_a_head_count_is_heard_in_words(text: str, heads: int) -> None:
    assert told("employees", text) == [heads]


@pytest.mark.parametrize(
    "text",
    ["we bought presses and 3 of them broke", "a course for a group of 25 people", "a business of 20 years"],
)
def test_things_and_other_people_are_not_counted(text: str) -> None:
    assert told("employees", text) == []


@pytest.mark.parametrize(
    ("text", "pounds"),
    [
        ("steel, Tipton, TO 9m", 9_000_000),
        ("Scaffolding, Oldbury, £7m, 80 men", 7_000_000),
        ("we do about £90,000 a year", 90_000),
        ("last year we took £180,000", 180_000),
        ("we bill roughly £200,000 a year", 200_000),
        ("£650k t/over", 650_000),
    ],
)
def test_a_turnover_is_heard_without_the_word(text: str, pounds: int) -> None:
    assert told("turnover", text) == [pounds]


@pytest.mark.parametrize(
    ("text", "pounds"),
    [
        ("is there 15k anywhere for a van", 15_000),
        ("hoping for a £5,000 voucher", 5_000),
        ("They need c£80k towards the new kiln", 80_000),
        ("can you get us 20k", 20_000),
        ("needing up to 40k", {"min": None, "max": 40_000}),
    ],
)
def test_a_sum_sought_is_heard_by_what_stands_beside_it(text: str, pounds: object) -> None:
    assert told("amount", text) == [pounds]


def test_up_to_a_sum_is_no_turnover() -> None:
    assert told("turnover", "UP TO 50k") == []


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Our charity runs a pool", "charity"),
        ("I trade as myself", "sole_trader"),
        ("incorporated June 2023", "limited_company"),
    ],
)
def test_a_legal_form_is_heard_in_passing(text: str, form: str) -> None:
    assert told("legal_form", text) == [form]


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("doubled in 2 yrs", "growing"),
        ("we're a growing gin distillery", "growing"),
        ("still at prototype", "pre_start"),
        ("we haven't made a sale yet", "pre_start"),
        ("the app has no paying users", "pre_start"),
        ("it's our first year", "start_up"),
        ("a young company", "start_up"),
        ("we're opening a third site", "growing"),
        ("taking on ten more people", "growing"),
        ("a stable family business", "established"),
    ],
)
def test_a_stage_is_heard_in_passing(text: str, stage: str) -> None:
    assert told("stage", text) == [stage]


def test_a_control_system_is_no_legal_form() -> None:
    assert told("legal_form", "we need a PLC upgrade") == []


@pytest.mark.parametrize(
    ("text", "technology"),
    [
        ("chargers for the vans", "ev charging"),
        ("an app for our customers", "mobile app"),
        ("we want an online shop", "e-commerce"),
        ("cameras to spot defects", "machine vision"),
    ],
)
def test_a_technology_is_heard_by_what_it_is_for(text: str, technology: str) -> None:
    assert told("technology", text) == [technology]
