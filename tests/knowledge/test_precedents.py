"""What was judged before speaks for programmes, and says nothing of those that nobody judged."""

import numpy as np
import pytest

from knowledge.catalogue import Selection
from knowledge.cataloguing import catalogue_of
from knowledge.precedents import Precedent, Precedents, precedents
from tests.knowledge.factories import make_programme

PAST = Precedents(
    (
        Precedent("1", "a kiln", {"kiln-grant": 1.0, "front-door": 0.4}),
        Precedent("2", "a patent", {"patent-help": 1.0, "front-door": 0.4, "kiln-grant": -0.5}),
    )
)


def leaning(near, *names, past=PAST):
    offered = Selection(catalogue_of([make_programme(name) for name in names]))
    return dict(zip(names, past.leaning(near, offered).tolist(), strict=True))


def test_what_helped_who_said_alike_is_leant_to_and_what_was_wrong_is_leant_away_from():
    told = leaning({"1": 0.9, "2": 0.2}, "kiln-grant", "patent-help")

    assert told["kiln-grant"] > 0.7
    assert told["patent-help"] < 0


def test_nobody_leans_to_what_is_new_or_was_always_judged_alike():
    told = leaning({"1": 0.9, "2": 0.2}, "front-door", "brand-new")

    assert told == {"front-door": pytest.approx(0), "brand-new": 0}


def test_without_any_nothing_is_leant_to():
    assert leaning({}, "kiln-grant", past=Precedents()) == {"kiln-grant": 0}


def test_a_need_is_not_ranked_by_its_own_judgement():
    left = PAST.without("1")

    assert [one.id for one in left.each] == ["2"]


def test_it_leans_no_further_than_one_and_a_half():
    rows = Selection(
        catalogue_of(
            [make_programme(name) for name in sorted({n for one in precedents().each for n in one.worth})]
        )
    )
    for one in precedents().each[::20]:
        told = precedents().leaning({other.id: float(other is one) for other in precedents().each}, rows)

        assert np.abs(told).max() <= 1.5


def test_every_precedent_is_of_records_that_exist(facts):
    known = {programme.id for programme in facts.programmes}

    assert {name for one in precedents().each for name in one.worth} <= known
