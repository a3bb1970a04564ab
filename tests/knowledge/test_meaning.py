import numpy as np

from knowledge.meaning import Meaning
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
