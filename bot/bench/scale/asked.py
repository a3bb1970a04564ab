"""Varied needs to measure with: the words are those in which the facts say what journeys are for."""

from collections.abc import Iterable, Sequence
from random import Random

from knowledge.firms import Firm
from knowledge.journeys import Journey
from knowledge.needs import Need
from knowledge.ranges import Range
from knowledge.vocabulary import vocabulary


def needs(
    journeys: Sequence[Journey], technologies: Sequence[str], many: int, seed: int = 1
) -> list[tuple[Firm, Need]]:
    """Return so many firms, each with its need; the words of no two of them are the same."""
    chance = Random(seed)  # noqa: S311 - no secret
    told = [words for journey in journeys for words in journey.told_as]
    return [_one(chance, technologies, f"{chance.choice(told)} ({number})") for number in range(many)]


def _one(chance: Random, technologies: Sequence[str], words: str) -> tuple[Firm, Need]:
    named = (chance.choice(technologies),) if chance.random() < 0.2 else ()  # noqa: PLR2004
    people = chance.choice((None, 1, 4, 9, 22, 48, 120, 240))
    age = chance.choice((None, None, 3, 18, 60, 240))
    firm = Firm(
        places=_some(chance, vocabulary().places, (0, 1, 1, 1, 1, 2)),
        sectors=_some(chance, vocabulary().sectors, (0, 1, 1, 1, 2)),
        employees=Range.of(people),
        trading_months=Range.of(age),
        turnover=Range.of(chance.choice((None, None, 80_000, 900_000, 6_000_000))),
        technologies=named,
    )
    wants = _some(chance, vocabulary().support, (0, 0, 1, 1, 2, 4))
    barriers = _some(chance, vocabulary().barriers, (0, 1, 1, 2, 3))
    return firm, Need(frozenset(wants), frozenset(barriers), words, named)


def _some(chance: Random, labels: Iterable[str], how_many: Sequence[int]) -> tuple[str, ...]:
    return tuple(chance.sample(sorted(labels), chance.choice(how_many)))
