"""All that a record says of one programme, in plain words, each with the field that states it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.eligibility import assess
from knowledge.firms import Firm
from knowledge.money import money
from knowledge.names import listed, month, name_of
from knowledge.needs import render
from knowledge.reasons import what_to_check
from knowledge.records import Condition, Programme, Status
from knowledge.rules import stands
from knowledge.wording import say

# these are said as the state of the whole, or as the money and its share, not as what the firm must be
SAID_ELSEWHERE = frozenset({"status", "window.closes", "funding.share_of_cost_percent"})
FIRST = frozenset({"check_first", "paused", "upcoming"})


@dataclass(frozen=True)
class Stated:
    """One thing that a record says, and its field."""

    words: str
    field: str


@dataclass(frozen=True)
class Dossier:
    """What people can read of a programme.

    `warnings` come before everything else: that it closed, or that it must be checked first. `asks` is who
    can have it. `facts` are (label, words).
    """

    programme: Programme
    closed: bool
    warnings: tuple[str, ...]
    asks: tuple[Stated, ...]
    facts: tuple[tuple[str, str], ...]
    link_is_a_source: bool


def dossier(programme: Programme, today: date) -> Dossier:
    """Return everything that a page about a programme says, only from the fields of its record."""
    closed = stands(programme, today) is Status.CLOSED
    return Dossier(
        programme,
        closed,
        tuple(_closed(programme) if closed else _warnings(programme, today)),
        tuple(_asks(programme, today)),
        tuple((say(f"utter_record_label_{label}"), words) for label, words in _facts(programme, closed)),
        programme.contact.url in {source.url for source in programme.sources},
    )


def _closed(programme: Programme) -> Iterator[str]:
    yield say("utter_record_closed")
    if programme.last_known:
        yield say("utter_record_last_seen", month=month(programme.last_known))


def _warnings(programme: Programme, today: date) -> Iterator[str]:
    reasons = what_to_check(programme, assess(programme, Firm(), today), today)
    yield from (render(reason) for reason in reasons if reason.code in FIRST)


def _asks(programme: Programme, today: date) -> Iterator[Stated]:
    if not programme.places:
        yield Stated(say("utter_record_whole_country", place=name_of("place", "uk")), "places")
    for rule in assess(programme, Firm(), today).rules:
        if rule.source not in SAID_ELSEWHERE and not isinstance(rule.limit, Condition):
            yield Stated(rule.words, rule.source)
    for condition in programme.eligibility.conditions:
        yield Stated(condition.words, "eligibility.other")


def _facts(programme: Programme, closed: bool) -> Iterator[tuple[str, str]]:
    yield "support", _listed("support", programme.support)
    if programme.barriers:
        yield "barriers", _listed("barrier", programme.barriers)
    if programme.technologies:
        yield "technologies", listed(programme.technologies)
    if programme.funding is not None:
        yield "money", money(programme.funding)
    yield "price", name_of("price", programme.price)
    if not closed:  # nobody can apply any more, so nobody is told how
        yield "window", " ".join(_window(programme))
        if programme.how_to_apply:
            yield "how_to_apply", programme.how_to_apply
    yield "provider", f"{programme.provider} ({name_of('provider', programme.provider_kind)})"
    yield "last_known", month(programme.last_known) if programme.last_known else say("utter_record_unknown")


def _window(programme: Programme) -> Iterator[str]:
    window = programme.window
    if window.opens:
        yield say("utter_record_opens", day=day_of(window.opens))
    if window.closes:
        yield say("utter_record_closes", day=day_of(window.closes))
    if window.rolling and not window.closes:
        yield say("utter_record_rolling")
    if not (window.opens or window.closes or window.rolling):
        yield say("utter_record_no_dates")


def day_of(when: date | str) -> str:
    """Return a day, or one written as YYYY-MM-DD, as people read it: 3 March 2027."""
    written = str(when)
    return f"{int(written[8:])} {month(written)}"


def _listed(kind: str, labels: frozenset[str]) -> str:
    return listed(sorted(name_of(kind, label) for label in labels))
