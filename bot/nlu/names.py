"""Programmes and organisations named in a text, also short, old and misspelt, as ids of the records."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rapidfuzz import fuzz, process

import knowledge
from bot.nlu.found import Found
from bot.nlu.lexicon import Hit
from bot.nlu.negation import is_negated
from bot.nlu.word_files import everyday_words, read_words

FACTS = Path(knowledge.__file__).with_name("facts")
NICKNAMES = Path(knowledge.__file__).with_name("nicknames.yml")

LIKE_ENOUGH = 88.0  # of 100; tests/bot/nlu/test_reading.py tries misspellings and near misses
LIKE_ENOUGH_WHEN_SHORT = 92.0  # "made smart choices" is not Made Smarter
SHORT_NAME = 15
SHORTEST_MISSPELT = 9
LONGEST_WORDS = 6
_SHORTEST = 3
_ABBREVIATION = 4

Ids = tuple[str, ...]


@dataclass(frozen=True)
class Names:
    """What each name stands for, and the names long enough to be recognised when misspelt."""

    programmes: MappingProxyType[str, Ids]
    organisations: MappingProxyType[str, Ids]
    long: MappingProxyType[int, tuple[str, ...]]

    def meaning(self, name: str) -> tuple[str, Ids]:
        """Return the entity and the ids of a name."""
        if name in self.programmes:
            return "programme", self.programmes[name]
        return "organisation", self.organisations[name]


@cache
def names() -> Names:
    """Return the names of the shipped facts; the files are read once."""
    records = [one for path in sorted(FACTS.glob("programmes_*.yaml")) for one in read_words(path)]
    return names_of(records, read_words(NICKNAMES))


def names_of(records: Iterable[dict[str, Any]], nicknames: dict[str, dict[str, Any]]) -> Names:
    """Return the names of these records; an open record comes before a closed one of the same name."""
    ordered = sorted(records, key=lambda one: one.get("status") == "closed")
    providers: dict[str, list[str]] = defaultdict(list)
    programmes: dict[str, Ids] = {}
    for record in ordered:
        providers[record["provider"]].append(record["id"])
        programmes |= {name: (record["id"],) for name in variants(record["name"]) if name not in programmes}
    known = {record["id"] for record in ordered}
    programmes |= {
        str(name): ids for name, given in nicknames["programmes"].items() if (ids := _known(given, known))
    }
    organisations = {
        name: ids for name, ids in _of_providers(providers, nicknames).items() if name not in programmes
    }
    long_names = _long([*programmes, *organisations])
    return Names(MappingProxyType(programmes), MappingProxyType(organisations), long_names)


def _known(given: str | list[str], known: set[str]) -> Ids:
    return tuple(one for one in ([given] if isinstance(given, str) else given) if one in known)


def _of_providers(providers: dict[str, list[str]], nicknames: dict[str, dict[str, Any]]) -> dict[str, Ids]:
    full = {name: tuple(ids) for provider, ids in providers.items() for name in variants(provider)}
    short = {
        str(name): tuple(providers[provider])
        for name, provider in nicknames["organisations"].items()
        if provider in providers
    }
    return {**full, **short}


def variants(name: str) -> list[str]:
    """Return the ways in which a full name is written: without brackets, without what follows a colon, ..."""
    lower = name.lower().replace("’", "'")
    bare = re.sub(r"\s*\([^)]*\)", "", lower)
    short = {lower, bare, *re.split(r":\s", bare)[:1], bare.replace(": ", " ")}
    short |= {
        part.strip() for part in re.findall(r"\(([^)]*)\)", lower) if re.fullmatch(r"[a-z0-9&]{3,6}", part)
    }
    short |= {one.removesuffix(" membership").removesuffix(" programme") for one in list(short)}
    short |= {one.replace("&", "and") for one in list(short)} | {
        one.replace(" and ", " & ") for one in list(short)
    }
    short |= {one.replace("-", " ") for one in list(short)}
    return sorted(one for one in short if _is_a_name(one))


def found_names(text: str, hits: Iterable[Hit]) -> list[Found]:
    """Return what the matched names stand for here."""
    found = []
    for hit in hits:
        written = text[hit.start : hit.end]
        if hit.phrase in everyday_words("only_in_capitals") and not written[:1].isupper():
            continue
        if (
            hit.phrase in everyday_words("only_in_capitals")
            and len(hit.phrase) <= _ABBREVIATION
            and not written.isupper()
        ):
            continue
        found.append(_named(text, hit.start, hit.end, hit.phrase, 1.0))
    return found


def misspelt_names(text: str, taken: list[Found]) -> list[Found]:
    """Return names that are nearly right."""
    words = list(re.finditer(r"[\w&'-]+", text.lower()))
    found: list[Found] = []
    for length, candidates in names().long.items():
        for window in zip(*(words[i:] for i in range(length)), strict=False):
            start, end = window[0].start(), window[-1].end()
            if end - start < SHORTEST_MISSPELT - 2 or any(
                o.start < end and start < o.end for o in [*taken, *found]
            ):
                continue
            best = process.extractOne(
                " ".join(word[0] for word in window), candidates, scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH
            )
            if best is not None and best[0][0] == text[start].lower() and best[1] >= _needed(best[0]):
                found.append(_named(text, start, end, best[0], round(best[1] / 100, 2)))
    return found


def _needed(name: str) -> float:
    return LIKE_ENOUGH_WHEN_SHORT if len(name) < SHORT_NAME else LIKE_ENOUGH


def _named(text: str, start: int, end: int, name: str, confidence: float) -> Found:
    entity, ids = names().meaning(name)
    value: object = ids[0] if len(ids) == 1 else list(ids)
    return Found(entity, start, end, value, is_negated(text, start, end), confidence)


def _is_a_name(name: str) -> bool:
    return len(name) >= _SHORTEST and name not in everyday_words("not_names")


def _long(all_names: Iterable[str]) -> MappingProxyType[int, tuple[str, ...]]:
    by_length: dict[int, list[str]] = defaultdict(list)
    for name in all_names:
        if len(name) >= SHORTEST_MISSPELT and name not in everyday_words("ordinary_names"):
            by_length[len(re.findall(r"[\w&'-]+", name))].append(name)
    return MappingProxyType(
        {n: tuple(found) for n, found in sorted(by_length.items(), reverse=True) if n <= LONGEST_WORDS}
    )
