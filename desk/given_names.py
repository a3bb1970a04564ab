"""Which words are given names: those that are nearly always one, and those that are a word as well."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import combining, normalize

from knowledge.yaml_file import read_yaml

_GENITIVE = re.compile(r"['’]s?$")
_WITHOUT_STROKE = str.maketrans("łđø", "ldo")
FILE = Path(__file__).with_name("given_names.yml")


@dataclass(frozen=True)
class GivenNames:
    """Names in small letters: `sure` ones, those that are `also_words`, family names, and public people."""

    sure: frozenset[str]
    also_words: frozenset[str]
    family: frozenset[str]
    public: frozenset[str]


@cache
def given_names() -> GivenNames:
    """Return the list; the file is read once."""
    content: dict[str, Any] = read_yaml(FILE)
    also_words = frozenset(content["also_words"])
    names = frozenset(name for group in content["names"].values() for name in group)
    family, public = frozenset(content["family_names"]), frozenset(content["public"])
    return GivenNames(names - also_words, also_words, family, public)


def is_given(word: str) -> bool:
    """Is the word nearly always somebody's given name, in whatever letters?

    >>> is_given("Priya's"), is_given("MARK"), is_given("lathe")
    (True, False, False)
    """
    return plain(word) in given_names().sure


def may_be_given(word: str) -> bool:
    """Is it a given name, though it may be a word as well?"""
    return is_given(word) or plain(word) in given_names().also_words


def is_family_name(word: str) -> bool:
    """Is it a family name that is seldom anything else?"""
    return plain(word) in given_names().family


def plain(word: str) -> str:
    """Return a word as the list has it: in small plain letters, without a stop and without its genitive.

    >>> plain("Błażej's")
    'blazej'
    """
    bare = _GENITIVE.sub("", word.lower().rstrip("."))
    if bare.isascii():
        return bare
    bare = bare.translate(_WITHOUT_STROKE)
    return "".join(letter for letter in normalize("NFD", bare) if not combining(letter))
