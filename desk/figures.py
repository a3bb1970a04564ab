"""Figures of the firm that were left out, wherever somebody wrote them: money, and how many people there are.

Rather a figure too many than one too few: a broker can ask, a leak cannot be undone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from desk.transcript import Line
from knowledge.storage.outbox import Sender
from knowledge.wording import say

MONEY = frozenset({"turnover", "aid_received"})
PEOPLE = "employees"
KINDS = MONEY | {PEOPLE}
_ASKED = {"turnover": "utter_ask_turnover", "aid_received": "utter_ask_aid_received"}
_TIMES = {
    "k": 1e3, "thousand": 1e3, "grand": 1e3, "m": 1e6, "mn": 1e6, "mil": 1e6, "mill": 1e6, "million": 1e6,
    "bn": 1e9, "billion": 1e9,
}  # fmt: skip
# every run is bounded: a long row of figures must not take seconds to look through
_UNIT = "|".join(sorted(_TIMES, key=len, reverse=True))
_COUNTED = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    "|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|(?:a )?hundred"
    "|(?:half )?a dozen|a couple(?: of)?|a few|several"
)
_IN_WORDS = (
    rf"(?:(?:a|an|half|quarter|{_COUNTED})[ -](?:(?:and|of|a)[ -])?){{1,5}}"
    r"(?:hundred|thousand|grand|million|mill?|k|m)\b"
)
_AMOUNT = re.compile(
    r"(?<![\w.,])(?P<sign>[£€$][ ]?)?(?P<digits>\d{1,12}(?:,\d{1,3}){0,4}(?:\.\d{1,4})?)"
    rf"(?:[ ]?(?P<unit>{_UNIT}))?"
    r"(?![\w@]|[.,]\d)"
    rf"|(?<!\w){_IN_WORDS}",
    re.IGNORECASE,
)
_SPEAKS_OF = {
    "turnover": re.compile(
        r"\bturn(?:s|ed|ing)?[ -]?over\b|\bt/o\b|\bsales\b|\brevenues?\b|\btakings\b|\bincome\b"
        r"|\bgross(?:ed|ing)?\b|\bbillings?\b|\b(?:a|per|each|last|this) (?:year|annum)\b|\bp\.?a\b",
        re.IGNORECASE,
    ),
    "aid_received": re.compile(
        r"\b(?:had|got|have|received|given|awarded|won|claimed|paid)\b.{0,60}\b(?:grants?|funding|aid|awards?|help)\b"
        r"|\bsubsid(?:y|ies)\b|\bde minimis\b|\bminimal financial assistance\b|\bMFA\b|\bpublic money\b",
        re.IGNORECASE,
    ),
}
_HEADS = (
    r"(?:people|persons?|employees?|staff|members? of staff|ft?es?|emps?|of us|workers?|heads?|lads|blokes"
    r"|men|man|women|strong|hands|colleagues|apprentices|full[ -]?tim\w+|part[ -]?tim\w+)\b"
)
_ONE_COUNT = rf"(?:\d{{1,6}}(?:,\d{{3}})?|(?:{_COUNTED})(?:[ -](?:{_COUNTED}|and)){{0,4}})"
_COUNT = rf"{_ONE_COUNT}(?:\s?(?:-|–|to|or)\s?{_ONE_COUNT})?"
_HEAD_COUNT = re.compile(
    rf"(?<![\w.,£])(?P<before>{_COUNT})(?=[ -](?:or so |odd |other |full[ -]?time |part[ -]?time )?{_HEADS})"
    rf"|\b(?:employ(?:s|ing)?|staff of|team of|head ?count(?: is| of|:)?|there are|there'?s|we are|we're)"
    rf"[ ](?:about |around |only |just |now |some )?(?P<after>{_COUNT})"
    r"(?![\w%]|[.,]\d| (?:years|miles|weeks|months))",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?:[^.;!?\n]|[.](?=\d))+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LEAST_OF_MONEY = 10_000


@dataclass(frozen=True)
class Figures:
    """The kinds of figures that may not be read, and the sums that were told for them."""

    kinds: frozenset[str] = frozenset()
    sums: frozenset[float] = frozenset()

    @classmethod
    def of(
        cls, kinds: Iterable[str], lines: Iterable[Line], texts: Iterable[str], noted: Iterable[Any]
    ) -> "Figures":
        """Return what must not be read of these kinds.

        `lines` is all that was said, `texts` what is in the person's words, `noted` sums as they were kept or
        in words.
        """
        kept = frozenset(kinds) & KINDS
        if not kept:
            return cls()
        found = [one for text in texts for one in _told_in(text, kept)]
        found += [one for text in _answers(lines, kept) for one in sums_in(text)]
        found += [one for value in noted for one in _sums_of(value)]
        return cls(kept, frozenset(found))

    def out_of(self, text: str) -> str:
        """Return the text without them."""
        if not self.kinds:
            return text
        spans = [found.span() for found in _AMOUNT.finditer(text) if _sum(found) in self.sums]
        spans += [
            found.span() for sentence in _of_kinds(text, self.kinds) for found in _money(text, sentence)
        ]
        if PEOPLE in self.kinds:
            spans += [found.span(found.lastgroup or 0) for found in _HEAD_COUNT.finditer(text)]
        return _without(text, spans)


NO_FIGURES = Figures()


def sums_in(text: str) -> Iterator[float]:
    """Yield the sums that are written in figures.

    >>> list(sums_in("from £1.2m to 400k"))
    [1200000.0, 400000.0]
    """
    yield from (one for found in _AMOUNT.finditer(text) if (one := _sum(found)) is not None)


def _sum(found: re.Match[str]) -> float | None:
    if not found["digits"]:
        return None
    return float(found["digits"].replace(",", "")) * _TIMES.get((found["unit"] or "").lower(), 1)


def _sums_of(value: Any) -> Iterator[float]:
    """Yield the sums of a fact as it is packed, or of the words that it was said in."""
    if isinstance(value, str):
        yield from sums_in(value)
    elif isinstance(value, dict):
        yield from (float(one) for one in value.values() if isinstance(one, int | float) and one)
    elif isinstance(value, int | float) and value:
        yield float(value)


def _told_in(text: str, kinds: frozenset[str]) -> Iterator[float]:
    """Yield the sum next to the words that say what it is."""
    for kind in MONEY & kinds:
        for sentence in _SENTENCE.finditer(text):
            said = _SPEAKS_OF[kind].search(sentence[0])
            amounts = [one for one in _AMOUNT.finditer(sentence[0]) if _is_money(one)]
            if said is not None and amounts:
                nearest = min(amounts, key=lambda one: abs(one.start() - said.start()))
                if (value := _sum(nearest)) is not None:
                    yield value


def _answers(lines: Iterable[Line], kinds: frozenset[str]) -> Iterator[str]:
    asked = False
    for line in lines:
        if line.who == Sender.PERSON:
            if asked:
                yield line.text
            asked = False
        else:
            asked = any(say(_ASKED[kind]) in line.text for kind in MONEY & kinds)


def _of_kinds(text: str, kinds: frozenset[str]) -> Iterator[re.Match[str]]:
    for sentence in _SENTENCE.finditer(text):
        if any(_SPEAKS_OF[kind].search(sentence[0]) for kind in MONEY & kinds):
            yield sentence


def _money(text: str, sentence: re.Match[str]) -> Iterator[re.Match[str]]:
    found = _AMOUNT.finditer(text, sentence.start(), sentence.end())
    yield from (one for one in found if _is_money(one))


def _is_money(found: re.Match[str]) -> bool:
    """Is it a sum, and no year, no count of people and no date?"""
    if found["digits"] is None or found["sign"] or found["unit"]:
        return True
    return (_sum(found) or 0) >= _LEAST_OF_MONEY and _YEAR.fullmatch(found["digits"]) is None


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    removed, end = say("utter_label_desk_removed"), len(text) + 1
    for start, stop in sorted(set(spans), reverse=True):
        if stop <= end:
            text, end = f"{text[:start]}{removed}{text[stop:]}", start
    return text
