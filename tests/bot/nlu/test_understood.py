"""Intents, barriers and a sector learnt from a few sentences."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.nlu.features import EARLY_AND_LATE
from bot.nlu.labelled import Labels, Sentence
from bot.nlu.understood import NOT_UNDERSTOOD, Understood, best_layers, short_answers

WORDS = (
    "grant",
    "loan",
    "money",
    "hello",
    "hi",
    "morning",
    "welders",
    "train",
    "staff",
    "energy",
    "bills",
    "power",
)


def layers(texts: list[str]) -> np.ndarray:
    """Stand for the encoder: how often each word stands in the text, the same in every layer."""
    counts = np.array([[text.count(word) for word in WORDS] + [0.1] * (384 - len(WORDS)) for text in texts])
    return np.repeat(counts[:, None, :], 6, axis=1).astype(np.float32)


SENTENCES = [
    *(
        Sentence(f"any {w} for {x}", "find_funding", frozenset())
        for w in WORDS[:3]
        for x in ("us", "a shop", "kit")
    ),
    *(Sentence(f"{w} {x}", "greet", frozenset()) for w in WORDS[3:6] for x in ("there", "all", "mate")),
    *(
        Sentence(
            f"we cannot find {w} {x}",
            "describe_situation",
            frozenset({"skills"}),
            sector="manufacturing",
        )
        for w in WORDS[6:9]
        for x in ("here", "now", "any more")
    ),
    *(
        Sentence(f"the {w} cost too much {x}", "describe_situation", frozenset({"energy_and_carbon"}))
        for w in WORDS[9:]
        for x in ("here", "now", "these days")
    ),
]


@pytest.fixture(scope="module")
def understood() -> Understood:
    return Understood.learn(SENTENCES, layers([one.text for one in SENTENCES]))


def test_what_is_like_the_sentences_is_understood(understood: Understood) -> None:
    meaning = understood.read("any grant for a van", layers(["any grant for a van"]))

    assert meaning.intents[0][0] == "find_funding"
    assert meaning.barriers == []
    assert meaning.sector is None


def test_several_barriers_are_heard_each_with_its_words(understood: Understood) -> None:
    text = "we cannot find welders now, and the energy bills cost too much these days"

    barriers = understood.read(text, layers([text])).barriers

    words = {one.name: one.words for one in barriers}
    assert words == {
        "skills": "we cannot find welders now",
        "energy_and_carbon": "the energy bills cost too much these days",
    }


def test_the_sector_is_told_with_the_words_that_tell_it(understood: Understood) -> None:
    text = "we cannot find welders now, we cannot find staff any more"

    sector = understood.read(text, layers([text])).sector

    assert sector is not None
    assert sector.name == "manufacturing"
    assert sector.words in text


def test_what_is_kept_understands_the_same(understood: Understood, tmp_path: Path) -> None:
    understood.save(tmp_path)

    again = Understood.load(tmp_path)

    for text in ("any loan", "hello", "we cannot find staff", "zzz"):
        one, other = (m.read(text, layers([text])) for m in (understood, again))
        assert [name for name, _ in one.intents] == [name for name, _ in other.intents]
        shares, same = ([share for _, share in read.intents] for read in (one, other))
        assert shares == pytest.approx(same, abs=0.02)
        assert [told.name for told in one.barriers] == [told.name for told in other.barriers]
        assert (one.sector is None) == (other.sector is None)


def test_nothing_kept_can_run_code(understood: Understood, tmp_path: Path) -> None:
    understood.save(tmp_path)

    assert {path.suffix for path in tmp_path.iterdir()} == {".json", ".npz"}
    for path in tmp_path.glob("*.npz"):
        with np.load(path, allow_pickle=False) as kept:
            assert all(kept[name].dtype != object for name in kept.files)


def test_probabilities_add_up_and_the_fallback_leads_the_real_candidates(understood: Understood) -> None:
    ranking = understood.read("zzz qqq", layers(["zzz qqq"])).intents

    real = [share for name, share in ranking if name != NOT_UNDERSTOOD]
    assert sum(real) == pytest.approx(1)
    assert real == sorted(real, reverse=True)


def test_a_short_answer_is_known_after_one_sentence() -> None:
    said = [
        Sentence("Aye!", "affirm", frozenset()),
        Sentence("Sam Oakes", "give_profile", frozenset()),
        Sentence("a much longer tale", "describe_situation", frozenset()),
    ]

    assert short_answers(said) == ["aye"]


def test_a_barrier_that_is_perhaps_said_counts_as_neither_said_nor_unsaid() -> None:
    unsure = Sentence("the rent rises", "describe_situation", frozenset(), frozenset({"skills"}))
    labels = Labels.of([*SENTENCES, unsure])
    skills = labels.barriers.index("skills")

    assert labels.says[-1].sum() == 0
    assert 0 < labels.says_or_perhaps[-1, skills] < 1


def test_sentences_that_judge_judge_alone_where_every_label_has_enough_of_them() -> None:
    judges = [replace(one, judges=True) for one in SENTENCES]

    assert Labels.of([*SENTENCES, *judges]).fair.sum() == len(judges)
    assert Labels.of([*SENTENCES, *judges[:4]]).fair.all()


def test_the_words_that_say_a_barrier_are_the_persons_own(understood: Understood) -> None:
    text = "Hello! We cannot find WELDERS any more; the bills are fine"

    barriers = understood.read(text, layers([text.lower()])).barriers

    assert all(one.words in text for one in barriers)


def test_layers_are_chosen_by_what_is_understood_when_left_out() -> None:
    told = layers([one.text for one in SENTENCES])
    early = np.zeros_like(told) + 0.1
    early[:, 1] = told[:, 1]

    assert best_layers(SENTENCES, early) == EARLY_AND_LATE
    assert best_layers(SENTENCES, told) == EARLY_AND_LATE  # of equals, those that tell more
