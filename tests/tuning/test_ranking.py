"""The weights of the ranking are learnt from needs judged by hand."""

import numpy as np
import yaml

from bot.evaluation.judged_needs import JudgedNeed
from knowledge.weights import Scale
from tuning.ranking import OF_TABLES, Lesson, fit, likelihood, without_words, written


def lesson(good, parts):
    ids = [f"p{n}" for n in range(len(parts))]
    need = JudgedNeed("n", {"text": ""}, frozenset({ids[good]}), frozenset(), frozenset(), frozenset({None}))
    return Lesson(need, ids, np.array(parts, float), np.array([need.gain(one) for one in ids], float))


LESSONS = [
    lesson(0, [[1, 0], [0, 1], [0, 0]]),
    lesson(1, [[0, 0], [1, 1], [0, 1]]),
    lesson(2, [[0, 1], [0, 0], [1, 0]]),
]


def test_what_the_good_ones_have_gets_weight_and_what_others_have_loses_it():
    weights = fit(LESSONS)

    assert weights[0] > 1
    assert weights[1] < 0
    for one in LESSONS:
        assert (one.parts @ weights).argmax() == one.gains.argmax()


def test_a_higher_score_is_likelier_to_help():
    scale = likelihood(LESSONS, fit(LESSONS))

    assert scale.steepness > 0
    assert scale.level < 0


def test_without_words_their_parts_weigh_nothing():
    assert without_words(["meaning", "place", "words"], np.ones(3)).tolist() == [0.0, 1.0, 0.0]


def test_a_need_of_which_nothing_helps_teaches_nothing():
    nothing = Lesson(LESSONS[0].need, ["p9"], np.array([[1.0, 1.0]]), np.zeros(1))

    assert np.allclose(fit(LESSONS), fit([*LESSONS, nothing]))


def test_the_file_has_parts_and_tables():
    content = yaml.safe_load(
        written(
            ["meaning", "barriers.skills.training"], np.array([1.5, 2.0]), Scale(2.0, -3.0), Scale(1.0, -2.0)
        )
    )

    assert content["parts"] == {"meaning": 1.5}
    assert content["barriers"] == {"skills": {"training": round(2 * OF_TABLES, 3)}}
    assert (content["wants"], content["said"]) == ({}, {"steepness": 2.0, "level": -3.0})
    assert content["unsaid"] == {"steepness": 1.0, "level": -2.0}
