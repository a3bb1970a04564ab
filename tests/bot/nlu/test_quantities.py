"""Head counts, turnover, money sought and age, and what is none of them."""

from datetime import date

import pytest

from bot.nlu.ages import find_ages
from bot.nlu.employees import find_employees
from bot.nlu.money import find_money
from bot.nlu.reading import shared_reader
from bot.nlu.rows import SURE

TODAY = date(2026, 11, 24)


def money(text: str) -> list[tuple[str, object]]:
    return [(one.entity, one.value) for one in find_money(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("We're a family bakery with nine staff.", 9),
        ("22 ppl, prec eng, WV10", 22),
        ("a 45-person injection moulder", 45),
        ("employs 180 across two sites", 180),
        ("No. of employees: 5", 5),
        ("7 of us", 7),
        ("with about forty on the books", 40),
        ("emp band 10-49", {"min": 10, "max": 49}),
        ("fewer than 10 employees", {"min": None, "max": 9}),
        ("just me", 1),
        ("me n the wife", 2),
        ("no staff", 0),
        ("micro, food mfr", {"min": None, "max": 9}),
        ("We have grown from five to thirty people", 30),
        ("want to go from 5 to 20 staff", 5),
        ("14 FTE", 14),
        ("15 lads and 4 in the office", 19),
        ("12 staff, plus 2 apprentices", 14),
        ("no we have 28", 28),
        ("a firm of 251", 251),
        ("me an 3 lads", 4),
        ("5 girls n me", 6),
        ("7 scientists + CEO", 8),
        ("9 FT 20 PT", 29),
        ("3 ex-regiment lads", 3),
        ("Presswork co, 26 on books.", 26),
        ("theres 6 on us", 6),
        ("staff up to 25", {"min": None, "max": 25}),
        ("a one man joinery", 1),
        ("9 full time 20 part time", 29),
        ("we're a small design team of 5", 5),
        ("we are a marketing team of 8", 8),
        ("two man band", 2),
        ("55 seasonal, 12 perm", 67),
        ("18 peeps", 18),
        ("9 on the line", 9),
        ("64 hc", 64),
        ("50+ lads", {"min": 50, "max": None}),
        ("we were five last spring; we're nineteen now", 19),
        ("3 to 11 ppl in 18 mths", 11),
        ("no staff, owner only", 1),
        ("just the pair of us", 2),
        ("my business partner and I", 2),
        ("we're small, tooling", {"min": 10, "max": 49}),
        ("a medium-sized moulder", {"min": 50, "max": 249}),
        ("me, me dad and two apprentices", 4),
        ("my dad, me and one apprentice", 3),
        ("theres 11 in our firm", 11),
        ("7 of us, 2 part time", 7),
        ("van conversions, me + 1", 2),
        ("Emp 33. WR14", 33),
        ("ltd, staff 46 (see form)", 46),
        ("nine of us all told", 9),
        ("three of our 22 people are retiring", 22),
        ("gone from two people to nine", 9),
        ("16 on shop floor + 4 office", 20),
        ("3 partners, 4 staff", 7),
        ("TF3, 6 p/t", 6),
        ("we're two PhD students", 2),
        ("47 -> 60 heads by 2027", 47),
        ("packaging, SME, CV11", {"min": None, "max": 249}),
    ],
)
def test_the_size_of_the_firm(text: str, value: object) -> None:
    assert [one.value for one in find_employees(text)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "12",
        "we need 3 welders",
        "lost 2 staff last month",
        "hiring a controls engineer and two fitters",
        "a fund for firms with fifty people or more",
        "42 kids",
        "5 drivers short",
        "only 4 people bought the beta",
        "£40 people",
        "no we have 28 lathes",
        "yes we have 2",
        "two people said try the bank",
        "asked 3 people",
        "help for one man bands",
        "Tier 1 now wants carbon figures",
        "the WMG SME team",
        "micro grants",
        "are we small enough",
        "training for an admin team of 5",
        "had 30 women turn up on the wrong day",
        "a 20 ft fence for the yard",
        "we make 12 ft benches",
        "we sell 200 on line a month",
        "we spent 5000 on tools",
        "we work with 60 young people a year",
        "the partnership is me and my cousin",
        "what does sme mean",
        "six months to double to sixteen staff",
        "a break at month 36 and we're at 34",
        "we're two miles out",
    ],
)
def test_numbers_that_are_not_the_size_of_the_firm(text: str) -> None:
    assert find_employees(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Our turnover last year was just under £1.4 million.", {"min": None, "max": 1_400_000}),
        ("turnover 80k", 80_000),
        ("T/O 780k", 780_000),
        ("9m turnover", 9_000_000),
        ("we turn over about 2 million", 2_000_000),
        ("Turnover band 1-2m", {"min": 1_000_000, "max": 2_000_000}),
        ("Around £300,000 a year.", 300_000),
        ("turnin over 28 grand", 28_000),
        ("turnover fell last year, from £900,000 to about £720,000", 720_000),
        ("sales dropped to £400k from £600k", 400_000),
        ("our sales have grown from £500k to £700k", 700_000),
        ("Aldridge, 52 staff, £6.1m.", 6_100_000),
        ("income about £210,000 a year", 210_000),
        ("takins 95k last yr", 95_000),
        ("we sold £19 million last year", 19_000_000),
        ("t/o <100k", {"min": None, "max": 99_999}),
        ("worth it at £2m turnover?", 2_000_000),
        ("forty-one thousand is all I turned over", 41_000),
        ("a £900k business", 900_000),
        ("revenue has fallen from £160,000 to around £95,000", 95_000),
    ],
)
def test_what_the_firm_turns_over(text: str, value: object) -> None:
    assert money(text) == [("turnover", value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("I need about £40,000 to fit out a second salon", 40_000),
        ("want to borrow 60 grand", 60_000),
        ("raising 500k", 500_000),
        ("a 25k loan", 25_000),
        ("50k for 10 percent", 50_000),
        ("for 20k", 20_000),
        ("need 50k working capital", 50_000),
        ("10k to buy a van", 10_000),
        ("where am i meant to find ten grand", 10_000),
        ("we'd hoped for £18,500", 18_500),
        ("wot about 30k for cobot", 30_000),
        ("knocked back by the bank for 40k", 40_000),
        ("does anyone lend thirty grand", 30_000),
        ("Needs c. 50k", 50_000),
        ("cafe, Ladywood, 10k.", 10_000),
        ("£0.5-0.75m debt sought", {"min": 500_000, "max": 750_000}),
        ("our lab needs £60,000 for a mass spectrometer", 60_000),
        ("we need to be lent £50k", 50_000),
        ("we need £50000-100000 for a lathe", {"min": 50_000, "max": 100_000}),
        ("looking for between £20k and £30k", {"min": 20_000, "max": 30_000}),
        (
            "after an investor, not a lender, for somewhere between £250k and £400k",
            {"min": 250_000, "max": 400_000},
        ),
    ],
)
def test_money_that_is_sought(text: str, value: object) -> None:
    assert money(text) == [("amount", value)]


