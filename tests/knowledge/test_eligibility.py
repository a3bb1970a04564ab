from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.conditions import BY_LABEL, BY_NUMBER, KINDS, LEGAL_FORMS
from knowledge.eligibility import Eligible, Verdict, assess
from knowledge.firms import Firm
from knowledge.ranges import Range
from knowledge.records import Condition, Eligibility, Funding, Status, Window
from knowledge.vocabulary import vocabulary
from tests.knowledge.factories import TODAY, make_programme


def overall(programme, **firm):
    return assess(programme, Firm(**firm), TODAY).overall


@pytest.mark.parametrize(
    ("people", "answer"),
    [(Range(249, 249), "yes"), (Range(250, 250), "no"), (Range(200, 300), "unknown"), (None, "unknown")],
)
def test_a_head_count_decides_only_where_it_is_known_well_enough(people, answer):
    small = make_programme(eligibility=Eligibility(employees=Range(None, 249)))

    assert overall(small, employees=people) == answer


@pytest.mark.parametrize(
    ("places", "answer"),
    [
        (("dudley",), "yes"),
        (("worcester",), "no"),
        (("west_midlands_region",), "unknown"),
        (("dudley", "worcester"), "unknown"),
        (("outside",), "no"),
        ((), "unknown"),
    ],
)
def test_a_firm_is_served_where_an_area_around_it_is(places, answer):
    local = make_programme(places={"west_midlands_combined_authority"})

    assert overall(local, places=places) == answer


def test_nobody_knows_whether_a_firm_outside_the_region_is_in_england():
    assert overall(make_programme(places={"england"}), places=("outside",)) == "unknown"


@pytest.mark.parametrize("sector", ["automotive", "aerospace", "rail", "food_and_drink"])
def test_a_maker_of_vehicles_aircraft_trains_or_food_is_a_manufacturer(sector):
    assert overall(make_programme(sectors={"manufacturing"}), sectors=(sector,)) == "yes"


def test_a_manufacturer_is_no_maker_of_aircraft():
    assert overall(make_programme(sectors={"aerospace"}), sectors=("manufacturing",)) == "no"


def test_an_old_firm_is_not_a_new_one():
    for_new_firms = make_programme(stages={"pre_start", "start_up"})

    assert overall(for_new_firms, trading_months=Range(240, 240)) == "no"
    assert overall(for_new_firms, trading_months=Range(30, 30)) == "unknown"


def test_who_is_not_trading_yet_has_not_traded_for_a_year():
    after_a_year = make_programme(eligibility=Eligibility(trading_months=Range(12, None)))

    assert overall(after_a_year, stage="pre_start") == "no"


@pytest.mark.parametrize(
    ("closes", "answer"), [(date(2026, 11, 23), "no"), (TODAY, "yes"), (date(2026, 11, 25), "yes")]
)
def test_one_can_apply_up_to_the_last_day(closes, answer):
    assert overall(make_programme(window=Window(closes=closes))) == answer


def test_a_closed_programme_is_for_nobody_and_says_so_first():
    held = assess(make_programme(status=Status.CLOSED, places={"dudley"}), Firm(places=("worcester",)), TODAY)

    assert held.not_met().name == "status"


def test_conditions_in_plain_language_decide_nothing_and_are_to_be_checked():
    prose = Eligibility(conditions=(Condition("Viable firm"),))
    held = assess(make_programme(eligibility=prose), Firm(), TODAY)

    assert (held.overall, held.to_check) == (Eligible.YES, ("Viable firm",))


def test_a_typed_condition_is_held_against_the_firm_in_the_words_of_the_record():
    programme = make_programme(eligibility=Eligibility(conditions=(Condition("Makes goods", "makes_goods"),)))

    (rule,) = assess(programme, Firm(makes_goods=False), TODAY).rules

    assert (rule.verdict, rule.words, rule.source) == (Verdict.NOT_MET, "Makes goods", "eligibility.other")


def test_who_must_pay_a_part_of_the_cost_is_told_how_much():
    programme = make_programme(funding=Funding(share_of_cost_percent=40))

    (rule,) = assess(programme, Firm(), TODAY).rules

    assert (rule.verdict, rule.source) == (Verdict.UNKNOWN, "funding.share_of_cost_percent")
    assert "60 per cent" in rule.words


