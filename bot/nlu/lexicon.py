"""Names and phrases of all word lists, found by one matcher over one blank English tokenizer."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import spacy
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.util import compile_infix_regex


@dataclass(frozen=True)
class Hit:
    """A phrase of a word list in a text: which list, which phrase, where."""

    kind: str
    phrase: str
    start: int
    end: int


MOST_HITS = 60  # of one message: nobody tells more, and a word said five hundred times tells nothing
_MOST_MATCHES = 300  # before the shorter ones within longer ones are left out

_BLANKS = (
    "\t\n\r\u00a0\u2007\u202f\u200b\u200e\u200f\u2060\ufeff",
    range(0x202A, 0x202F),
    range(0xD800, 0xE000),
)
_PLAIN = {
    **{ord(mark): "'" for mark in "’‘`"},
    **{ord(one) if isinstance(one, str) else one: " " for kind in _BLANKS for one in kind},
}


class Lexicon:
    """Finds the phrases of several word lists at once; the longest wins within a list."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        """Prepare the matcher; the phrases are compared in lower case."""
        self._english = spacy.blank("en")
        # "robot/cobot", "WV10,Dudley": people leave blanks out
        infixes = [*(self._english.Defaults.infixes or []), r"(?<=[A-Za-z0-9])[/,](?=[A-Za-z0-9])"]
        self._english.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
        self._matcher = PhraseMatcher(self._english.vocab, attr="LOWER")
        for kind, phrases in lists.items():
            self._matcher.add(kind, [self._english.make_doc(phrase) for phrase in dict.fromkeys(phrases)])

    def tokens(self, text: str) -> Doc:
        """Return the tokens of a text."""
        return self._english.make_doc(normalised(text))

    def hits(self, doc: Doc) -> list[Hit]:
        """Return what was found, from left to right."""
        text = doc.text
        found = [
            Hit(kind, text[start:end].lower(), start, end)
            for kind, start, end in islice(self._matches(doc), _MOST_MATCHES)
            # the tokenizer cuts "aint" in two, and "ai" is not meant there
            if _is_whole(text, start, end)
        ]
        return _longest(found)[:MOST_HITS]

    def _matches(self, doc: Doc) -> Iterator[tuple[str, int, int]]:
        for key, a, b in self._matcher(doc):
            last = doc[b - 1]
            yield self._english.vocab.strings[key], doc[a].idx, last.idx + len(last)


def normalised(text: str) -> str:
    """Return the text with plain apostrophes and blanks; every position stays the same.

    What cannot be seen or encoded (zero widths, marks of direction, half a letter) becomes a blank.
    """
    return text.translate(_PLAIN)


def _is_whole(text: str, start: int, end: int) -> bool:
    return not text[max(0, start - 1) : start].isalnum() and not text[end : end + 1].isalnum()


def _longest(hits: list[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda one: (one.start - one.end, one.start)):
        if not any(
            hit.kind == other.kind and hit.start < other.end and other.start < hit.end for other in kept
        ):
            kept.append(hit)
    return sorted(kept, key=lambda one: (one.start, one.end))


def word_list(content: Mapping[str, Iterable[Any]], with_keys: bool = False) -> dict[str, str]:
    """Turn `{meaning: [phrases]}` into `{phrase: meaning}`, in lower case; the first meaning counts."""
    turned: dict[str, str] = {}
    for meaning, phrases in content.items():
        for phrase in [*([meaning] if with_keys else []), *phrases]:
            turned.setdefault(str(phrase).lower(), meaning)
    return turned
