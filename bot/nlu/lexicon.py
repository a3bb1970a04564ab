"""Names and phrases of all word lists, found by one matcher over one blank English tokenizer."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
        found = [
            Hit(
                self._english.vocab.strings[key],
                doc[a:b].text.lower(),
                doc[a].idx,
                doc[b - 1].idx + len(doc[b - 1]),
            )
            for key, a, b in self._matcher(doc)
        ]
        # the tokenizer cuts "aint" in two, and "ai" is not meant there
        return _longest([hit for hit in found if _is_whole(doc.text, hit)])


def normalised(text: str) -> str:
    """Return the text with plain apostrophes and without tabs; every position stays the same."""
    return re.sub(r"[\t\n\r\u00a0]", " ", text.replace("’", "'").replace("‘", "'").replace("`", "'"))


def _is_whole(text: str, hit: Hit) -> bool:
    before, after = text[max(0, hit.start - 1) : hit.start], text[hit.end : hit.end + 1]
    return not before.isalnum() and not after.isalnum()


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
