"""The figures of the ranking, on a few made-up needs."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.judged_needs import JudgedNeed, read_needs
from bot.evaluation.matching import Offers, figures, judge, ndcg
from knowledge.records import Status
from tests.knowledge.factories import make_programme

PROGRAMMES = [
    make_programme("best"),
    make_programme("local", replaces=frozenset({"national"})),
    make_programme("national"),
    make_programme("fair"),
    make_programme("gone", status=Status.CLOSED),
    make_programme("far", places={"stoke_on_trent"}),
    make_programme("bad"),
]
OFFERS = Offers.of(PROGRAMMES)


def need(ideal=("best",), good=(), wrong=("bad",), questions=(None,), **asked):
    return JudgedNeed(
        "n1",
        {"text": "help", **asked},
        frozenset(ideal),
        frozenset(good),
        frozenset(wrong),
        frozenset(questions),
    )


def answering(*shown, question=None):
    return lambda _asked: {"matches": [{"id": one} for one in shown], "decisive_question": question}


def test_the_best_first_is_worth_everything_and_later_is_worth_less():
    assert ndcg(["best", "fair"], need(good=["fair"]), OFFERS) == 1
    assert 0 < ndcg(["fair", "best"], need(good=["fair"]), OFFERS) < 1
    assert ndcg(["bad"], need(), OFFERS) == 0


def test_two_records_of_one_offer_are_worth_it_once_whichever_is_shown():
    both = need(ideal=["local", "national"], good=["fair"])

    assert ndcg(["national", "fair"], both, OFFERS) == ndcg(["local", "fair"], both, OFFERS) == 1
    assert ndcg(["national", "local", "fair"], both, OFFERS) < 1


@given(st.permutations([one.id for one in PROGRAMMES]))
def test_no_order_is_worth_more_than_the_best_one(order):
    assert 0 <= ndcg(order, need(ideal=["best"], good=["fair", "local"]), OFFERS) <= 1


@pytest.mark.parametrize("unfit", ["bad", "gone", "far"])
def test_what_is_wrong_closed_or_elsewhere_is_unfit(unfit):
    outcomes = judge([need(profile={"place": "dudley"})], answering("best", unfit), OFFERS, in_words=False)

    assert figures(outcomes)["unfit"] == {"n1": [unfit]}


def test_a_question_that_a_fair_judge_accepts_is_right():
    asked = need(questions=["place", "employees"])
    right = judge([asked], answering("best", question="employees"), OFFERS, in_words=False)
    wrong = judge([asked], answering("best", question=None), OFFERS, in_words=False)

    assert figures(right)["deciding question"]["share"] == 1
    assert figures(wrong)["deciding question"]["share"] == 0


def test_only_the_words_are_asked_where_only_they_shall_count():
    asked = []
    judge(
        [need(wants=["grant"])], lambda line: asked.append(line) or answering()(line), OFFERS, in_words=True
    )

    assert asked == [{"id": "n1", "text": "help", "limit": 5}]


def test_the_judged_needs_can_be_read_and_the_figures_written():
    needs = read_needs()
    outcomes = judge(needs[:3], answering("best"), OFFERS, in_words=False)

    assert json.dumps(figures(outcomes))
