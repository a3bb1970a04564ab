"""Many programmes out of the real ones: each copy is for other places, firms and sums, in other words."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from knowledge.names import name_of
from knowledge.ranges import Range
from knowledge.records import Eligibility, Funding, Programme
from knowledge.vocabulary import vocabulary

OTHER_WORDS = 0.25  # of a summary
LOCAL = 0.35  # of the copies of what is for the whole country
STANDS_FOR_ANOTHER = 0.02
MONTHS_AGO = 48
SIZES = (9, 19, 49, 99, 149, 199, 249, 499)  # people, as programmes name them


@dataclass(frozen=True)
class Copies:
    """Makes them; the same seed makes the same ones."""

    real: Sequence[Programme]
    seed: int = 1

    def first(self, many: int) -> Iterator[tuple[int, Programme]]:
        """Yield so many, the real ones first, each with the place of the real one that it is made of."""
        yield from enumerate(self.real[:many])
        words = sorted({word for one in self.real for word in one.summary.split()})
        for number in range(len(self.real), many):
            chance = Random(f"{self.seed} {number}")  # noqa: S311 - no secret
            origin = chance.randrange(len(self.real))
            yield origin, _varied(self.real[origin], number, chance, words)


def _varied(real: Programme, number: int, chance: Random, words: Sequence[str]) -> Programme:
    places = _places(real, chance)
    where = name_of("place", sorted(places)[0]) if places else "UK"
    ident = f"{real.id}-{number}"
    return replace(
        real,
        id=ident,
        version=hashlib.sha256(ident.encode()).hexdigest()[:12],
        name=f"{real.name} {where}",
        provider=f"{real.provider} {where}",
        summary=" ".join(
            chance.choice(words) if chance.random() < OTHER_WORDS else w for w in real.summary.split()
        ),
        support=_labels(real.support, sorted(vocabulary().support), chance) or real.support,
        barriers=_labels(real.barriers, sorted(vocabulary().barriers), chance) or real.barriers,
        sectors=_labels(real.sectors, sorted(vocabulary().sectors), chance),
        technologies=tuple(one for one in real.technologies if chance.random() < 0.8),  # noqa: PLR2004
        places=places,
        eligibility=_eligibility(real.eligibility, chance),
        funding=_funding(real.funding, chance),
        last_known=_earlier(real.last_known, chance.randrange(MONTHS_AGO)),
        replaces=frozenset({real.id}) if chance.random() < STANDS_FOR_ANOTHER else frozenset(),
    )


def _places(real: Programme, chance: Random) -> frozenset[str]:
    if not real.places and chance.random() > LOCAL:
        return real.places
    return frozenset(chance.sample(sorted(vocabulary().places), chance.choice((1, 1, 1, 2, 3))))


def _labels(real: frozenset[str], known: Sequence[str], chance: Random) -> frozenset[str]:
    """One label may go, and another one may come; what is open to all mostly stays so."""
    gone = frozenset(label for label in sorted(real) if chance.random() < 0.2)  # noqa: PLR2004
    come = frozenset({chance.choice(known)}) if chance.random() < (0.4 if real else 0.2) else frozenset()
    return real - gone | come


def _eligibility(real: Eligibility, chance: Random) -> Eligibility:
    return replace(
        real,
        employees=Range(None, chance.choice(SIZES)) if real.employees or chance.random() < 0.2 else None,  # noqa: PLR2004
        turnover_gbp=_range(real.turnover_gbp, chance),
        trading_months=_range(real.trading_months, chance),
    )


def _range(real: Range | None, chance: Random) -> Range | None:
    if real is None:
        return None
    scaled = _scaled(chance)
    return Range(*(None if bound is None else scaled(bound) for bound in (real.min, real.max)))


def _funding(real: Funding | None, chance: Random) -> Funding | None:
    if real is None:
        return None
    scaled = _scaled(chance)
    least, most = (None if sum_ is None else int(scaled(sum_)) for sum_ in (real.min_gbp, real.max_gbp))
    return replace(real, min_gbp=least, max_gbp=most)


def _scaled(chance: Random) -> Callable[[float], float]:
    """Return what makes every number of one record larger or smaller, and round as people write it."""
    factor = chance.choice((0.25, 0.5, 0.8, 1.0, 1.0, 1.2, 1.5, 2.0, 3.0))
    return lambda number: float(f"{number * factor:.2g}")


def _earlier(month: str | None, months: int) -> str | None:
    if month is None:
        return None
    year, number = map(int, month.split("-"))
    count = year * 12 + number - 1 - months
    return f"{count // 12}-{count % 12 + 1:02d}"
