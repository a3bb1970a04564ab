"""Reads the facts of a firm, and the names it mentions, out of one text."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache

from bot.nlu import names, trades
from bot.nlu.ages import find_ages
from bot.nlu.corrections import corrected
from bot.nlu.employees import find_employees
from bot.nlu.empty_talk import with_contacts_blank
from bot.nlu.found import Found
from bot.nlu.gazetteer import gazetteer
from bot.nlu.lexicon import Hit, Lexicon, normalised
from bot.nlu.money import find_money
from bot.nlu.name_lists import names as known_names
from bot.nlu.negation import without_jokes
from bot.nlu.number import Number
from bot.nlu.numbers import find_numbers
from bot.nlu.places import places_of
from bot.nlu.plain_facts import legal_forms, stages
from bot.nlu.postcode_finder import find_postcodes
from bot.nlu.rows import settled
from bot.nlu.technologies import technologies, technologies_of

NAMES = frozenset({"programme", "organisation"})


class Reader:
    """Finds every entity of a text; build it once."""

    def __init__(self, today: Callable[[], date] = lambda: datetime.now(UTC).date()) -> None:
        """Load the word lists; `today` is asked at each reading, for ages that are told as years."""
        self._today = today
        known = known_names()
        self._lexicon = Lexicon(
            {
                "name": [*known.programmes, *known.organisations],
                "place": list(gazetteer().meanings),
                "trade": list(trades.trades()),
                "technology": list(technologies()),
            }
        )

    def read(self, text: str) -> list[Found]:
        """Return what was found, from left to right; of one entity no two overlap."""
        plain = without_jokes(normalised(text))
        hits = self._lexicon.hits(self._lexicon.tokens(plain))
        codes = find_postcodes(plain)
        named = _names(plain, _longer(hits, "name", "place"))
        places_found = places_of(plain, _free(hits, "place", [*codes, *named]), [*codes, *named])
        taken = [*codes, *named, *places_found]
        found = [
            *taken,
            *trades.sectors_of(plain, _free(hits, "trade", taken), _free(hits, "technology", named)),
            *technologies_of(plain, _free(hits, "technology", named)),
            *legal_forms(plain),
            *stages(plain),
            *self._quantities(plain, taken),
        ]
        found = settled(plain, found)
        if not any(one.entity == "sector" for one in found):
            found += trades.makers(plain)
        return sorted(found, key=lambda one: (one.start, one.entity))

    def _quantities(self, text: str, taken: list[Found]) -> list[Found]:
        # the last figure of "HR2 6" may not begin a range with what follows
        plain = with_contacts_blank(_without(text, taken))
        numbers = [n for n in find_numbers(plain) if not _covered(n, taken)]
        ages = find_ages(text, self._today(), numbers)
        numbers = [n for n in numbers if not _covered(n, ages)]
        sums = find_money(text, numbers, any(one.entity in NAMES for one in taken))
        return [*corrected(text, [*find_employees(text, numbers), *sums], numbers), *ages]


@cache
def shared_reader() -> Reader:
    """Return the one reader of this process: its word lists take a second to load."""
    return Reader()


def _names(text: str, hits: list[Hit]) -> list[Found]:
    exact = names.found_names(text, [hit for hit in hits if hit.kind == "name"])
    return [*exact, *names.misspelt_names(text, exact)]


def _longer(hits: list[Hit], kind: str, other: str) -> list[Hit]:
    """Leave out what lies in something longer of the other kind: the WMCA area is a place."""
    wider = [hit for hit in hits if hit.kind == other]
    return [
        hit
        for hit in hits
        if hit.kind != kind
        or not any(
            o.start <= hit.start and hit.end <= o.end and len(o.phrase) > len(hit.phrase) for o in wider
        )
    ]


def _free(hits: list[Hit], kind: str, taken: list[Found]) -> list[Hit]:
    return [
        hit
        for hit in hits
        if hit.kind == kind and not any(one.start < hit.end and hit.start < one.end for one in taken)
    ]


def _without(text: str, taken: list[Found]) -> str:
    for one in taken:
        text = f"{text[: one.start]}{' ' * (one.end - one.start)}{text[one.end :]}"
    return text


def _covered(number: Number, taken: list[Found]) -> bool:
    return any(one.start < number.end and number.start < one.end for one in taken)
