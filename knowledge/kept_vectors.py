"""The vectors of programmes, kept in a file so that only new words are encoded."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
NAME = "programmes.npz"


@dataclass(frozen=True)
class KeptVectors:
    """A vector for each version of a programme, in Fortran's order: all are compared in half the time."""

    versions: tuple[str, ...]
    vectors: Vectors

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of each version."""
        return {version: row for row, version in enumerate(self.versions)}

    def __len__(self) -> int:
        return len(self.versions)

    def of(self, versions: Sequence[str]) -> Vectors:
        """Return the vectors of these versions, in their order."""
        if self.versions == tuple(versions):
            return self.vectors  # not a copy: there may be many
        return np.asfortranarray(self.vectors[[self.row_of[one] for one in versions]])

    def without(self, versions: Sequence[str]) -> list[int]:
        """Return at which places stand versions that are not among them."""
        if self.versions == tuple(versions):
            return []
        return [place for place, version in enumerate(versions) if version not in self.row_of]

    def joined(self, versions: Sequence[str], vectors: Vectors) -> "KeptVectors":
        """Return them with others."""
        both = np.concatenate([self.vectors, vectors]) if self.versions else vectors
        return KeptVectors((*self.versions, *versions), np.asfortranarray(both))

    def only(self, versions: Sequence[str]) -> "KeptVectors":
        """Return those of these versions, in their order."""
        return KeptVectors(tuple(versions), self.of(versions))


NOTHING_KEPT = KeptVectors((), np.zeros((0, 0), dtype=np.float32))


def read_vectors(folder: Path | None) -> KeptVectors:
    """Return what is kept in a folder; nothing when there is no file or it is spoilt."""
    file = None if folder is None else folder / NAME
    if file is None or not file.exists():
        return NOTHING_KEPT
    try:
        with np.load(file, allow_pickle=False) as kept:
            versions, vectors = tuple(kept["versions"].tolist()), kept["vectors"]
    except (ValueError, OSError, EOFError, KeyError, BadZipFile):
        return NOTHING_KEPT
    whole = vectors.ndim == 2 and len(vectors) == len(versions)  # noqa: PLR2004 - a table
    return KeptVectors(versions, vectors) if whole else NOTHING_KEPT


def write_vectors(folder: Path | None, kept: KeptVectors) -> None:
    """Keep these in the place of what was kept; a reader sees the one or the other whole."""
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    half_written = folder / f"{NAME}.{os.getpid()}"
    with half_written.open("wb") as out:
        np.savez(out, versions=np.array(kept.versions), vectors=kept.vectors)
    half_written.replace(folder / NAME)
