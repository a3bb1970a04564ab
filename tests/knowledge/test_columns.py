"""Matching by columns finds exactly what looking at one programme after another finds."""

import zlib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.catalogue import Selection
from knowledge.cataloguing import catalogue_of, selected
from knowledge.eligibility import Verdict, assess
from knowledge.firms import Firm
from knowledge.matching import find, on_offer
from knowledge.needs import Need
from knowledge.precedents import precedents
from knowledge.scoring import parts_of, score
from knowledge.verdicts import Rulings
from knowledge.weights import weights
from knowledge.yardstick import Yardstick
from tests.knowledge import plain_matching
from tests.knowledge.factories import TODAY, make_programme
from tests.knowledge.needs_to_match import FIRMS, NEEDS
from tests.knowledge.plain_matching import plain_find

QUITE = 1e-9
each_need = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Cosines:
    """A cosine for each programme, from a seed."""

    def __init__(self, programmes, seed):
        made = np.random.default_rng(seed).normal(0.2, 0.15, len(programmes))
        self.by_id = dict(zip([one.id for one in programmes], np.clip(made, -1, 1).tolist(), strict=True))

    def nearness(self, words, offered):
        return np.array([self.by_id[one.id] for one in offered])

    def of(self, words, things):
        return {one.id: (zlib.crc32(f"{words} {one.id}".encode()) % 1000) / 2000 for one in things}

    def leaning(self, words):
        return plain_matching.leaning(self.of(words, precedents().each), precedents().each)


@pytest.fixture(scope="module")
def catalogue(facts):
    return catalogue_of(facts.programmes)


@each_need
@given(FIRMS, NEEDS, st.integers(0, 99))
def test_the_same_is_found_in_the_same_order_with_the_same_reasons_and_questions(
    facts, catalogue, firm, need, seed
):
    leaving_out = frozenset(one.id for one in facts.programmes[seed % 7 :: 7]) if seed % 3 else frozenset()
    limit, settled = (1, 3, 5, 50)[seed % 4], frozenset({"places", "employees"} if seed % 2 else ())
    vectors = Cosines(facts.programmes, seed) if seed % 5 else None
    more = {"leaving_out": leaving_out, "settled": settled}

    found = find(Selection(catalogue), firm, need, TODAY, limit, vectors=vectors, **more)

    given = (
        {"cosines": vectors.by_id, "leaning": vectors.leaning(need.words)} if vectors and need.words else {}
    )
    plain = plain_find(facts.programmes, firm, need, TODAY, limit, **given, **more)
    assert without_scores(found) == without_scores(plain)
    assert [one.score for one in found.matches] == pytest.approx(
        [one.score for one in plain.matches], abs=1e-4
    )


def without_scores(found):
    return replace(found, matches=tuple(replace(one, score=0.0) for one in found.matches))


@each_need
@given(FIRMS, NEEDS, st.integers(0, 99))
def test_each_has_the_same_parts_and_the_same_score(facts, catalogue, firm, need, seed):
    offered = on_offer(Selection(catalogue))
    vectors = Cosines(facts.programmes, seed) if need.words else None
    cosines = vectors.nearness(need.words, offered) if vectors else None

    leaning = vectors.leaning(need.words) if vectors else {}
    leans = np.array([leaning.get(one.id, 0.0) for one in offered])

    asked = Yardstick.of(offered, firm, need, TODAY, cosines=cosines, leaning=leans)
    parts, scores = parts_of(offered, asked), score(offered, asked, weights())

    plain = plain_matching.Asked([*offered], firm, need, TODAY, vectors and vectors.by_id, leaning)
    for number, one in enumerate(offered):
        told = {name: part[number] for name, part in parts.items()}
        assert told == pytest.approx(plain_matching.parts_of(one, plain), abs=QUITE), one.id
        assert scores[number] == pytest.approx(plain_matching.score(one, plain), abs=QUITE), one.id


@each_need
@given(FIRMS, NEEDS)
def test_a_part_of_a_catalogue_is_matched_as_if_there_were_nothing_else(facts, catalogue, firm, need):
    part = Selection(catalogue, np.arange(1, len(catalogue), 3, dtype=np.intp))

    assert find(part, firm, need, TODAY) == find(facts.programmes[1::3], firm, need, TODAY)


@each_need
@given(FIRMS)
def test_the_rules_say_of_all_what_they_say_of_each(facts, catalogue, firm):
    rulings = Rulings(catalogue, firm, TODAY)
    told = rulings.of(Selection(catalogue))

    for row, one in enumerate(facts.programmes):
        rules = assess(one, firm, TODAY).rules
        against = [rule.name for rule in rules if rule.verdict is Verdict.NOT_MET]
        assert told.against[row] == len(against)
        assert (told.names[told.first[row]] if against else None) == next(iter(against), None)
        assert [(rule.name, rule.verdict) for rule in rulings.rules(row)] == [
            (rule.name, rule.verdict) for rule in rules
        ]


def test_nothing_is_found_among_no_programmes():
    assert find([], Firm(), Need(frozenset({"grant"}), words="a grant"), TODAY).matches == ()


def test_one_programme_that_is_as_near_as_words_come_is_found():
    need = Need(words="a kiln")
    kiln = make_programme("kiln")

    assert find([kiln], Firm(), need, TODAY, vectors=AllNear()).matches[0].programme == kiln


class AllNear:
    def nearness(self, words, offered):
        return np.full(len(offered), 0.7)

    def of(self, words, things):
        return {one.id: 0.7 for one in things}


def test_what_is_known_of_one_firm_is_not_said_of_another(facts):
    every, need = selected(facts.programmes), Need(barriers=frozenset({"finance"}))
    firms = [Firm(places=(place,)) for place in ("dudley", "worcester", "dudley")]

    first, second, third = (find(every, firm, need, TODAY) for firm in firms)

    assert first == third != second


def test_a_rule_that_reads_what_its_column_does_not_hold_is_an_error(catalogue):
    with pytest.raises(AttributeError):
        catalogue.column("support").flags(lambda one: bool(one.sectors))
