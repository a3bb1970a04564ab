"""Who somebody is by the way a line stands: a bare answer, "... from ... here", the end of a letter.

Only lines that are written as names count: what is in small letters could be anything.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from desk.firm_names import is_a_body, words_of_firm
from desk.introductions import PARTICLES, in_capitals, is_everyday
from desk.known_words import is_a_place, is_of_trade

FEWEST_WORDS, MOST_WORDS = 2, 4
_GREETED = r"(?:(?:hi|hiya|hello|hey|good\s+(?:morning|afternoon|evening))\b\W{0,3})"
_LEAD = re.compile(_GREETED, re.IGNORECASE)
_ROLES = (
    r"(?:(?:managing|sales|technical|finance|company|creative|operations)\s+)?"
    r"(?:director|manager)|(?:co-?)?(?:owner|founder)|md|ceo|cto|cfo|partner|proprietor|chair(?:man|woman)?"
)
_ROLE = re.compile(rf"(?:{_ROLES})(?:\s*(?:and|&|/)\s*(?:{_ROLES}))?", re.IGNORECASE)
_AFTER_ROLE = re.compile(r"\s*(?:,|[–-]|of\b|at\b|$)\s*", re.IGNORECASE)
_PLACED = re.compile(r"\s+(?:from|of|at)\s+", re.IGNORECASE)
_HERE = re.compile(r"\s+(?:here|speaking)\b", re.IGNORECASE)
_SAYS_SO = re.compile(r"(?:i|my|it|this)\b", re.IGNORECASE)  # as `desk.introductions` reads it
_ENDS = re.compile(r"\s*(?:[.,!;:–-]|$)")


@dataclass(frozen=True)
class Named:
    """Who a line gives as themselves, and what else in it may be their firm."""

    name: str
    firms: tuple[str, ...] = ()


def named_in(text: str) -> Iterator[Named]:
    """Yield who names themselves without saying so.

    >>> list(named_in("Sam Jones, Jones Gears, Dudley"))
    [Named(name='Sam Jones', firms=('Jones Gears',))]
    >>> list(named_in("Walsall, West Midlands"))
    []
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in lines:
        yield from _listed(line)
        yield from _placed(line)
    yield from _signed(lines)


def _listed(line: str) -> Iterator[Named]:
    parts = [part.strip(" .") for part in _without_greeting(line).split(",")]
    name = _whole_name(parts[0])
    others = parts[1:]
    if name is None or not others or not all(map(_is_written_as_name, others)):
        return
    last = others[-1]
    shared = set(name.split()) & {word for part in others for word in part.split()}
    if is_a_place(last) or _ROLE.fullmatch(last) or shared:
        yield Named(name, tuple(one for part in others for one in _firm(part)))


def _placed(line: str) -> Iterator[Named]:
    rest = _without_greeting(line)
    name = in_capitals(rest)
    placed = _PLACED.match(rest, len(name)) if name and rest.startswith(name) else None
    if name is None or placed is None or _SAYS_SO.match(rest) or _tells_more(name):
        return
    firm = words_of_firm(rest, placed.end())
    end = rest.find(firm, placed.end()) + len(firm)
    is_here = _HERE.match(rest, end) is not None
    plain = " " in name and _ENDS.match(rest, end) is not None
    if firm and (is_here or plain or (rest != line and _ENDS.match(rest, end))):
        yield Named(name, tuple(_firm(firm)))


def _signed(lines: list[str]) -> Iterator[Named]:
    for number, (line, following) in enumerate(pairwise(lines)):
        name = _whole_name(line)
        if name is None:
            continue
        after = lines[number + 2 : number + 3]
        if (rest := _after_role(following)) is not None:
            yield Named(name, tuple(one for part in (rest, *after) for one in _firm(part)))
        elif after and _is_written_as_name(following) and _after_role(after[0]) is not None:
            yield Named(name, tuple(_firm(following)))


def _after_role(line: str) -> str | None:
    """Return what follows the calling that a line begins with; None when it begins with none."""
    role = _ROLE.match(line)
    rest = _AFTER_ROLE.match(line, role.end()) if role else None
    if rest is None or (rest.end() < len(line) and not _is_written_as_name(line[rest.end() :])):
        return None
    return line[rest.end() :]


def _without_greeting(line: str) -> str:
    return _LEAD.sub("", line, count=1) if _LEAD.match(line) else line


def _whole_name(part: str) -> str | None:
    words = part.split()
    if not FEWEST_WORDS <= len(words) <= MOST_WORDS or is_a_body(part) or _tells_more(part):
        return None
    name = in_capitals(part)
    return name if name == part.rstrip(".") else None


def _tells_more(words: str) -> bool:
    """Does one of them say what a firm does or wants, or anything else that is no name?"""
    told = [word for word in re.split(r"[\s.]+", words) if word not in PARTICLES]
    return any(is_everyday(word) or is_of_trade(word) for word in told)


def _is_written_as_name(part: str) -> bool:
    words = part.split()
    return bool(words) and all(word[0].isupper() or word[0] in "&+" or word in PARTICLES for word in words)


def _firm(part: str) -> Iterator[str]:
    words = words_of_firm(part, 0)
    if words and words == part.strip(" .") and not is_a_place(words) and not _ROLE.fullmatch(words):
        yield words
