"""The training sentences: enough, in three voices, of many shapes, with the vocabulary's labels."""

from collections import Counter, defaultdict

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from knowledge.encoder import Encoder
from knowledge.vocabulary import vocabulary
from tests.servers import PREPARED, PROJECT

NEEDS = {"describe_situation", "give_profile", "ask_business_basics", "urgent_distress", "request_roadmap"}
OF_A_NEED, OF_ANY, OF_A_BARRIER = 80, 50, 120
VOICES = ("web", "whatsapp", "adviser")
LATIN, SOME = "\u024f", 3
LEAST_OF_A_VOICE = 0.25  # of the sentences of an intent; an even part is a third
LONG = 4  # words: "ok" and "yes" are said by everybody
ALIKE, MOST_ALIKE = 0.97, 0.05
SAME_LETTERS = 0.5  # of two texts whose vectors are nearly the same
FILES = sorted((PROJECT / "data" / "nlu").glob("*.yml"))


def carries_a_need(intent):
    return intent in NEEDS or intent.startswith("find_")


def test_every_intent_has_enough_sentences_and_no_other_is_taught(examples):
    counts = Counter(one.intent for one in examples)

    assert set(counts) == set(vocabulary().intents)
    few = {i: n for i, n in counts.items() if n < (OF_A_NEED if carries_a_need(i) else OF_ANY)}
    assert few == {}


def test_every_barrier_is_said_often_enough_and_often_beside_others(examples):
    counts = Counter(name for one in examples for name in one.barriers)
    beside = Counter(name for one in examples if len(one.barriers) > 1 for name in one.barriers)

    assert set(counts) == set(vocabulary().barriers)
    assert {name: n for name, n in counts.items() if n < OF_A_BARRIER} == {}
    assert {name: n for name, n in beside.items() if n < OF_A_BARRIER / 2} == {}


def test_many_situations_say_no_barrier(examples):
    situations = [one for one in examples if one.intent == "describe_situation"]
    silent = [one for one in situations if not one.barriers and not one.perhaps]

    assert len(silent) / len(situations) > 0.1


def test_labels_are_of_the_vocabulary_and_no_barrier_is_both_said_and_perhaps_said(examples):
    for one in examples:
        assert {*one.barriers, *one.perhaps} <= set(vocabulary().barriers), one.text
        assert set(one.barriers).isdisjoint(one.perhaps), one.text
        assert one.voice in VOICES, one.text
        assert one.sector is None or one.sector in vocabulary().sectors, one.text


def test_the_three_voices_are_balanced_in_every_intent(examples):
    voices = defaultdict(Counter)
    for one in examples:
        voices[one.intent][one.voice] += 1

    shares = {(i, v): c[v] / c.total() for i, c in voices.items() for v in VOICES}
    assert {pair: share for pair, share in shares.items() if share < LEAST_OF_A_VOICE} == {}


def test_no_sentence_stands_twice(examples):
    long = (" ".join(one.text.lower().split()) for one in examples if len(one.text.split()) >= LONG)

    assert [text for text, n in Counter(long).items() if n > 1] == []


def test_no_sentence_is_taught_as_two_intents(examples):
    intents = defaultdict(set)
    for one in examples:
        intents[" ".join(one.text.lower().split())].add(one.intent)

    assert {text: found for text, found in intents.items() if len(found) > 1} == {}


def test_few_sentences_of_an_intent_are_nearly_the_same(examples):
    encoder = Encoder(PREPARED / "encoder")
    by_intent = defaultdict(list)
    for one in examples:
        if len(one.text.split()) >= LONG:
            by_intent[one.intent].append(one.text)

    shares = {intent: near_copies(texts, encoder) / len(texts) for intent, texts in by_intent.items()}

    assert {intent: share for intent, share in shares.items() if share >= MOST_ALIKE} == {}


def near_copies(texts, encoder):
    """How many texts come very near to one before them; only those that share their letters are encoded."""
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4)).fit_transform(texts)
    pairs = np.argwhere(np.tril((letters @ letters.T).toarray(), k=-1) > SAME_LETTERS)
    if not len(pairs):
        return 0
    rows = sorted({int(row) for row in pairs.ravel()})
    vectors = dict(zip(rows, encoder.encode([texts[row] for row in rows]), strict=True))
    return len({int(b) for b, a in pairs if vectors[int(b)] @ vectors[int(a)] > ALIKE})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_file_opens_with_the_border_to_its_neighbours(path):
    caption = path.read_text(encoding="utf-8").split("nlu:")[0]

    assert caption.count("\n#") >= 3
    assert "is " in caption


def test_no_sentence_in_another_script_is_taught(examples):
    """Other languages are told by their own model, which is asked only where words are not known."""
    foreign = [one.text for one in examples if sum(map(_is_foreign, one.text)) > SOME]

    assert foreign == []


def _is_foreign(letter):
    return letter.isalpha() and letter > LATIN
