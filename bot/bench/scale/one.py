"""Measures one size in a process of its own: `python -m bot.bench.scale.one ADDRESS FOLDER NEEDS`."""

import gc
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import psutil

from bot.bench.figures import percentile_95
from bot.bench.scale.asked import needs
from knowledge.encoder import Encoder
from knowledge.firms import Firm
from knowledge.kept_vectors import Vectors
from knowledge.loading import read_facts
from knowledge.matching import Found, find
from knowledge.meaning import Meaning
from knowledge.needs import Need
from knowledge.precedents import precedents
from knowledge.storage.database import Database
from knowledge.storage.programmes import Programmes

WARM_UP = 5  # matches that are not counted: the first one of a process makes what all others use

Asked = Sequence[tuple[Firm, Need]]


@dataclass(frozen=True)
class Times:
    """Milliseconds: of one match, of a processor during it (less on a busy machine), of its exclusions."""

    match: float
    processor: float
    exclusions: float


class Remembered:
    """The vectors of words that were encoded before."""

    def __init__(self, vectors: dict[str, Vectors]) -> None:
        """Remember these."""
        self._vectors = vectors

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one vector per text."""
        return np.stack([self._vectors[text] for text in texts])


def measure(address: str, folder: Path, many: int) -> dict[str, Any]:
    """Return the figures of one database: seconds to load, milliseconds of a match, megabytes."""
    asked = _asked(many)
    encoder = Encoder(folder)
    remembered, encoding = _encoded(encoder, [need.words or "" for _, need in asked])
    remembered |= _encoded(encoder, [one.meant for one in precedents().each])[0]
    meaning, database = Meaning(Remembered(remembered), folder), Database(address)
    before = _memory_mb()
    loading = _seconds(lambda: _load(database))
    reading = _seconds(lambda: _prepare(database, meaning))
    times = _matches(database, meaning, asked)[WARM_UP:]
    database.close()
    return {
        "load_s": round(loading, 2),
        "vectors_s": round(reading, 2),
        "memory_mb": round(_memory_mb(), 1),
        "records_mb": round(_memory_mb() - before, 1),
        **_spread("match", [one.match for one in times]),
        **_spread("match_processor", [one.processor for one in times]),
        **_spread("exclusions", [one.exclusions for one in times]),
        **_spread("encoding", encoding),
    }


def _asked(many: int) -> list[tuple[Firm, Need]]:
    facts = read_facts()
    technologies = sorted({name for one in facts.programmes for name in one.technologies})
    return needs(facts.journeys, technologies, many + WARM_UP)


def _encoded(encoder: Encoder, words: Sequence[str]) -> tuple[dict[str, Vectors], list[float]]:
    vectors: dict[str, Vectors] = {}
    times = []
    for text in words:
        started = time.perf_counter()
        vectors[text] = encoder.encode([text])[0]
        times.append((time.perf_counter() - started) * 1000)
    return vectors, times[WARM_UP:]


def _load(database: Database) -> None:
    with database.reading() as session:
        Programmes(session).catalogue()


def _prepare(database: Database, meaning: Meaning) -> None:
    with database.reading() as session:
        meaning.prepare_all(Programmes(session).catalogue())


def _matches(database: Database, meaning: Meaning, asked: Asked) -> list[Times]:
    """Match each need as a chat does, in a transaction of its own; then list all that was excluded."""
    today = datetime.now(UTC).date()

    def match(firm: Firm, need: Need) -> Found:
        with database.reading() as session:
            return find(Programmes(session).serving(firm.places), firm, need, today, vectors=meaning)

    def timed(firm: Firm, need: Need) -> Times:
        started, processor = time.perf_counter(), time.process_time()
        found = match(firm, need)
        ended, used = time.perf_counter(), time.process_time() - processor
        len(found.excluded)
        return Times((ended - started) * 1000, used * 1000, (time.perf_counter() - ended) * 1000)

    return [timed(firm, need) for firm, need in asked]


def _spread(name: str, times: Sequence[float]) -> dict[str, float]:
    return {f"{name}_p50_ms": round(median(times), 2), f"{name}_p95_ms": round(percentile_95(times), 2)}


def _seconds(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _memory_mb() -> float:
    gc.collect()
    resident: int = psutil.Process().memory_info().rss
    return resident / 1e6


if __name__ == "__main__":
    json.dump(measure(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])), sys.stdout)
