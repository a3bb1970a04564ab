"""Places named in a text, as ids of the vocabulary; the everyday meanings of their names are left alone."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

import knowledge
from bot.nlu.found import Found
from bot.nlu.lexicon import Hit, word_list
from bot.nlu.negation import is_negated
from bot.nlu.word_files import everyday_words, read_words
from knowledge.places import members

FILE = Path(knowledge.__file__).with_name("gazetteer.yml")

LIKE_ENOUGH = (
    88.0  # of 100, by rapidfuzz.fuzz.ratio; tests/bot/nlu/test_reading.py tries misspellings and other words
)
SHORTEST_MISSPELT = 7
SHORTEST_AFTER_IN = 5  # after "in", "near" or "from" a short name may have one letter wrong

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
    short_names: tuple[str, ...]
    ambiguous: MappingProxyType[str, dict[str, list[str]]]


@cache
def gazetteer() -> Gazetteer:
    """Return the names of places; the file is read once."""
    content: dict[str, Any] = read_words(FILE)
    ambiguous: dict[str, dict[str, list[str]]] = content["ambiguous"]
    several = {one["places"][0]: [name] for name, one in ambiguous.items()}
    meanings = word_list({**content["places"], **content["groups"]})
    meanings |= word_list(several)
    blocked = "|".join(re.escape(word) for word in content["not_before"])
    guarded = frozenset(str(word) for word in content["guarded"])
    single = [name for name in meanings if " " not in name and name not in guarded]
    return Gazetteer(
        MappingProxyType(meanings),
        guarded,
        re.compile(rf"^\s(?:{blocked})\b", re.IGNORECASE),
        tuple(name for name in single if len(name) >= SHORTEST_MISSPELT),
        tuple(name for name in single if len(name) >= SHORTEST_AFTER_IN),
        MappingProxyType(ambiguous),
    )


def place_of(text: str, hit: Hit) -> Found | None:
    """Return the place that a name stands for here, or None where it is an everyday word."""
    names = gazetteer()
    before, after = text[: hit.start], text[hit.end :]
    if names.not_before.match(after) or _part_of_a_name(before):
        return None
    if hit.phrase in names.guarded and not _is_place(text, hit):
        return None
    if hit.phrase in names.ambiguous:
        return _one_of_several(text, hit, names.ambiguous[hit.phrase])
    return _found(text, hit.start, hit.end, names.meanings[hit.phrase], 1.0)


def _one_of_several(text: str, hit: Hit, several: dict[str, list[str]]) -> Found:
    # without a hint the list of all is the value, so that whoever reads it can ask
    rest = f"{text[: hit.start]} {text[hit.end :]}"
    hinted = [
        place
        for place in several["places"]
        if any(re.search(rf"\b{re.escape(word)}\b", rest, re.IGNORECASE) for word in several[place])
    ]
    value: object = hinted[0] if len(hinted) == 1 else list(several["places"])
    return Found("place", hit.start, hit.end, value, is_negated(text, hit.start, hit.end), 1.0)


def misspelt_places(text: str, taken: list[Found]) -> list[Found]:
    """Return places whose names are nearly right."""
    names = gazetteer()
    found = []
    for match in re.finditer(r"[A-Za-z'-]{5,}", text):
        if any(one.start < match.end() and match.start() < one.end for one in taken):
            continue
        word = match[0].lower()
        if word in ORDINARY or names.not_before.match(text[match.end() :]):
            continue
        best = _nearly(word, _ONLY_IN.search(text[: match.start()]) is not None)
        if best is not None:
            name, share = best
            found.append(_found(text, match.start(), match.end(), names.meanings[name], share))
    return found


def _nearly(word: str, is_led: bool) -> tuple[str, float] | None:
    names = gazetteer()
    if word in everyday_words("not_places"):
        return None
    if len(word) >= SHORTEST_MISSPELT:
        best = process.extractOne(word, names.long_names, scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH)
        if best is not None and best[0][0] == word[0]:
            return best[0], best[1] / 100
    if not is_led:
        return None
    near = [name for name in names.short_names if name[0] == word[0] and OSA.distance(word, name) == 1]
    # two names as near as each other say nothing
    same = {names.meanings[name] for name in near}
    return (near[0], 0.88) if len(same) == 1 else None


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
