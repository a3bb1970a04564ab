"""Whether somebody spoke of the one thing that a programme is for."""

import re
from functools import lru_cache

from knowledge.needs import FEW_AT_ONCE
from knowledge.records import Purpose
from knowledge.word_index import stem

_WORD = re.compile(r"[a-z0-9&+]{2,}")
_ALL = 1024  # purposes whose stems are kept


def is_told(purpose: Purpose | None, words: str | None) -> bool | None:
    """Did the person speak of this purpose? None for what is for many, and while nothing was said."""
    if purpose is None or not words:
        return None
    stems, in_order = _said(words)
    single, phrases = _looked_for(purpose)
    return not single.isdisjoint(stems) or any(phrase in in_order for phrase in phrases)


@lru_cache(maxsize=FEW_AT_ONCE)
def _said(words: str) -> tuple[frozenset[str], str]:
    stems = _stems(words)
    return frozenset(stems), f" {' '.join(stems)} "


@lru_cache(maxsize=_ALL)
def _looked_for(purpose: Purpose) -> tuple[frozenset[str], tuple[str, ...]]:
    stemmed = [_stems(words) for words in purpose.words]
    single = frozenset(stems[0] for stems in stemmed if len(stems) == 1)
    return single, tuple(sorted(f" {' '.join(stems)} " for stems in stemmed if len(stems) > 1))


def _stems(text: str) -> list[str]:
    return [stem(word) for word in _WORD.findall(re.sub("['’]", "", text.casefold()))]
