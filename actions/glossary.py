"""Words of this field, each with its explanation: `data/responses/terms.yml` and `basics.yml`."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from knowledge.wording import FOLDER
from knowledge.yaml_file import read_yaml


@dataclass(frozen=True)
class Term:
    """One thing explained: the wording, how people name it, and the record that says more, if any."""

    wording: str
    said: tuple[str, ...]
    record: str | None


def term_in(text: str) -> Term | None:
    """Return the term that a text asks about; of several, the one named at greatest length."""
    return _longest(text, entries("terms"))


def basics_in(text: str) -> Term | None:
    """Return the part of running a firm that a text asks about."""
    return _longest(text, entries("basics"))


@cache
def entries(file: str) -> tuple[Term, ...]:
    """Return the entries of one file; each has its names, and perhaps a record, under `metadata`."""
    content: dict[str, Any] = read_yaml(FOLDER / f"{file}.yml")
    return tuple(
        Term(name, tuple(meta.get("said", ())), meta.get("record"))
        for name, variants in content["responses"].items()
        if (meta := variants[0].get("metadata"))
    )


def _longest(text: str, among: tuple[Term, ...]) -> Term | None:
    plain = _plain(text)
    found = [
        (len(said), term) for term in among for said in term.said if f" {_plain(said).strip()} " in plain
    ]
    return max(found, key=lambda one: one[0])[1] if found else None


def _plain(text: str) -> str:
    kept = re.sub(r"[^a-z0-9&£%+]+", " ", text.lower().replace("'", "").replace("’", ""))
    return f" {kept.strip()} "
