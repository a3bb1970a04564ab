import numpy as np
import pytest

from knowledge.firms import Firm
from knowledge.matching import Exclusion, Need, find, match_of, render
from knowledge.ranges import Range
from knowledge.records import Condition, Eligibility, Funding, Status
from knowledge.variety import is_public
from tests.knowledge.factories import TODAY, make_programme

GRANT = Need(wants=frozenset({"grant"}))
MONEY = Need(wants=frozenset({"grant", "loan", "equity"}), barriers=frozenset({"finance"}))


def ids(found):
    return [match.programme.id for match in found.matches]


ANYBODY = Firm()


def shown(programmes, firm=ANYBODY, need=GRANT, limit=3, **more):
    return ids(find(programmes, firm, need, TODAY, limit, **more))


def test_what_was_asked_for_comes_before_what_only_helps_over_the_same_barrier():
    loan = make_programme("a-loan", support={"loan"})
    grant = make_programme("b-grant")

    assert shown([loan, grant], need=Need(frozenset({"grant"}), frozenset({"finance"})))[0] == "b-grant"


def test_the_nearer_of_two_equal_offers_comes_first():
    near, far = make_programme("near", places={"dudley"}), make_programme("far", places={"england"})

    assert shown([far, near], Firm(places=("dudley",))) == ["near", "far"]


def test_the_one_for_the_sector_comes_before_the_one_for_all():
    special, general = make_programme("special", sectors={"rail"}), make_programme("general")

    assert shown([general, special], Firm(sectors=("rail",)))[0] == "special"


def test_what_ran_lately_comes_before_what_was_last_seen_years_ago():
    old, new = make_programme("old", last_known="2019-05"), make_programme("new", last_known="2026-10")

    assert shown([old, new])[0] == "new"


def test_ties_are_broken_the_same_way_every_time():
    several = [make_programme(name, provider="one") for name in ("c", "a", "b")]

    assert shown(several) == shown(several[::-1]) == ["a", "b", "c"]


def test_what_the_firm_cannot_have_is_excluded_with_the_rule():
    small = make_programme(eligibility=Eligibility(employees=Range(None, 49)))

    found = find([small], Firm(employees=Range(60, 60)), GRANT, TODAY)

    assert found.matches == ()
    assert [(one.programme_id, one.rule) for one in found.excluded] == [("a-grant", "employees")]


def test_closed_and_withheld_programmes_are_never_offered():
    closed = make_programme("closed", status=Status.CLOSED)
    withheld = make_programme("withheld", withheld="Firms cannot apply.")

    assert shown([closed, withheld]) == []


def test_a_paused_programme_says_that_it_is_paused_and_comes_last():
    paused, other = (
        make_programme("a-paused", status=Status.PAUSED),
        make_programme("b", last_known="2023-01"),
    )

    found = find([paused], Firm(), GRANT, TODAY)

    assert "paused" in [reason.code for reason in found.matches[0].to_check]
    assert shown([paused, other])[0] == "b"


@pytest.mark.parametrize(
    ("last_known", "status", "to_be_checked"),
    [
        ("2025-11", Status.OPEN, False),
        ("2025-10", Status.OPEN, True),
        ("2026-11", Status.UNKNOWN, True),
        (None, Status.OPEN, True),
    ],
)
def test_what_was_not_seen_for_over_a_year_is_to_be_checked_first(last_known, status, to_be_checked):
    programme = make_programme(last_known=last_known, status=status)

    codes = [reason.code for reason in match_of(programme, Firm(), GRANT, TODAY).to_check]

    assert ("check_first" in codes) is to_be_checked


def test_of_two_records_of_one_offer_the_local_one_is_shown():
    local = make_programme("local", replaces={"national"}, places={"dudley"}, last_known="2023-01")
    national = make_programme("national")

    assert shown([national, local], Firm(places=("dudley",))) == ["local"]
    assert shown([national, local], Firm(places=("worcester",))) == ["national"]
    assert shown([national, local], Firm(places=("dudley",)), leaving_out=frozenset({"local"})) == []
    assert shown([national, local], Firm(places=("dudley",)), leaving_out=frozenset({"national"})) == []


def test_a_front_door_does_not_crowd_out_what_was_asked_for():
    hub = make_programme(
        "hub", support={"advice", "information"}, barriers={"navigation", "finance"}, places={"dudley"}
    )
    grant = make_programme("grant", places={"dudley"})
    need = Need(frozenset({"grant"}), frozenset({"finance"}))

    assert shown([hub, grant], Firm(places=("dudley",)), need)[0] == "grant"
    assert shown([hub, grant], Firm(places=("dudley",)), Need(barriers=frozenset({"navigation"}))) == ["hub"]


def test_a_front_door_is_a_way_on_whatever_was_asked_for():
    hub = make_programme("hub", support={"advice"}, barriers={"navigation", "finance"})

    assert shown([hub], need=Need(frozenset({"testing"}))) == ["hub"]


def test_five_options_are_not_five_of_a_kind():
    loans = [make_programme(f"loan-{n}", support={"loan"}) for n in range(6)]
    others = [make_programme("grant"), make_programme("equity", support={"equity"})]

    assert {"grant", "equity"} <= set(shown([*loans, *others], need=MONEY, limit=5))


def test_public_and_private_support_stand_side_by_side():
    public = [make_programme(f"a-public-{n}", last_known="2026-11") for n in range(4)]
    private = [make_programme("private", provider_kind="bank", last_known="2026-10")]

    found = find([*public, *private], Firm(), GRANT, TODAY, 3)

    assert {is_public(match.programme) for match in found.matches} == {True, False}


def test_nothing_is_offered_when_nothing_fits():
    training = make_programme(support={"training"}, barriers={"skills"})

    assert shown([training], need=GRANT) == []


