"""The programmes as a list to look through: narrowed, put in order, and told a page at a time."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge import rules
from knowledge.firms import Firm
from knowledge.loading.labels import PRICES
from knowledge.postcodes import normalised, places_of
from knowledge.ranges import Range
from knowledge.reasons import is_to_be_checked
from knowledge.records import Programme, Status
from knowledge.requests import LARGEST_LIMIT, BadRequest, read_place
from knowledge.rules import Verdict
from knowledge.variety import is_public
from knowledge.vocabulary import vocabulary

FIELDS = ("text", "need", "place", "postcode", "sector", "employees", "provider", "price", "status")
SIDES = ("public", "private")
MOST_EMPLOYEES = 10_000_000
DEFAULT_LIMIT = 20

# where a record stands in the list: least words found last, then what must be checked first, then by name
Key = tuple[int, bool, str, str]


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to; a field that is empty narrows nothing.

    `firms` are what is known of who asks, one for each way in which it was told: all must be served.
    """

    words: tuple[str, ...] = ()
    need: str | None = None
    firms: tuple[Firm, ...] = ()
    public: bool | None = None
    price: str | None = None
    status: Status | None = None


@dataclass(frozen=True)
class Position:
    """How far somebody has read: after the record with this key, in the list as it was on this day."""

    day: date
    key: Key


@dataclass(frozen=True)
class Page:
    """Some programmes of a list, how many there are in all, and where the next page begins, if any."""

    programmes: tuple[Programme, ...]
    total: int
    following: Position | None


def read_filters(asked: Mapping[str, str]) -> Filters:
    """Return what is asked, or raise BadRequest with the first field that is not understood."""
    given = {name: value for name, value in asked.items() if value}
    side = _label("provider", given, SIDES)
    status = _label("status", given, vocabulary().statuses)
    return Filters(
        words=tuple(re.findall(r"\w+", given.get("text", "").casefold())),
        need=_label("need", given, vocabulary().support | vocabulary().barriers.keys()),
        firms=tuple(_firms(given)),
        public=None if side is None else side == "public",
        price=_label("price", given, PRICES),
        status=None if status is None else Status(status),
    )


def read_limit(text: str | None) -> int:
    """Return how many are wanted on a page, or raise BadRequest."""
    return _number("limit", text, 1, LARGEST_LIMIT) if text else DEFAULT_LIMIT


def page(
    programmes: Iterable[Programme], filters: Filters, today: date, limit: int, after: Position | None = None
) -> Page:
    """Return the programmes that come after a position, or the first ones.

    The order hangs on the day on which the reading began, not on the page, so that a month that ends in
    between moves nothing. Whoever goes on in facts that were loaded in between finds each record that did not
    change once; one that is new or changed may be missed or come again.
    """
    day = after.day if after else today
    found = sorted(
        ((_key(one, filters, day), one) for one in programmes if _wanted(one, filters, today)),
        key=lambda pair: pair[0],
    )
    left = [pair for pair in found if after is None or pair[0] > after.key]
    shown = left[:limit]
    following = Position(day, shown[-1][0]) if len(left) > limit else None
    return Page(tuple(one for _, one in shown), len(found), following)


def _wanted(programme: Programme, filters: Filters, today: date) -> bool:
    labels = programme.barriers | programme.support
    return (
        programme.withheld is None
        and _has_status(programme, filters.status, today)
        and (filters.need is None or filters.need in labels)
        and (filters.public is None or filters.public is is_public(programme))
        and (filters.price is None or filters.price == programme.price)
        and all(_serves(programme, firm) for firm in filters.firms)
        and (not filters.words or _found(programme, filters.words) > 0)
    )


def _has_status(programme: Programme, status: Status | None, today: date) -> bool:
    """Whoever asks for no status gets nothing that is closed."""
    now = rules.stands(programme, today)
    return now is not Status.CLOSED if status is None else now is status


def _serves(programme: Programme, firm: Firm) -> bool:
    """What is not known never counts as no."""
    held = (rule for hold in _HELD for rule in hold(programme, firm))
    return all(rule.verdict is not Verdict.NOT_MET for rule in held)


def _key(programme: Programme, filters: Filters, day: date) -> Key:
    words = _found(programme, filters.words)
    return -words, is_to_be_checked(programme, day), programme.name.casefold(), programme.id


def _found(programme: Programme, words: Iterable[str]) -> int:
    """Count the words found, twice in the name; 0 unless all of them are found somewhere."""
    name = f"{programme.name} {programme.id}".casefold()
    rest = " ".join((programme.provider, programme.summary, *programme.technologies)).casefold()
    found = [2 if word in name else 1 if word in rest else 0 for word in words]
    return 0 if 0 in found else sum(found)


def _firms(given: Mapping[str, str]) -> Iterable[Firm]:
    if "place" in given:
        yield Firm(places=read_place("place", given["place"]))
    if "postcode" in given:
        yield Firm(places=_postcode(given["postcode"]))
    if (sector := _label("sector", given, vocabulary().sectors)) is not None:
        yield Firm(sectors=(sector,))
    if "employees" in given:
        people = _number("employees", given["employees"], 0, MOST_EMPLOYEES)
        yield Firm(employees=Range(people, people))


def _postcode(text: str) -> tuple[str, ...]:
    postcode = normalised(text)
    if postcode is None:
        raise BadRequest("postcode", "it is no postcode and no first half of one")
    return places_of(postcode)


def _label(field: str, given: Mapping[str, str], known: Iterable[str]) -> str | None:
    label = given.get(field)
    if label is not None and label not in known:
        raise BadRequest(field, f"{label!r} is not in the vocabulary")
    return label


def _number(field: str, text: str, least: int, most: int) -> int:
    # no sign, no other alphabet's digits, and never so many that reading them takes long
    if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
        raise BadRequest(field, f"it is not a whole number from {least} to {most}")
    return int(text)


_HELD = (rules.place, rules.sector, rules.employees)
