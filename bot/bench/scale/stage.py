"""Fills a database with copies, and their vectors with likely ones, so that there is something to measure."""

from pathlib import Path

import numpy as np

from bot.bench.scale.copies import Copies
from knowledge.encoder import Encoder
from knowledge.kept_vectors import KeptVectors, Vectors, write_vectors
from knowledge.loading import read_facts
from knowledge.meaning import vectors_of
from knowledge.storage.database import Database
from knowledge.storage.knowledge_base import KnowledgeBase

OTHERWISE = 0.6  # how far the words of a copy lead away from those of the real one, which has length 1


def fill(database: Database, folder: Path, many: int, encoder: Encoder) -> None:
    """Put so many records into the database, and their vectors into the folder.

    The vector of a copy is that of its real record with noise: encoding 100,000 texts takes minutes, and
    what a match costs does not depend on where the vectors point.
    """
    facts = read_facts()
    origins, records = zip(*Copies(facts.programmes).first(many), strict=True)
    database.migrate()
    with database.open() as session:
        knowledge = KnowledgeBase(session)
        knowledge.programmes.replace_all(records)
        knowledge.releases.note(f"{many} records to measure with")
    real = vectors_of(facts.programmes, encoder)
    vectors = _near(real, np.array(origins))
    write_vectors(folder, KeptVectors(tuple(one.version for one in records), np.asfortranarray(vectors)))


def _near(real: Vectors, origins: "np.ndarray[tuple[int], np.dtype[np.intp]]") -> Vectors:
    noise = np.random.default_rng(1).standard_normal((len(origins), real.shape[1]), dtype=np.float32)
    noise[: len(real)] = 0
    near = real[origins] + noise * np.float32(OTHERWISE / real.shape[1] ** 0.5)
    near /= np.linalg.norm(near, axis=1, keepdims=True)
    return near
