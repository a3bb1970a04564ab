"""The public data sets as their authors published them; sources and licences stand in the README."""

import csv
import gzip
import io
import json
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("data")
BEYOND = "oos"


@dataclass(frozen=True)
class Utterance:
    """One text and what it says: one intent, or in NLU++ any number of them."""

    text: str
    intents: frozenset[str]

    @property
    def intent(self) -> str:
        """Return the one intent."""
        (only,) = self.intents
        return only


@dataclass(frozen=True)
class Clinc:
    """CLINC150 with what lies beyond its 150 intents: parts to learn from, to choose by, and to test on."""

    train: Sequence[Utterance]
    validation: Sequence[Utterance]
    test: Sequence[Utterance]
    beyond_validation: Sequence[Utterance]
    beyond_test: Sequence[Utterance]


def banking(part: str) -> list[Utterance]:
    """Return BANKING77, `train` or `test`."""
    rows = csv.DictReader(io.StringIO(_read(f"banking77_{part}.csv.gz")))
    return [Utterance(row["text"], frozenset({row["category"]})) for row in rows]


def few(utterances: Sequence[Utterance], of_each: int, seed: int) -> list[Utterance]:
    """Return so many examples of each intent, drawn at random."""
    by_intent: dict[str, list[Utterance]] = defaultdict(list)
    for one in utterances:
        by_intent[one.intent].append(one)
    draw = random.Random(seed)  # noqa: S311 - no secret
    return [one for name in sorted(by_intent) for one in draw.sample(by_intent[name], of_each)]


def clinc() -> Clinc:
    """Return CLINC150, full."""
    parts = json.loads(_read("clinc150_full.json.gz"))
    return Clinc(*(_pairs(parts[name]) for name in ("train", "val", "test", "oos_val", "oos_test")))


def nlupp(domain: str) -> list[list[Utterance]]:
    """Return the twenty folds of NLU++, `banking` or `hotels`."""
    folds = json.loads(_read("nlupp.json.gz"))[domain]
    return [[Utterance(one["text"], frozenset(one.get("intents", ()))) for one in fold] for fold in folds]


def _pairs(rows: Sequence[Any]) -> list[Utterance]:
    return [Utterance(text, frozenset({intent})) for text, intent in rows]


def _read(name: str) -> str:
    return gzip.decompress((DATA / name).read_bytes()).decode("utf-8")