@pytest.mark.parametrize(
    "text",
    [
        "Our biggest customer went into administration owing us £210,000",
        "PAYE arrears 48k",
        "they quoted £70,000",
        "we bought it for 20k",
        "burning oil at £2,900 a month",
        "the taxman wants 14k",
        "we spent £40k to get started",
        "wants a laser welder @ 180k",
        "rent is £12,000 a year now and they want more",
        "the machine costs £60,000",
        "staff turnover is 12",
        "since 2019",
        "ISO 13485 needed",
        "wants half of a 90k spray booth",
        "the bank pulled 150k facility",
        "75k of our own money",
        "hiring is murder, 31k for a junior dev",
        "the attorneys want six thousand pounds",
        "a supermarket wants 40,000 jars",
        "the test bodies want £120k",
        "needs 2k sq ft",
        "An investor is suing us for £80k",
        "our investors have already paid for £50k of kit",
        "the bank has already lent us £80,000 against the building",
    ],
)
def test_debts_prices_and_bills_are_neither(text: str) -> None:
    assert money(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("since 2019", 84),
        ("Founded in 2009 by my father", 204),
        ("incorporated in April 2022", 55),
        ("started up Feb 24", 33),
        ("est. 2003", 276),
        ("inc 2014", 144),
        ("trading 11 yrs", 132),
        ("The business is eighteen months old.", 18),
        ("age of business - 7 months", 7),
        ("registered three years ago", 36),
        ("3 yrs in june", 36),
        ("bin goin since 05", 252),
        ("trading since the spring of 2020", 72),
        ("it was 1988 when we opened", 456),
        ("began in March this year", 8),
        ("we bought the bakery business in 2015", 132),
        ("just opened 3 weeks ago", 1),
        ("over 20 years trading", 240),
        ("a two-year-old firm", 24),
        ("a firm as young as nine months", 9),
        ("we've been going a year and a half", 18),
        ("in our fourth year", 42),
        ("been at it a year an a half", 18),
        ("bin gooin 40 year", 480),
        ("inc. 14 months ago", 14),
        ("we've been upholstering pub seats for twenty-two years", 264),
        ("20 years I've done this", 240),
        ("we took over the nursery in 2011", 180),
        ("Est. FY21", 60),
        ("set up by my grandad in 1951", 900),
        ("age 26m", 26),
        ("How old must we be? We're four and a half.", 54),
        ("Spun up 2022", 48),
        ("started in lockdown 2020", 72),
        ("a 40 yr old foundry", 480),
        ("have done so for eighteen months", 18),
        ("been at this alone in Clun for two years", 24),
        ("trading since last November", 12),
        ("trading since last March", 8),
        ("a firm under a year old", {"min": None, "max": 11}),
        ("less than a year", {"min": None, "max": 11}),
    ],
)
def test_the_age_of_the_firm_in_months(text: str, value: object) -> None:
    assert [one.value for one in find_ages(text, TODAY)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "a ten-year lease",
        "15 years experience",
        "the lathe is 20 years old",
        "payback of 3 years",
        "my daughter is 6 years old",
        "our roof has leaked since 2019",
        "2019",
        "he left 2 years ago",
        "orders doubled in 18 months",
        "a 3 year waiting list",
        "we've been waiting on the council for two years",
        "sales have been falling for ten years",
        "I've been renting this unit for six years",
        "30 years in the trade",
        "it had been dormant since 2009",
        "our 20 year old lathe still works",
        "we've been at this unit for 2 years",
        "we had a grant, done it two years ago",
    ],
)
def test_years_that_are_not_the_age_of_the_firm(text: str) -> None:
    assert find_ages(text, TODAY) == []


