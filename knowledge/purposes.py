"""Whether somebody spoke of the one thing that a programme is for."""

import re
from functools import lru_cache

from knowledge.needs import FEW_AT_ONCE
from knowledge.records import Purpose

_WORD = re.compile(r"[a-z0-9&+]+")
SHORTEST = 2  # letters; of a shorter word the s is no plural
_ALL = 1024  # purposes whose words are kept as they are compared


def is_told(purpose: Purpose | None, words: str | None) -> bool | None:
    """Did the person speak of this purpose? None for what is for many, and while nothing was said."""
    if purpose is None or not words:
        return None
    forms, in_order = _said(words)
    single, phrases = _looked_for(purpose)
    return not single.isdisjoint(forms) or any(phrase in in_order for phrase in phrases)


@lru_cache(maxsize=FEW_AT_ONCE)
def _said(words: str) -> tuple[frozenset[str], str]:
    plain = _plain_words(words)
    return frozenset(form for word in plain for form in _forms(word)), f" {' '.join(plain)} "


@lru_cache(maxsize=_ALL)
def _looked_for(purpose: Purpose) -> tuple[frozenset[str], tuple[str, ...]]:
    looked_for = [_plain_words(words) for words in purpose.words]
    single = frozenset(words[0] for words in looked_for if len(words) == 1)
    return single, tuple(sorted(f" {' '.join(words)} " for words in looked_for if len(words) > 1))


def _plain_words(text: str) -> list[str]:
    return [_singular(word) for word in _WORD.findall(re.sub("['’]", "", text.casefold()))]


def _forms(word: str) -> tuple[str, ...]:
    """Return a word, and what it may be a form of: who is exporting speaks of an export."""
    for ending in ("ing", "ed"):
        if word.endswith(ending):
            root = word.removesuffix(ending)
            return word, root, f"{root}e"
    return (word,)


def _singular(word: str) -> str:
    """Return a word without the s of a plural; a stem would make customs of customers."""
    if len(word) <= SHORTEST or not word.endswith("s") or word.endswith("ss"):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("ches", "shes", "sses", "xes")) else word[:-1]
