"""How near a person's words are to programmes, and to other things, in meaning."""

import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.needs import Meant
from knowledge.packing import fingerprint

Vectors = NDArray[np.float32]

FEW_AT_ONCE = 8  # people who are answered at the same time; what was said is not kept longer than that


class Encodes(Protocol):
    """Turns texts into vectors of length 1; `knowledge.encoder.Encoder` does."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one vector per text."""


class Meaning:
    """The vectors of all that is compared, made once for each version of each; keep one for a whole process.

    With a `folder` they are kept there too, so that the next start need not make them again.
    """

    def __init__(self, encoder: Encodes, folder: Path | None = None) -> None:
        """Make nothing yet."""
        self._encoder = encoder
        self._folder = folder
        self._known: dict[str, Vectors] = {}
        # a plan asks about the same words once for each of its steps
        self._asked = lru_cache(maxsize=FEW_AT_ONCE)(self._vector)

    def prepare(self, things: Sequence[Meant]) -> None:
        """Make the vectors of these things, or read them, so that the first person need not wait."""
        missing = [thing for thing in things if thing.version not in self._known]
        if not missing:
            return
        versions = [thing.version for thing in missing]
        vectors = self._read(versions)
        if vectors is None:
            vectors = self._encoder.encode([thing.meant for thing in missing])
            self._write(versions, vectors)
        self._known |= dict(zip(versions, vectors, strict=True))

    def of(self, words: str, things: Sequence[Meant]) -> Mapping[str, float]:
        """Return the cosine of the words and each thing, by its id."""
        if not things:
            return {}
        self.prepare(things)
        known = np.stack([self._known[thing.version] for thing in things])
        cosines = known @ self._asked(words)
        return {thing.id: float(cosine) for thing, cosine in zip(things, cosines, strict=True)}

    def _vector(self, words: str) -> Vectors:
        vector: Vectors = self._encoder.encode([words])[0]
        return vector

    def _file(self, versions: Sequence[str]) -> Path | None:
        return (
            None if self._folder is None else self._folder / f"meant-{fingerprint(list(versions))[:16]}.npy"
        )

    def _read(self, versions: Sequence[str]) -> Vectors | None:
        file = self._file(versions)
        if file is None or not file.exists():
            return None
        try:
            vectors: Vectors = np.load(file, allow_pickle=False)
        except (ValueError, OSError, EOFError):
            return None
        return vectors if vectors.ndim == 2 and len(vectors) == len(versions) else None  # noqa: PLR2004 - a table

    def _write(self, versions: Sequence[str], vectors: Vectors) -> None:
        file = self._file(versions)
        if file is None:
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        half_written = file.with_suffix(f".{os.getpid()}")
        with half_written.open("wb") as out:
            np.save(out, vectors)
        half_written.replace(file)