def test_a_span_of_time_alone_is_doubtful_and_counts_beside_a_fact() -> None:
    alone, beside = ("three years", "barber sole trader 18 month")

    assert [one.confidence < SURE for one in find_ages(alone, TODAY)] == [True]
    assert [one.value for one in shared_reader().read(alone)] == []
    assert [one.value for one in shared_reader().read(beside) if one.entity == "trading_age"] == [18]


@pytest.mark.parametrize(
    ("text", "entity", "right", "wrong"),
    [
        ("it's nineteen staff, not ninety", "employees", 19, 90),
        ("we got 17 not 71 workin ere", "employees", 17, 71),
        ("13 employees rather than 30", "employees", 13, 30),
        ("T/o not £400k but £4m", "turnover", 4_000_000, 400_000),
        ("we are not 14 but 41 staff", "employees", 41, 14),
        ("ignore the 200k i put, only after 20k", "amount", 20_000, 200_000),
        ("no longer seeking £50k, now £30k for a site", "amount", 30_000, 50_000),
        ("fifteen not fifty bab", "employees", 15, 50),
        ("t/o is 2m not 200k", "turnover", 2_000_000, 200_000),
        ("it's £2,500 I'm after, not 25,000", "amount", 2_500, 25_000),
        ("you've written £12m; the turnover is £1.2m", "turnover", 1_200_000, 12_000_000),
    ],
)
def test_a_number_that_is_corrected_is_marked(text: str, entity: str, right: int, wrong: int) -> None:
    found = {one.value: one.negated for one in shared_reader().read(text) if one.entity == entity}

    assert found == {right: False, wrong: True}


def test_what_is_said_in_jest_does_not_count() -> None:
    text = "three thousand staff... no, I'm joking: a micro business"

    assert [one.value for one in shared_reader().read(text)] == [{"min": None, "max": 9}]


@pytest.mark.parametrize(
    ("text", "value"), [("can meif do 250 grand", 250_000), ("KTP for £90,000?", 90_000)]
)
def test_what_a_lender_is_asked_to_do_is_sought(text: str, value: int) -> None:
    assert [one.value for one in shared_reader().read(text) if one.entity == "amount"] == [value]


def test_without_a_lender_a_sum_to_do_is_none() -> None:
    assert money("can the roof do 250 grand") == []
