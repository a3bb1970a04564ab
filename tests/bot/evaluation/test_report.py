"""The figures of an evaluation, on a few made-up sentences."""

import json

import pytest

from bot.evaluation.calibration import Bin, bins, expected_error
from bot.evaluation.cases import Case, Expected, read
from bot.evaluation.labels import barriers, confusions, intents, macro_f1
from bot.evaluation.page import heat_map, page
from bot.evaluation.report import Sets, measure, report
from bot.evaluation.table import table


def case(text, intent, accepted=(), required=(), optional=(), **more):
    return Case(
        id=more.pop("id", text),
        text=text,
        voice=more.pop("voice", "web"),
        intent=intent,
        accepted=frozenset({intent, *accepted}),
        required=frozenset(required),
        optional=frozenset(optional),
        entities=tuple(more.pop("entities", ())),
        **more,
    )


def parsed(intent, barriers=(), entities=(), confidence=0.9):
    best = {"name": intent, "confidence": confidence}
    return {
        "intent": best,
        "intent_ranking": [best],
        "barriers": [{"name": name} for name in barriers],
        "entities": [{"entity": kind, "value": value} for kind, value in entities],
    }


MONEY = case("we need a grant", "find_funding", accepted=["find_support"], required=["finance"])
STAFF = case("no welders anywhere", "describe_situation", required=["skills"], optional=["labour_market"])
DOG = case("my dog is ill", "out_of_scope", kind="medical", voice=None)
ANSWERS = {
    MONEY.text: parsed("find_support", ["finance", "skills"]),
    STAFF.text: parsed("find_skills", ["labour_market"], confidence=0.6),
    DOG.text: parsed("nlu_fallback"),
}
SETS = Sets([MONEY, STAFF], [], [DOG])


def judged():
    return [(one, ANSWERS[one.text]) for one in (MONEY, STAFF)]


def test_an_accepted_alternative_counts_as_the_intent_itself():
    counts = intents(judged())

    assert counts["find_funding"].right == 1
    assert counts["describe_situation"].missed == 1
    assert counts["find_skills"].wrong == 1
    assert "find_support" not in counts


def test_an_optional_barrier_counts_neither_way():
    counts = barriers(judged())

    assert "labour_market" not in counts or counts["labour_market"].wrong == 0
    assert (counts["skills"].wrong, counts["skills"].missed) == (1, 1)


def test_the_mean_over_labels_is_of_those_that_were_wanted():
    assert macro_f1(intents(judged())) == pytest.approx(0.5)


def test_confusions_name_an_example():
    (one,) = confusions(judged())

    assert (one.label, one.taken_for, one.times) == ("describe_situation", "find_skills", 1)
    assert one.example == STAFF.id


def test_who_is_always_as_sure_as_right_has_no_calibration_error():
    sure = [0.5] * 10
    right = [True, False] * 5

    assert bins(sure, right, 1) == [Bin(0.5, 0.5, 10)]
    assert expected_error(bins(sure, right, 1)) == 0
    assert expected_error(bins([1.0] * 10, right)) == pytest.approx(0.5)


def test_what_is_out_of_scope_is_kept_out_when_refused_or_asked_back():
    figures = report(measure(SETS, lambda text: ANSWERS[text]))

    assert figures["out of scope"]["kept out"]["share"] == 1
    assert figures["out of scope"]["refused"]["share"] == 0
    assert figures["out of scope"]["medical"]["of"] == 1
    assert figures["out of scope"]["false refusals"]["share"] == 0


def test_noise_is_told_in_points_lost():
    def deaf_to_capitals(text):
        return parsed("goodbye") if text.isupper() else ANSWERS.get(text, ANSWERS[MONEY.text])

    figures = report(measure(SETS, deaf_to_capitals, noise=True))

    assert figures["noise"]["upper case"]["points lost"] == 50
    assert figures["noise"]["lower case"]["points lost"] == 0


def test_the_figures_are_json_and_a_table():
    figures = report(measure(SETS, lambda text: ANSWERS[text]))

    assert json.loads(json.dumps(figures)) == figures
    assert "describe_situation taken for find_skills: 1" in table(figures)
    assert "barriers, micro-F1" in table(figures)


def test_the_page_has_the_heat_map_and_the_plot_and_asks_nothing_of_a_network():
    measured = measure(SETS, lambda text: ANSWERS.get(text, ANSWERS[MONEY.text]), noise=True)
    html = page(report(measured), measured)
    names, rows = heat_map(measured)

    assert names == ["describe_situation", "find_funding", "find_skills"]
    assert rows[0][2].times == 1
    assert "<svg" in html
    assert "describe_situation as find_skills: 1" in html
    assert "<script" not in html
    assert "http" not in html


def test_a_name_in_a_set_cannot_break_the_page():
    wicked = case("<b>", "find_funding", id="<script>alert(1)</script>")
    measured = measure(Sets([wicked], [], []), lambda _: parsed("goodbye"))

    assert "<script>" not in page(report(measured), measured)


@pytest.mark.parametrize(("name", "least"), [("understanding", 500), ("parsing", 150), ("out_of_scope", 100)])
def test_the_held_out_sets_are_as_large_as_promised(name, least):
    cases = read(name)

    assert len(cases) >= least
    assert len({one.id for one in cases}) == len(cases)


def test_all_eight_kinds_of_what_is_out_of_scope_are_held_out():
    assert len({one.kind for one in read("out_of_scope")}) == 8


def test_entities_are_compared_by_kind_value_and_negation():
    wanted = case("not in Rugby", "correct_profile", entities=[Expected("place", "rugby", negated=True)])
    figures = report(
        measure(Sets([wanted], [], []), lambda _: parsed("correct_profile", (), [("place", "rugby")]))
    )

    assert figures["entities"]["f1"] == 0
    assert figures["each entity"]["place"]["of"] == 1
