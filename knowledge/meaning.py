"""How near a person's words are to programmes, and to other things, in meaning."""

import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Protocol
from weakref import WeakKeyDictionary

import numpy as np

from knowledge.catalogue import Catalogue, Selection
from knowledge.kept_vectors import NOTHING_KEPT, KeptVectors, Vectors, read_vectors, write_vectors
from knowledge.likeness import Meant
from knowledge.needs import FEW_AT_ONCE
from knowledge.packing import fingerprint
from knowledge.records import Programme

SAID = 0.7  # what people say for whom it is right counts so much, and what it says of itself the rest


class Encodes(Protocol):
    """Turns texts into vectors of length 1; `knowledge.encoder.Encoder` does."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one vector per text."""


class Meaning:
    """The vectors of all that is compared, made once for each text; keep one for a whole process.

    With a `folder` they are kept there too, so that the next start need not make them again.
    """

    def __init__(self, encoder: Encodes, folder: Path | None = None) -> None:
        """Make nothing yet."""
        self._encoder = encoder
        self._folder = folder
        self._known: dict[str, Vectors] = {}
        # a plan asks about the same words once for each of its steps
        self._asked = lru_cache(maxsize=FEW_AT_ONCE)(self._vector)
        self._cosines = lru_cache(maxsize=FEW_AT_ONCE)(self._compared)
        self._together = lru_cache(maxsize=FEW_AT_ONCE)(self._stacked)
        self._programmes = NOTHING_KEPT
        self._tables = WeakKeyDictionary[Catalogue, Vectors]()
        self._one_at_a_time = Lock()

    def prepare(self, things: Sequence[Meant]) -> None:
        """Make the vectors of these things, or read them, so that the first person need not wait."""
        missing = list(dict.fromkeys(thing.meant for thing in things if thing.meant not in self._known))
        if not missing:
            return
        vectors = self._read(missing)
        if vectors is None:
            vectors = self._encoder.encode(missing)
            self._write(missing, vectors)
        self._known |= dict(zip(missing, vectors, strict=True))

    def of(self, words: str, things: Sequence[Meant]) -> Mapping[str, float]:
        """Return the cosine of the words and each thing, by its id."""
        if not things:
            return {}
        self.prepare(things)
        cosines = self._together(tuple(thing.meant for thing in things)) @ self._asked(words)
        return dict(zip((thing.id for thing in things), cosines.tolist(), strict=True))

    def prepare_all(self, catalogue: Catalogue) -> None:
        """Make the vectors of all programmes, or read them; only those of new words are made."""
        if len(catalogue):
            self._table(catalogue)

    def nearness(self, words: str, offered: Selection) -> Vectors:
        """Return the cosine of the words and each programme, in their order."""
        cosines: Vectors = self._cosines(words, offered.catalogue)[offered.rows]
        return cosines

    def _compared(self, words: str, catalogue: Catalogue) -> Vectors:
        if not len(catalogue):
            return np.zeros(0, dtype=np.float32)
        compared: Vectors = self._table(catalogue) @ self._asked(words)
        return compared

    def _table(self, catalogue: Catalogue) -> Vectors:
        table = self._tables.get(catalogue)  # without the lock: answers go on while another one is made
        return self._made_once(catalogue) if table is None else table

    def _made_once(self, catalogue: Catalogue) -> Vectors:
        with self._one_at_a_time:
            if catalogue not in self._tables:
                self._programmes = self._brought_up_to(catalogue)
                self._tables[catalogue] = self._programmes.of(catalogue.versions)
            return self._tables[catalogue]

    def _brought_up_to(self, catalogue: Catalogue) -> KeptVectors:
        versions, kept = catalogue.versions, self._programmes or read_vectors(self._folder)
        missing = kept.without(versions)
        if not missing:
            return kept
        made = vectors_of([catalogue.read(row) for row in missing], self._encoder)
        kept = kept.joined([versions[row] for row in missing], made).only(versions)
        write_vectors(self._folder, kept)
        return kept

    def _stacked(self, texts: tuple[str, ...]) -> Vectors:
        return np.stack([self._known[text] for text in texts])

    def _vector(self, words: str) -> Vectors:
        known = self._known.get(words)
        vector: Vectors = self._encoder.encode([words])[0] if known is None else known
        return vector

    def _file(self, texts: Sequence[str]) -> Path | None:
        return None if self._folder is None else self._folder / f"meant-{fingerprint(list(texts))[:16]}.npy"

    def _read(self, texts: Sequence[str]) -> Vectors | None:
        file = self._file(texts)
        if file is None or not file.exists():
            return None
        try:
            vectors: Vectors = np.load(file, allow_pickle=False)
        except (ValueError, OSError, EOFError):
            return None
        return vectors if vectors.ndim == 2 and len(vectors) == len(texts) else None  # noqa: PLR2004 - a table

    def _write(self, texts: Sequence[str], vectors: Vectors) -> None:
        file = self._file(texts)
        if file is None:
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        half_written = file.with_suffix(f".{os.getpid()}")
        with half_written.open("wb") as out:
            np.save(out, vectors)
        half_written.replace(file)


def vectors_of(programmes: Sequence[Programme], encoder: Encodes) -> Vectors:
    """Return one vector of length 1 for each programme: its own words, and what is said by whom it helps.

    A text is known better by what people ask who look for it (Nogueira et al. 2019, doc2query).
    """
    texts = list(dict.fromkeys(text for one in programmes for text in (one.meant, *one.typically_said)))
    vectors = dict(zip(texts, encoder.encode(texts), strict=True))
    made = np.stack([_mixed(one, vectors) for one in programmes])
    lengths = np.maximum(np.linalg.norm(made, axis=1, keepdims=True), np.finfo(np.float32).tiny)
    return (made / lengths).astype(np.float32, copy=False)


def _mixed(programme: Programme, vectors: Mapping[str, Vectors]) -> Vectors:
    own = vectors[programme.meant]
    if not programme.typically_said:
        return own
    said: Vectors = np.mean([vectors[text] for text in programme.typically_said], axis=0)
    return (1 - SAID) * own + SAID * said
