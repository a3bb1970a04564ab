"""How a text is worded, as weights of its words, word pairs and letter groups (TF-IDF)."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

FILE = "wording.json"
SHARE = 0.5**0.5  # of each half in the product of two texts, beside the sentence vectors

_WORD = r"(?u)<[sq]>|[\w'&£]+"


class WordingFeatures:
    """Words and pairs with a mark for the beginning and for a question, and letter groups inside words."""

    def __init__(self, words: TfidfVectorizer, letters: TfidfVectorizer) -> None:
        self._words = words
        self._letters = letters

    @classmethod
    def learn(cls, texts: Sequence[str]) -> Self:
        """Choose what to look at: whatever stands in two texts at least."""
        words, letters = _words(), _letters()
        words.fit(texts)
        letters.fit(texts)
        return cls(words, letters)

    def of(self, texts: Sequence[str]) -> csr_matrix:
        """Return one row per text."""
        both = hstack([self._words.transform(texts), self._letters.transform(texts)])
        return csr_matrix(both, dtype=np.float32) * SHARE

    @property
    def known_words(self) -> frozenset[str]:
        """Return the single words that stand in two texts at least."""
        return frozenset(term for term in self._words.vocabulary_ if " " not in term)

    def save(self, folder: Path) -> None:
        """Write it as JSON."""
        content = {"words": _packed(self._words), "letters": _packed(self._letters)}
        (folder / FILE).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        content = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return cls(_unpacked(_words(), content["words"]), _unpacked(_letters(), content["letters"]))


def marked(text: str) -> str:
    """Return the text in lower case with marks for its beginning and for a question at its end."""
    plain = re.sub(r"[’‘`]", "'", text).lower().strip()
    return f"<s> {plain}{' <q>' if plain.endswith('?') else ''}"


def _words() -> TfidfVectorizer:
    return TfidfVectorizer(
        ngram_range=(1, 2), sublinear_tf=True, token_pattern=_WORD, preprocessor=marked, min_df=2
    )


def _letters() -> TfidfVectorizer:
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=2)


def _packed(vectorizer: TfidfVectorizer) -> dict[str, Any]:
    vocabulary = vectorizer.vocabulary_
    return {
        "terms": sorted(vocabulary, key=lambda term: vocabulary[term]),
        "idf": [round(float(weight), 6) for weight in vectorizer.idf_],
    }


def _unpacked(vectorizer: TfidfVectorizer, content: dict[str, Any]) -> TfidfVectorizer:
    vectorizer.vocabulary = {term: place for place, term in enumerate(content["terms"])}
    vectorizer.idf_ = np.array(content["idf"])
    return vectorizer
