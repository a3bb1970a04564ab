"""Barriers that a text says are none (any more): "staffing isn't the problem", "the money is sorted"."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import knowledge
from knowledge.yaml_file import read_yaml

WORDS = Path(knowledge.__file__).with_name("barrier_words.yml")

_TROUBLE = r"(?:problem|issue|trouble|barrier|worry|concern|bother|hold[- ]?up|question)s?"
_NO = r"(?:n't|nt| not| no longer|'s not| never)"
_DONE = r"(?:sorted|solved|fixed|fine|ok|okay|covered|in hand|dealt with|no (?:problem|issue|bother))"
_REALLY, _BY_NOW = r"(?: been| really| actually| even)?", r"(?: all| now| pretty much)?"
_OUR = r"(?:(?:the|our|my|any|more|about|with|enough) )*"


@dataclass(frozen=True)
class TakenBack:
    """A barrier that is none, and the words that say so."""

    name: str
    words: str


def taken_back(text: str) -> list[TakenBack]:
    """Return the barriers that the text takes back, each once.

    >>> [one.name for one in taken_back("money isn't the problem, it's finding welders")]
    ['finance']
    """
    plain = text.replace("’", "'").lower()
    found: dict[str, TakenBack] = {}
    for pattern in _patterns():
        for match in pattern.finditer(plain):
            name = _barriers()[match["thing"]]
            found.setdefault(name, TakenBack(name, text[match.start() : match.end()].strip()))
    return list(found.values())


@cache
def _barriers() -> dict[str, str]:
    return {str(word): name for name, words in read_yaml(WORDS).items() for word in words}


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    longest_first = sorted(_barriers(), key=len, reverse=True)
    thing = rf"(?P<thing>{'|'.join(map(re.escape, longest_first))})"
    be = r"(?: (?:is|are|was|were|has|have|do|does))?"
    shapes = (
        # staffing isn't the problem any more; cash is no longer an issue
        rf"\b{_OUR}{thing}{be}{_NO}{_REALLY} ?{_OUR}(?:a |an )?{_TROUBLE}\b(?: any ?more)?",
        # the money's sorted now; we are fine for staff
        rf"\b{_OUR}{thing}(?:'s| is| are| has been| have been|'re){_BY_NOW} {_DONE}\b(?: now)?",
        rf"\b(?:fine|ok|okay|sorted|all right|alright) (?:for|on|with) {_OUR}{thing}\b",
        # we've sorted the funding; got the kit sorted
        rf"\b(?:sorted|solved|fixed|dealt with) {_OUR}{thing}\b(?! out of)",
        rf"\b(?:got|have) {_OUR}{thing} (?:all )?(?:sorted|covered|in hand)\b",
        # it is not about the money; no problem with staff; forget the patent
        rf"\b(?:it|this|that)(?:'?s| is|){_NO}(?: really| just)? (?:about|down to) {_OUR}{thing}\b",
        rf"\bno {_TROUBLE} (?:with|finding|getting|over) {_OUR}{thing}\b",
        rf"\b(?:forget|never ?mind|take|drop|scrap) (?:about )?{_OUR}{thing}\b(?: off)?",
        rf"\b{_TROUBLE} (?:is|was){_NO} {_OUR}{thing}\b",
    )
    return tuple(re.compile(shape) for shape in shapes)
