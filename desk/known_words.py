"""What Signpost knows under a name and so tells nothing of who somebody is: places, records, trades."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import knowledge
from knowledge.vocabulary import vocabulary
from knowledge.yaml_file import read_yaml

FOLDER = Path(knowledge.__file__).parent
_MORE_TRADE = """
apprenticeships bootcamps carbon footprint grants loans machine machines skills training zero
"""
_MORE_EMPTY = "cut day fit handles hire home law pick play run set test time week work works"
_COMPANY_OF_WORDS = frozenset({"and", "of", "for", "the", "to", "in", "at", "&", "uk", "england", "near"})


def is_a_place(name: str) -> bool:
    """Is it the name of a place that Signpost knows, as people write it?

    >>> is_a_place("West Bromwich"), is_a_place("small heath"), is_a_place("Jones Gears")
    (True, True, False)
    """
    lower = _lower(name)
    return lower in _places() or lower.removeprefix("in ").removeprefix("the ") in _places()


def is_a_record(name: str) -> bool:
    """Is it what a programme or its provider is called, in full or in short?"""
    lower = _lower(name)
    return lower in _records() or lower.removeprefix("the ") in _records()


def is_of_trade(word: str) -> bool:
    """Does the word say what a firm does, makes or wants?"""
    return word.lower() in _trade_words()


def is_a_trade(word: str) -> bool:
    """Does the word by itself say what a firm does or makes?"""
    return word.lower() in _trades() and word.lower() not in _empty_words()


def says_only_trade(words: str) -> bool:
    """Do the words tell a trade, a place or a record, and name nobody?

    >>> says_only_trade("precision engineering"), says_only_trade("brindle joinery")
    (True, False)
    """
    told = [word for word in _lower(words).split() if word not in _COMPANY_OF_WORDS]
    whole = is_a_place(words) or is_a_record(words)
    return whole or all(is_of_trade(word) or word in _places() or word.isdigit() for word in told)


def _lower(name: str) -> str:
    return re.sub(r"[\s-]+", " ", name.strip(" .,").lower().replace("’", "'"))


@cache
def _places() -> frozenset[str]:
    content: dict[str, Any] = read_yaml(FOLDER / "gazetteer.yml")
    listed = (*content["places"].values(), *content["groups"].values(), content["ambiguous"])
    labels = (label.replace("_", " ") for label in vocabulary().places)
    return frozenset((*(_lower(str(name)) for names in listed for name in names), *labels))


@cache
def _records() -> frozenset[str]:
    short: dict[str, dict[str, Any]] = read_yaml(FOLDER / "nicknames.yml")
    names = [str(name) for group in short.values() for name in group]
    for path in sorted((FOLDER / "facts").glob("programmes_*.yaml")):
        names += [name for one in read_yaml(path) for name in (one["name"], one["provider"])]
    return frozenset(_lower(part) for name in names for part in (name, re.split(r"[:(]", name)[0]))


@cache
def _trade_words() -> frozenset[str]:
    known = vocabulary()
    glosses = [
        f"{label} {gloss}"
        for one in (known.sectors, known.barriers, known.stages)
        for label, gloss in one.items()
    ]
    phrases = (*glosses, *known.support, *_phrases("trades.yml"), *_phrases("technologies.yml"))
    return frozenset(_words_of((*phrases, _MORE_TRADE)))


@cache
def _trades() -> frozenset[str]:
    return frozenset(_words_of(_phrases("trades.yml")))


@cache
def _empty_words() -> frozenset[str]:
    return frozenset((*read_yaml(FOLDER / "words_that_say_nothing.yml")["words"], *_MORE_EMPTY.split()))


def _phrases(file: str) -> Iterator[str]:
    content: dict[str, Any] = read_yaml(FOLDER / file)
    for label, phrases in content.items():
        yield label
        yield from map(str, phrases if isinstance(phrases, Iterable) and not isinstance(phrases, str) else ())


def _words_of(phrases: Iterable[str]) -> Iterator[str]:
    yield from re.findall(r"[a-z][a-z-]+", " ".join(phrases).replace("_", " ").lower())
