"""How a text is worded, as weights of its words, word pairs and letter groups (TF-IDF)."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from bot.nlu.terms import letter_terms, word_terms

FILE = "wording.json"
SHARE = 0.5**0.5  # of each half in the product of two texts, beside the sentence vectors
FEWEST_TEXTS = 2  # in which a term must stand

TermsOf = Callable[[str], list[str]]


@dataclass(frozen=True)
class Terms:
    """The known terms of one kind: where each has its place, and how rare it is."""

    of: TermsOf
    places: Mapping[str, int]
    rarity: NDArray[np.float64]

    @classmethod
    def learn(cls, of: TermsOf, texts: Sequence[str]) -> Self:
        """Choose the terms that stand in two texts at least."""
        from sklearn.feature_extraction.text import (
            TfidfVectorizer,  # only when training: see bot/nlu/terms.py
        )

        fitted = TfidfVectorizer(analyzer=of, min_df=FEWEST_TEXTS).fit(texts)
        return cls(of, {term: int(place) for term, place in fitted.vocabulary_.items()}, fitted.idf_)

    def weigh(self, text: str) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return the places of the known terms of a text, in order, and their weights, of length 1."""
        known = [place for term in self.of(text) if (place := self.places.get(term)) is not None]
        places, counts = np.unique(np.array(known, dtype=np.intp), return_counts=True)
        weights = (1 + np.log(counts)) * self.rarity[places]
        return places, weights / (np.linalg.norm(weights) or 1.0)

    def pack(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        terms = sorted(self.places, key=lambda term: self.places[term])
        return {"terms": terms, "idf": [round(float(weight), 6) for weight in self.rarity]}

    @classmethod
    def unpack(cls, of: TermsOf, content: dict[str, Any]) -> Self:
        """Return what `pack` packed."""
        return cls(of, {term: place for place, term in enumerate(content["terms"])}, np.array(content["idf"]))


class WordingFeatures:
    """Words and pairs with a mark for the beginning and for a question, and letter groups inside words."""

    def __init__(self, words: Terms, letters: Terms) -> None:
        self._words = words
        self._letters = letters

    @classmethod
    def learn(cls, texts: Sequence[str]) -> Self:
        """Choose what to look at."""
        return cls(Terms.learn(word_terms, texts), Terms.learn(letter_terms, texts))

    def of(self, texts: Sequence[str]) -> csr_matrix:
        """Return one row per text."""
        rows = [self._row(text) for text in texts]
        ends = np.cumsum([0, *(len(places) for places, _ in rows)])
        places, weights = (np.concatenate(parts) for parts in zip(*rows, strict=True))
        width = len(self._words.places) + len(self._letters.places)
        return csr_matrix((weights.astype(np.float32), places, ends), shape=(len(texts), width))

    @property
    def rarity(self) -> dict[str, float]:
        """Return how rare each single word is that stands in two texts at least."""
        return {t: float(self._words.rarity[p]) for t, p in self._words.places.items() if " " not in t}

    def save(self, folder: Path) -> None:
        """Write it as JSON."""
        content = {"words": self._words.pack(), "letters": self._letters.pack()}
        (folder / FILE).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        content = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return cls(Terms.unpack(word_terms, content["words"]), Terms.unpack(letter_terms, content["letters"]))

    def _row(self, text: str) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        words, of_words = self._words.weigh(text)
        letters, of_letters = self._letters.weigh(text)
        places = np.concatenate([words, letters + len(self._words.places)])
        return places, SHARE * np.concatenate([of_words, of_letters])