def test_a_loan_that_begins_above_the_amount_sought_is_not_offered_and_says_which_rule():
    large = make_programme("a-large", funding=Funding(min_gbp=100_000))
    other = make_programme("b-other")

    found = find([large, other], Firm(amount=Range(20_000, 20_000)), GRANT, TODAY)

    assert ids(found) == ["b-other"]
    assert found.excluded == (Exclusion("a-large", "amount"),)


def test_the_question_is_the_one_whose_answer_would_change_most():
    local = [make_programme(f"local-{n}", places={"dudley"}) for n in range(3)]
    limits = Eligibility(employees=Range(None, 49))
    small = [make_programme(f"small-{n}", places={"dudley"}, eligibility=limits) for n in range(7)]

    assert find([*local, *small], Firm(), GRANT, TODAY).decisive_question == "place"
    assert find([*local, *small], Firm(places=("dudley",)), GRANT, TODAY).decisive_question == "employees"
    assert find(local, Firm(places=("dudley",)), GRANT, TODAY).decisive_question is None


def test_what_was_asked_before_is_not_asked_again_and_the_next_best_question_is():
    local = [make_programme(f"local-{n}", places={"dudley"}) for n in range(3)]
    limits = Eligibility(employees=Range(None, 49))
    small = [make_programme(f"small-{n}", places={"dudley"}, eligibility=limits) for n in range(7)]

    found = find([*local, *small], Firm(), GRANT, TODAY, settled=frozenset({"places"}))

    assert found.decisive_question == "employees"


def test_what_would_change_little_is_not_asked():
    open_to_all = [make_programme(f"open-{n}") for n in range(9)]
    small = [make_programme("small", eligibility=Eligibility(employees=Range(None, 49)))]

    assert find([*open_to_all, *small], Firm(), GRANT, TODAY).decisive_question is None


def test_what_an_answer_cannot_settle_is_not_asked():
    partner = Condition("At least two partners", "has_partner", in_part=True)
    programme = make_programme(eligibility=Eligibility(conditions=(partner,)))

    assert find([programme], Firm(), GRANT, TODAY).decisive_question == "has_partner"
    assert find([programme], Firm(has_partner=True), GRANT, TODAY).decisive_question is None


def test_the_meaning_of_the_words_tips_the_scales():
    class OneIsNear:
        def nearness(self, words, programmes):
            return np.array([0.6 if one.id == "z-near" else 0.1 for one in programmes])

        def of(self, words, things):
            return {one.id: 0.1 for one in things}

    two = [make_programme("a-far"), make_programme("z-near"), make_programme("b-far")]
    need = Need(wants=frozenset({"grant"}), words="a kiln")

    assert shown(two, need=need, vectors=OneIsNear())[0] == "z-near"


def test_every_reason_can_be_said(facts):
    firm = Firm(places=("dudley",), sectors=("manufacturing",), employees=Range(22, 22), technologies=("ai",))
    need = Need(frozenset({"grant"}), frozenset({"digital"}), "robots")

    for programme in facts.programmes:
        match = match_of(programme, firm, need, TODAY)
        said = [render(reason) for reason in (*match.reasons, *match.to_check)]
        assert all(text and "{" not in text for text in said), programme.id


def precision_engineer():
    return Firm(places=("dudley",), sectors=("manufacturing",), employees=Range(22, 22))


@pytest.mark.parametrize(
    ("firm", "need", "expected"),
    [
        (
            precision_engineer(),
            Need(frozenset({"grant"}), technologies=("robotics",)),
            "made-smarter-west-midlands",
        ),
        (
            Firm(places=("herefordshire",), sectors=("food_and_drink",)),
            Need(frozenset({"export_support"}), frozenset({"market"})),
            "herefordshire-and-worcestershire-chamber",
        ),
        (
            Firm(places=("stoke_on_trent",), sectors=("manufacturing",)),
            Need(barriers=frozenset({"energy_and_carbon"})),
            "sustainable-ventures-stoke",
        ),
        (
            Firm(places=("birmingham",), sectors=("health_and_life_sciences",), stage="pre_start"),
            Need(frozenset({"equity"})),
            "meif-ii-equity",
        ),
        (
            Firm(places=("worcester",)),
            Need(barriers=frozenset({"navigation"})),
            "worcestershire-growth-hub",
        ),
        (
            Firm(places=("walsall",), sectors=("manufacturing",)),
            Need(frozenset({"training", "placement"}), frozenset({"skills"})),
            "make-uk-technology-hub",
        ),
        (
            Firm(places=("wychavon",)),
            Need(barriers=frozenset({"digital"}), technologies=("cyber security",)),
            "cyber-resilience-centre-west-midlands",
        ),
        (Firm(places=("rugby",)), Need(), "coventry-warwickshire-growth-hub"),
    ],
)
def test_an_adviser_would_name_this_one_among_the_first(facts, firm, need, expected):
    assert expected in ids(find(facts.programmes, firm, need, TODAY, limit=5))


@pytest.mark.parametrize(
    ("words", "least", "most"),
    [("can we get a grant for a new oven", 0, 0.3), ("a grant to research a new glaze", 0.5, 1)],
)
def test_money_for_research_is_for_those_who_speak_of_research(words, least, most):
    abroad = make_programme(
        "abroad",
        support={"grant", "research_collaboration"},
        summary="Research with firms in other countries.",
    )
    local = make_programme("local", support={"grant"}, summary="Equipment.", last_known="2024-01")
    need = Need(frozenset({"grant"}), words=words)

    found = find([abroad, local], Firm(places=("dudley",)), need, TODAY)
    score = {match.programme.id: match.score for match in found.matches}

    assert least <= score.get("abroad", 0) / score["local"] <= most
