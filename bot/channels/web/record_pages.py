"""The public pages of the records, from what they say; they work without JavaScript."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.channels.web.linked_data import data_block
from bot.channels.web.pages import render
from knowledge.directory import SIDES
from knowledge.dossier import Dossier
from knowledge.loading.labels import PRICES
from knowledge.names import name_of
from knowledge.places import OUTSIDE, in_region
from knowledge.records import Status
from knowledge.successors import Instead
from knowledge.variety import is_public
from knowledge.vocabulary import vocabulary
from knowledge.wording import say

Options = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class Old:
    """That a page shows an old version: from which day we had it, and how the record stands now.

    `current` is whether it is still among our records.
    """

    day: str
    current: bool
    closed_since: bool = False


@dataclass(frozen=True)
class Item:
    """One programme in the list."""

    id: str
    title: str
    text: str
    badge: str
    last_known: str


@dataclass(frozen=True)
class Listing:
    """One page of the list.

    `given` are the filters as they were written; `first` and `following` are addresses. `wrong` is the field
    that was not understood, and `message` says what it can be.
    """

    given: Mapping[str, str]
    items: tuple[Item, ...] = ()
    total: int = 0
    is_first: bool = True
    first: str = "/programmes"
    following: str | None = None
    wrong: str | None = None
    message: str | None = None


def programme(dossier: Dossier, instead: Instead, today: date, old: Old | None = None) -> str:
    """Return the page of one programme.

    What closed, and what is old, is told to people only: a machine that reads the data would offer it.
    """
    badge = say("utter_label_public" if is_public(dossier.programme) else "utter_label_private")
    data = None if dossier.closed or old else data_block(dossier.programme, today)
    return render(
        "programme.html", dossier=dossier, instead=_instead(instead), badge=badge, data=data, old=old
    )


def programmes(listing: Listing) -> str:
    """Return one page of the list, with its filters as a form."""
    return render("programmes.html", listing=listing, options=_options())


def sitemap(origin: str, paths: Iterable[str]) -> str:
    """Return the addresses that search engines may read."""
    return render("sitemap.xml", origin=origin, paths=paths)


def _instead(found: Instead) -> list[tuple[str, object]]:
    told = (("same", found.same), ("near", found.near))
    return [(say(f"utter_record_{which}_offer"), records) for which, records in told if records]


@cache
def _options() -> dict[str, Options]:
    words = vocabulary()
    places = [place for place in words.places if in_region(place) or place == OUTSIDE]
    return {
        # a kind of help that is also named as what is missing stands once: both are found
        "need": [
            (say("utter_record_filter_support"), _named("support", words.support)),
            (say("utter_record_filter_barriers"), _named("barrier", words.barriers.keys() - words.support)),
        ],
        "place": [("", [(place, name_of("place", place)) for place in places])],
        "sector": [("", _named("sector", words.sectors))],
        "provider": [("", [(side, say(f"utter_label_{side}")) for side in SIDES])],
        "price": [("", _named("price", PRICES))],
        "status": [("", [(str(one), say(f"utter_record_status_{one}")) for one in Status])],
    }


def _named(kind: str, labels: Iterable[str]) -> list[tuple[str, str]]:
    named = [(label, name_of(kind, label)) for label in labels]
    return sorted(named, key=lambda pair: pair[1].casefold())
