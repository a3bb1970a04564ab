"""Each kind of rule that a programme can have, held against a firm; one without a limit yields nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.firms import Firm
from knowledge.names import age, names_of, pounds
from knowledge.places import serves
from knowledge.ranges import Range
from knowledge.records import Programme, Status
from knowledge.wording import say

ALSO_MANUFACTURING = frozenset({"automotive", "aerospace", "rail", "food_and_drink"})
NEW = frozenset({"pre_start", "start_up"})
NEW_AT_MOST = Range(
    0, 60
)  # months; "about three years", with room for those who call themselves new for longer
NOT_TRADING = Range(0, 0)


class Verdict(StrEnum):
    """What one rule says of one firm."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Rule:
    """One rule of a programme and what it says of the firm.

    `name` is place, sector, employees, turnover, trading_age, stage, status or window; `limit` is what the
    record states: labels, a range, or a date.
    """

    name: str
    verdict: Verdict
    limit: frozenset[str] | Range | date | Status

    @property
    def words(self) -> str:
        """Return the rule in plain English, for example "firms with up to 249 people"."""
        return _words(self)


def status(programme: Programme) -> Iterator[Rule]:
    """A closed programme is for nobody; whether a paused one comes back is not known."""
    if programme.status is Status.CLOSED:
        yield Rule("status", Verdict.NOT_MET, programme.status)
    if programme.status in (Status.PAUSED, Status.UPCOMING):
        yield Rule("status", Verdict.UNKNOWN, programme.status)


def window(programme: Programme, today: date) -> Iterator[Rule]:
    """After its last day nobody can apply."""
    if programme.window.closes is not None:
        over = programme.window.closes < today
        yield Rule("window", Verdict.NOT_MET if over else Verdict.MET, programme.window.closes)


def place(programme: Programme, firm: Firm) -> Iterator[Rule]:
    """While a firm may be in several places, all of them must be served."""
    if programme.places:
        each = [_verdict(serves(programme.places, one)) for one in firm.places]
        yield Rule("place", _common(each), programme.places)


def sector(programme: Programme, firm: Firm) -> Iterator[Rule]:
    """One sector is enough; a maker of vehicles, aircraft, trains or food is a manufacturer too."""
    if programme.sectors:
        fits = not programme.sectors.isdisjoint(sectors_of(firm)) if firm.sectors else None
        yield Rule("sector", _verdict(fits), programme.sectors)


def sectors_of(firm: Firm) -> frozenset[str]:
    """Return every sector that the firm counts as."""
    named = frozenset(firm.sectors)
    return named | {"manufacturing"} if named & ALSO_MANUFACTURING else named


def bounds(name: str, limits: Range | None, known: Range | None) -> Iterator[Rule]:
    """A number between two bounds."""
    if limits is not None:
        yield Rule(name, _verdict(known.within(limits) if known else None), limits)


def trading_age(programme: Programme, firm: Firm) -> Iterator[Rule]:
    """Who is not trading yet has traded for no time."""
    limits = programme.eligibility.trading_months
    if limits is None:
        return
    told = [known.within(limits) for known in _ages(firm)]
    yield Rule("trading_age", _verdict(_surest(told)), limits)


def stage(programme: Programme, firm: Firm) -> Iterator[Rule]:
    """Something for new firms only is not for one that has traded for many years."""
    if not programme.stages:
        return
    told: list[bool | None] = [firm.stage in programme.stages] if firm.stage else []
    if programme.stages <= NEW and firm.trading_months and firm.trading_months.within(NEW_AT_MOST) is False:
        told.append(False)
    yield Rule("stage", _verdict(_surest(told)), programme.stages)


def _ages(firm: Firm) -> Iterator[Range]:
    if firm.trading_months:
        yield firm.trading_months
    if firm.stage == "pre_start":
        yield NOT_TRADING


def _surest(told: Iterable[bool | None]) -> bool | None:
    given = frozenset(told)
    return False if False in given else True if True in given else None


def _verdict(fits: bool | None) -> Verdict:
    if fits is None:
        return Verdict.UNKNOWN
    return Verdict.MET if fits else Verdict.NOT_MET


def _common(verdicts: list[Verdict]) -> Verdict:
    return verdicts[0] if len(frozenset(verdicts)) == 1 else Verdict.UNKNOWN


def _words(rule: Rule) -> str:
    limit = rule.limit
    if isinstance(limit, Status):
        return say(f"utter_rule_status_{limit}")
    if isinstance(limit, date):
        return say("utter_rule_window", day=f"{limit.day} {limit:%B %Y}")
    if isinstance(limit, Range):
        return _bounds_in_words(rule.name, limit)
    return say(f"utter_rule_{rule.name}", labels=names_of(rule.name, limit))


def _bounds_in_words(name: str, limit: Range) -> str:
    show = {"employees": "{:g}".format, "turnover": pounds, "trading_age": age}[name]
    if limit.min is None:
        return say(f"utter_rule_{name}_max", max=show(limit.max or 0))
    if limit.max is None:
        return say(f"utter_rule_{name}_min", min=show(limit.min))
    return say(f"utter_rule_{name}_between", min=show(limit.min), max=show(limit.max))
