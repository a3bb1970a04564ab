import numpy as np
import pytest

from knowledge.catalogue import Selection
from knowledge.cataloguing import catalogue_of
from knowledge.meaning import Meaning, vectors_of
from tests.knowledge.factories import make_programme


class CountingEncoder:
    """One direction for each first letter; remembers how many texts it encoded."""

    def __init__(self):
        self.encoded = 0

    def encode(self, texts):
        self.encoded += len(texts)
        vectors = np.zeros((len(texts), 26), dtype=np.float32)
        for n, text in enumerate(texts):
            vectors[n, ord(text[0].lower()) - ord("a")] = 1
        return vectors


TWO = [make_programme("kiln", version="1"), make_programme("robot", version="2")]


def test_a_programme_that_means_the_same_is_near():
    assert Meaning(CountingEncoder()).of("kilns", TWO) == {"kiln": 1.0, "robot": 0.0}


def test_programmes_and_words_are_encoded_once():
    encoder = CountingEncoder()
    meaning = Meaning(encoder)

    for _ in range(3):
        meaning.of("kilns", TWO)

    assert encoder.encoded == len(TWO) + 1


def test_the_next_start_reads_what_the_last_one_made(tmp_path):
    Meaning(CountingEncoder(), tmp_path).prepare(TWO)
    encoder = CountingEncoder()

    assert Meaning(encoder, tmp_path).of("kilns", TWO)["kiln"] == 1.0
    assert encoder.encoded == 1


def test_a_spoilt_file_is_made_again(tmp_path):
    Meaning(CountingEncoder(), tmp_path).prepare(TWO)
    for file in tmp_path.iterdir():
        file.write_bytes(b"spoilt")

    assert Meaning(CountingEncoder(), tmp_path).of("kilns", TWO)["kiln"] == 1.0


def test_no_programmes_have_no_likeness():
    assert Meaning(CountingEncoder()).of("kilns", []) == {}


def near(meaning, catalogue):
    return meaning.nearness("kilns", Selection(catalogue)).tolist()


def test_each_programme_of_a_catalogue_has_its_likeness_in_order():
    assert near(Meaning(CountingEncoder()), catalogue_of(TWO)) == [1.0, 0.0]
    assert near(Meaning(CountingEncoder()), catalogue_of(TWO[::-1])) == [0.0, 1.0]
    assert near(Meaning(CountingEncoder()), catalogue_of(())) == []


@pytest.mark.parametrize("kept", [True, False])
def test_when_facts_change_only_new_words_are_encoded(tmp_path, kept):
    encoder = CountingEncoder()
    meaning = Meaning(encoder, tmp_path if kept else None)
    meaning.prepare_all(catalogue_of(TWO))
    three = catalogue_of([make_programme("kettle", version="3"), *TWO])

    meaning.prepare_all(three)

    assert encoder.encoded == 3
    assert near(meaning, three) == [1.0, 1.0, 0.0]


def test_the_next_start_encodes_only_what_changed_between(tmp_path):
    Meaning(CountingEncoder(), tmp_path).prepare_all(catalogue_of(TWO))
    encoder = CountingEncoder()

    Meaning(encoder, tmp_path).prepare_all(catalogue_of([*TWO, make_programme("kettle", version="3")]))

    assert encoder.encoded == 1


def test_spoilt_vectors_of_programmes_are_made_again(tmp_path):
    Meaning(CountingEncoder(), tmp_path).prepare_all(catalogue_of(TWO))
    for file in tmp_path.iterdir():
        file.write_bytes(b"spoilt")

    assert near(Meaning(CountingEncoder(), tmp_path), catalogue_of(TWO)) == [1.0, 0.0]


def test_a_programme_is_near_to_what_is_said_by_whom_it_helps():
    press = make_programme("press", version="3", typically_said=("kilns are too dear", "kiln wanted"))
    drill = make_programme("drill", version="4")
    meaning = Meaning(CountingEncoder())

    to_press, to_drill = meaning.nearness("kilns", Selection(catalogue_of([press, drill])))

    assert to_press > to_drill


def test_what_is_said_of_several_is_encoded_once():
    encoder = CountingEncoder()
    same = [make_programme(name, version=name, typically_said=("kiln",)) for name in ("press", "drill")]

    vectors = vectors_of(same, encoder)

    assert encoder.encoded == len(same) + 1
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1)
