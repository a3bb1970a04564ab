"""A training file is read once, and whoever changes what was read changes only their own copy."""

import os

import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.engine import quick_reading

TWO = 'version: "3.1"\nnlu:\n- intent: greet\n  examples:\n  - text: hello\n  - text: good morning\n'


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "greet.yml"
    path.write_text(TWO, encoding="utf-8")
    return path


def texts(data):
    return [one.get("text") for one in data.training_examples]


def test_a_file_is_read_again_only_when_it_has_changed(file, monkeypatch):
    reads = []
    load = quick_reading._load
    monkeypatch.setattr(quick_reading, "_load", lambda *asked: (reads.append(asked), load(*asked))[1])

    for _ in range(3):
        assert texts(quick_reading.load_once(str(file))) == ["hello", "good morning"]
    file.write_text(TWO + "  - text: hiya\n", encoding="utf-8")
    os.utime(file, (1, 1))

    assert texts(quick_reading.load_once(str(file))) == ["hello", "good morning", "hiya"]
    assert len(reads) == 2


def test_whoever_changes_a_sentence_changes_only_their_own(file):
    quick_reading.load_once(str(file)).training_examples[0].set("text", "changed")

    assert texts(quick_reading.load_once(str(file))) == ["hello", "good morning"]


def test_merged_data_has_each_sentence_once_and_everything_else():
    first = TrainingData([Message({"text": "hi", "intent": "greet "})], {"brum": "birmingham"})
    second = TrainingData(
        [Message({"text": "hi", "intent": "greet"}), Message({"text": "ta", "intent": "thank"})]
    )

    merged = quick_reading.merge(first, second, None, TrainingData(responses={"utter": [{"text": "x"}]}))

    assert texts(merged) == ["hi", "ta"]
    assert (merged.entity_synonyms, set(merged.responses)) == ({"brum": "birmingham"}, {"utter"})
