"""Words as they were meant: one slip in a word that is not known is mended before a text is understood.

Two of three slips of a hurried hand are mended so; of texts without slips a few words change, to no harm
(docs/decisions/0005). Facts of the firm are found in the text as it was written.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4  # letters; a shorter word is one slip from many others
MOST_SLIPS = 8  # of one text, each of which takes half a millisecond
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True)
class Mended:
    """A text without slips, and where each word that was changed stands in it, with the word as written."""

    text: str
    changes: tuple[tuple[int, str, str], ...] = ()

    def place(self, part: str) -> tuple[int, int]:
        """Return where a part of the text, made of whole words, stood before.

        What is no part leads to all of it.
        """
        at = self.text.find(part)
        if at < 0:
            return 0, self._before(len(self.text))
        return self._before(at), self._before(at + len(part))

    def _before(self, at: int) -> int:
        return at + sum(len(written) - len(meant) for place, written, meant in self.changes if place < at)


class Spelling:
    """Knows the words of the training sentences, how rare each is, and which words English has besides."""

    def __init__(self, rarity: Mapping[str, float], is_english: Callable[[str], bool]) -> None:
        """Keep the words; a slip is mended to one of those in `rarity`, the most usual one."""
        self._rarity = rarity
        self._meant = [word for word in rarity if len(word) >= SHORTEST]
        self._is_english = is_english

    def mend(self, text: str) -> Mended:
        """Return the text with each slip mended that can be; of a text with many, the first few."""
        slips = [found for found in _WORD.finditer(text) if self._may_slip(found)][:MOST_SLIPS]
        pieces: list[str] = []
        changes = []
        end = 0
        for found in slips:
            if meant := self._meant_by(found[0]):
                pieces.append(text[end : found.start()])
                changes.append((sum(map(len, pieces)), found[0], meant))
                pieces.append(meant)
                end = found.end()
        return Mended("".join([*pieces, text[end:]]), tuple(changes))

    def _may_slip(self, found: re.Match[str]) -> bool:
        # a capital inside a text begins a name, and capitals alone are an abbreviation
        word, lower = found[0], _plain(found[0])
        is_name = not word.islower() and (found.start() > 0 or word.isupper())
        is_known = lower in self._rarity or self._is_english(lower)
        return len(word) >= SHORTEST and not is_name and not is_known

    def _meant_by(self, word: str) -> str | None:
        lower = _plain(word)
        near = one_slip_away(lower, self._meant)
        usual = sorted((one[0] != lower[0], self._rarity[one], one) for one in near)
        return usual[0][2] if usual else None


def one_slip_away(word: str, known: Collection[str]) -> list[str]:
    """Return the known words that are the word, or one letter added, left out, changed or swapped away."""
    return [
        one for one, _, _ in process.extract(word, known, scorer=OSA.distance, score_cutoff=1, limit=None)
    ]


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")
