"""Places whose names are nearly right."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.nlu import contexts
from bot.nlu.everyday import everyday_words
from bot.nlu.found import Covered, Found
from bot.nlu.gazetteer import gazetteer
from knowledge.places import OUTSIDE

LIKE_ENOUGH = (
    88.0  # of 100, by rapidfuzz.fuzz.ratio; tests/bot/nlu/test_places.py tries misspellings and words
)
PHRASE_LIKE_ENOUGH = 92.0  # of names of several words, each of which has to be
WORD_LIKE_ENOUGH = 75.0  # like its own counterpart
SHORTEST = 7
SHORTEST_WITH_ONE_SLIP = 6  # one letter wrong, left out or doubled
SHORTEST_AFTER_IN = 5  # after "in", "near" or "from" a short name may have one letter wrong
SHORTEST_PHRASE = 10
SHORT_REACH = 20  # characters that hold "in the north of"

_PAIR = re.compile(r"(?=\b([A-Za-z'-]+ [A-Za-z'-]+)\b)")
_WORD = re.compile(r"[A-Za-z'-]{5,}")

ONLY_IN = re.compile(
    r"\b(?:in|at|near|nr|from|around|outside|based|round|across)\s(?:central |north |south |east |west )?$",
    re.IGNORECASE,
)


def misspelt_places(text: str, taken: list[Found]) -> list[tuple[int, int, str, float]]:
    """Return where names are nearly right: start, end, the name meant, and how sure it is."""
    covered = Covered(len(text), taken)
    found: list[tuple[int, int, str, float]] = []
    for start, end in _candidates(text):
        if covered.holds(start, end) or gazetteer().not_before.match(contexts.after(text, end)):
            continue
        is_led = ONLY_IN.search(contexts.before(text, start, SHORT_REACH)) is not None
        if best := nearly(text[start:end].lower(), is_led):
            found.append((start, end, *best))
            covered.add(start, end)
    return found


def _candidates(text: str) -> Iterator[tuple[int, int]]:
    """Yield pairs of words first: "west bromich" before "west"."""
    yield from (match.span(1) for match in _PAIR.finditer(text))
    yield from (match.span() for match in _WORD.finditer(text))


@lru_cache(maxsize=4096)
def nearly(written: str, is_led: bool) -> tuple[str, float] | None:
    """Return the name that was meant and how sure that is; None where the word means itself."""
    if " " in written:
        return _phrase(written)
    if written in everyday_words("not_places") or written in gazetteer().meanings:
        return None
    best = _long(written) or _one_slip(written, SHORTEST_AFTER_IN if is_led else SHORTEST_WITH_ONE_SLIP)
    # far away are too many names to guess at, unless the text says that it names a place
    return best if best and (is_led or gazetteer().meanings[best[0]] != OUTSIDE) else None


def _phrase(written: str) -> tuple[str, float] | None:
    if len(written) < SHORTEST_PHRASE:
        return None
    best = process.extractOne(
        written, _phrases(written[0]), scorer=fuzz.ratio, score_cutoff=PHRASE_LIKE_ENOUGH
    )
    if best is None:
        return None
    words = zip(written.split(), best[0].split(), strict=False)
    alike = all(fuzz.ratio(one, other) >= WORD_LIKE_ENOUGH for one, other in words)
    return (best[0], best[1] / 100) if alike else None


def _long(word: str) -> tuple[str, float] | None:
    if len(word) < SHORTEST:
        return None
    best = process.extractOne(word, _words(word[0], SHORTEST), scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH)
    return (best[0], best[1] / 100) if best is not None else None


def _one_slip(word: str, shortest: int) -> tuple[str, float] | None:
    if len(word) < shortest:
        return None
    near = [
        name
        for name in _words(word[0], shortest)
        if abs(len(name) - len(word)) <= 1 and OSA.distance(word, name, score_cutoff=1) == 1
    ]
    # two names as near as each other say nothing
    same = {gazetteer().meanings[name] for name in near}
    return (near[0], 0.88) if len(same) == 1 else None


@cache
def _words(first: str, shortest: int) -> tuple[str, ...]:
    return tuple(name for name in gazetteer().words() if name[0] == first and len(name) >= shortest)


@cache
def _phrases(first: str) -> tuple[str, ...]:
    return tuple(name for name in gazetteer().phrases() if name[0] == first and len(name) >= SHORTEST_PHRASE)
