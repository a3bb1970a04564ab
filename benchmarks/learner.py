"""The project's own featurizer, classifier, calibration and abstention, on other people's sentences."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from benchmarks.datasets import Utterance
from bot.nlu.features import Rows
from bot.nlu.labelled import Sentence
from bot.nlu.understood import NOT_UNDERSTOOD, Meaning, Understood
from knowledge.encoder import Encoder

CHUNK = 64
ANY = "any"  # the one intent of data in which any number of labels hold


class Learner:
    """Learns and answers with one encoder; a text is encoded once however often it is used."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Rows] = {}

    def one_of(self, train: Sequence[Utterance]) -> Understood:
        """Learn one intent for each text."""
        return self._learn([Sentence(one.text, one.intent, frozenset()) for one in train])

    def any_of(self, train: Sequence[Utterance]) -> Understood:
        """Learn any number of labels for each text, as barriers are learnt."""
        return self._learn([Sentence(one.text, ANY, one.intents) for one in train])

    def best(self, model: Understood, test: Sequence[Utterance]) -> list[tuple[str, float]]:
        """Return the likeliest intent of each text with its probability, also where it would abstain."""
        return [self._best(model, one.text) for one in test]

    def said(self, model: Understood, test: Sequence[Utterance]) -> list[frozenset[str]]:
        """Return the labels of each text that pass their threshold."""
        return [frozenset(b.name for b in self._read(model, one.text).barriers) for one in test]

    def encode(self, texts: Sequence[str]) -> None:
        """Encode what is not encoded yet, on all cores."""
        new = sorted({text for text in texts if text not in self._known})
        chunks = [new[start : start + CHUNK] for start in range(0, len(new), CHUNK)]
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
            for chunk, layers in zip(chunks, pool.map(self._encoder.encode_layers, chunks), strict=True):
                self._known.update(zip(chunk, layers.astype(np.float32), strict=True))

    def _learn(self, sentences: list[Sentence]) -> Understood:
        texts = [one.text for one in sentences]
        self.encode(texts)
        return Understood.learn(sentences, np.stack([self._known[text] for text in texts]))

    def _best(self, model: Understood, text: str) -> tuple[str, float]:
        ranking = self._read(model, text).intents
        return next(one for one in ranking if one[0] != NOT_UNDERSTOOD)

    def _read(self, model: Understood, text: str) -> Meaning:
        return model.read(text, self._known[text][None])


def texts_of(*parts: Sequence[Utterance]) -> Iterator[str]:
    """Yield the texts of several parts."""
    for part in parts:
        yield from (one.text for one in part)
