"""Places named in a text, as ids of the vocabulary; the everyday meanings of their names are left alone."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rapidfuzz import fuzz, process

import knowledge
from bot.nlu.found import Found
from bot.nlu.lexicon import Hit, word_list
from bot.nlu.negation import is_negated
from bot.nlu.word_files import read_words
from knowledge.places import members

FILE = Path(knowledge.__file__).with_name("gazetteer.yml")

LIKE_ENOUGH = (
    88.0  # of 100, by rapidfuzz.fuzz.ratio; tests/bot/nlu/test_reading.py tries misspellings and other words
)
SHORTEST_MISSPELT = 7

_POINTS_TO = re.compile(
    r"\b(?:in|at|near|from|around|outside|inside|based|based in|out of|of|to|by|via|across|throughout|"
    r"over in|cover|covering|through|between|beyond|round|located|called|not|and|n|or|&|"
    r"for)(?:\s(?:central|north|south|east|west|greater|sunny|good old|the))?\s$",
    re.IGNORECASE,
)
_ONLY_IN = re.compile(
    r"\b(?:in|at|near|from|around|outside|based|round|across)\s(?:central |north |south |east |"
    r"west )?$",
    re.IGNORECASE,
)
_SET_IN_STONE = re.compile(r"\b(?:set|written|cast|carved) in $", re.IGNORECASE)
_ALONE = re.compile(
    r"^\W*(?:it's |its |i'm in |we're in |in |near |just outside |at |actually |no,? |yes,? )?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Gazetteer:
    """The names, what each means, which are everyday words, and what must not follow one."""

    meanings: MappingProxyType[str, str]
    guarded: frozenset[str]
    not_before: re.Pattern[str]
    long_names: tuple[str, ...]


@cache
def gazetteer() -> Gazetteer:
    """Return the names of places; the file is read once."""
    content: dict[str, Any] = read_words(FILE)
    meanings = word_list({**content["places"], **content["groups"]})
    blocked = "|".join(re.escape(word) for word in content["not_before"])
    guarded = frozenset(str(word) for word in content["guarded"])
    long_names = tuple(
        n for n in meanings if len(n) >= SHORTEST_MISSPELT and " " not in n and n not in guarded
    )
    return Gazetteer(
        MappingProxyType(meanings), guarded, re.compile(rf"^\s(?:{blocked})\b", re.IGNORECASE), long_names
    )


def place_of(text: str, hit: Hit) -> Found | None:
    """Return the place that a name stands for here, or None where it is an everyday word."""
    names = gazetteer()
    before, after = text[: hit.start], text[hit.end :]
    if names.not_before.match(after) or _part_of_a_name(before):
        return None
    if hit.phrase in names.guarded and not _is_place(text, hit):
        return None
    return _found(text, hit.start, hit.end, names.meanings[hit.phrase], 1.0)


def misspelt_places(text: str, taken: list[Found]) -> list[Found]:
    """Return places whose names are nearly right."""
    names = gazetteer()
    found = []
    for match in re.finditer(r"[A-Za-z'-]{7,}", text):
        if any(one.start < match.end() and match.start() < one.end for one in taken):
            continue
        word = match[0].lower()
        if word in ORDINARY or names.not_before.match(text[match.end() :]):
            continue
        best = process.extractOne(word, names.long_names, scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH)
        if best is not None and best[0][0] == word[0]:
            found.append(_found(text, match.start(), match.end(), names.meanings[best[0]], best[1] / 100))
    return found


# words of the trade that are one letter from the name of a place
ORDINARY = frozenset(
    {"staffers", "oldbury's", "warehouse", "longer", "hereford's", "brighten", "lichens", "bradford's"}
)


def _found(text: str, start: int, end: int, meaning: str, confidence: float) -> Found:
    places = members(meaning)
    value: object = list(places) if len(places) > 1 else places[0]
    return Found("place", start, end, value, is_negated(text, start, end), round(confidence, 2))


def _part_of_a_name(before: str) -> bool:
    return (
        re.search(r"\b(?:university of|uni of|college|bank of|new|port) $", before, re.IGNORECASE) is not None
    )


def _is_place(text: str, hit: Hit) -> bool:
    before, after = text[: hit.start], text[hit.end :]
    if _ALONE.match(before) and re.match(r"^\W*(?:$|mate|way|area|please|,)", after):
        return True
    if _SET_IN_STONE.search(before):
        return False
    written = text[hit.start : hit.end]
    if written[:1].isupper() or written.isupper():
        listed = (
            re.search(r"(?:,|\(|;|[-–])\s?$", before) is not None
            or re.match(r"\s?(?:,|\)|;|$|\.)", after) is not None
        )
        return _POINTS_TO.search(before) is not None or listed
    return _ONLY_IN.search(before) is not None and hit.phrase not in {
        "reading",
        "stone",
        "deal",
        "sale",
        "battle",
    }