def test_who_seeks_less_than_the_smallest_sum_is_not_served_and_who_seeks_more_is():
    programme = make_programme(funding=Funding(min_gbp=25_000, max_gbp=100_000))

    assert overall(programme, amount=Range(12_000, 12_000)) == "no"
    assert overall(programme, amount=Range(250_000, 250_000)) == "yes"
    assert overall(programme) == "yes"


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Eligibility(employees=Range(None, 249)), "firms with up to 249 people"),
        (Eligibility(employees=Range(5, 50)), "firms with 5 to 50 people"),
        (Eligibility(turnover_gbp=Range(100000, None)), "firms with sales of £100,000 a year or more"),
        (Eligibility(turnover_gbp=Range(None, 45_000_000)), "firms with sales of up to £45 million a year"),
        (Eligibility(trading_months=Range(12, None)), "firms that have traded for 1 year or more"),
    ],
)
def test_a_rule_says_in_plain_english_whom_it_is_for(limits, words):
    (rule,) = assess(make_programme(eligibility=limits), Firm(), TODAY).rules

    assert rule.words == words


bounds = st.builds(
    lambda low, more: Range(low, None if more is None else (low or 0) + more),
    st.none() | st.integers(0, 400),
    st.none() | st.integers(0, 400),
).filter(lambda one: one != Range())
labels = {name: st.frozensets(st.sampled_from(sorted(getattr(vocabulary(), name))), max_size=4) for name in
          ("sectors", "stages", "places")}  # fmt: skip
conditions = st.one_of(
    st.builds(
        lambda name, expected, in_part: Condition(name, name, expected=expected, in_part=in_part),
        st.sampled_from(sorted(KINDS.keys() - BY_LABEL - BY_NUMBER)),
        st.booleans(),
        st.booleans(),
    ),
    st.builds(
        lambda forms: Condition("form", "legal_form", labels=forms),
        st.frozensets(st.sampled_from(sorted(LEGAL_FORMS)), min_size=1),
    ),
    st.builds(
        lambda name, limits: Condition(name, name, bounds=limits), st.sampled_from(sorted(BY_NUMBER)), bounds
    ),
)
programmes = st.builds(
    lambda employees, turnover, months, typed, sectors, stages, places, status: make_programme(
        eligibility=Eligibility(employees, turnover, months, typed),
        sectors=sectors,
        stages=stages,
        places=places,
        status=status,
    ),
    *[st.none() | bounds] * 3,
    st.lists(conditions, max_size=3).map(tuple),
    labels["sectors"],
    labels["stages"],
    labels["places"],
    st.sampled_from([one for one in Status if one is not Status.CLOSED]),
)
firms = st.builds(
    Firm,
    places=st.lists(st.sampled_from(sorted(vocabulary().places)), max_size=3).map(tuple),
    sectors=st.lists(st.sampled_from(sorted(vocabulary().sectors)), max_size=3).map(tuple),
    employees=st.none() | bounds,
    turnover=st.none() | bounds,
    trading_months=st.none() | bounds,
    stage=st.none() | st.sampled_from(sorted(vocabulary().stages)),
    legal_form=st.none() | st.sampled_from(sorted(LEGAL_FORMS)),
    project_cost=st.none() | bounds,
    readiness=st.none() | bounds,
    **{name: st.none() | st.booleans() for name in sorted(KINDS.keys() - BY_LABEL - BY_NUMBER)},
)


@given(programmes)
def test_a_firm_of_which_nothing_is_known_is_refused_nothing(programme):
    assert assess(programme, Firm(), TODAY).overall is not Eligible.NO


@given(programmes, firms, st.sampled_from([f.name for f in fields(Firm) if f.name != "own_words"]))
def test_knowing_more_never_turns_a_no_into_a_yes(programme, firm, forgotten):
    less = firm.forgetting(forgotten)

    if assess(programme, less, TODAY).overall is Eligible.NO:
        assert assess(programme, firm, TODAY).overall is Eligible.NO


@given(programmes, firms)
def test_the_order_in_which_places_and_sectors_were_told_does_not_matter(programme, firm):
    turned = replace(firm, places=firm.places[::-1], sectors=firm.sectors[::-1])

    assert assess(programme, turned, TODAY) == assess(programme, firm, TODAY)


@given(programmes, firms)
def test_all_rules_together_say_what_the_worst_of_them_says(programme, firm):
    held = assess(programme, firm, TODAY)
    verdicts = {rule.verdict for rule in held.rules}

    assert (held.overall is Eligible.NO) == (Verdict.NOT_MET in verdicts)
    assert (held.overall is Eligible.YES) == (verdicts <= {Verdict.MET})


@given(programmes, firms, st.data())
def test_the_order_in_which_facts_are_told_does_not_matter(programme, firm, data):
    told = [name for name in (f.name for f in fields(Firm)) if name != "own_words" and firm.knows(name)]
    again = Firm()
    for name in data.draw(st.permutations(told)):
        again = again.noting(name, getattr(firm, name))

    assert assess(programme, again, TODAY) == assess(programme, firm, TODAY)
