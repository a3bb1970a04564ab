"""Cards: what is shown of one record, only from its own fields."""

from collections.abc import Iterator
from datetime import date
from functools import singledispatch

from knowledge.matching import Match
from knowledge.money import money
from knowledge.names import listed, month, name_of
from knowledge.needs import Reason, render
from knowledge.reasons import is_to_be_checked
from knowledge.records import CaseStudy, Event, Hub, Programme, Status, UrgentHelp
from knowledge.replies import Card
from knowledge.roadmaps import Step, weeks_in_words
from knowledge.variety import is_public
from knowledge.wording import say

Shown = Match | Programme | Event | CaseStudy | Hub | UrgentHelp | Step
Line = tuple[str, str]

MOST_REASONS = 3
MOST_CHECKS = 3


def card_for(shown: Shown, today: date) -> Card:
    """Return the card of one thing; `kind` is programme, event, case_study, hub, urgent_help or step."""
    return _card(shown, today)


@singledispatch
def _card(shown: object, _today: date) -> Card:
    raise TypeError(f"no card for a {type(shown).__name__}")


@_card.register
def _(match: Match, today: date) -> Card:
    why = [_line("why", render(reason)) for reason in match.reasons[:MOST_REASONS]]
    checks = [
        _line("check", render(reason)) for reason in match.to_check if reason.code not in _SAID_BY_THE_RECORD
    ]
    return _programme_card(match.programme, today, (*why, *checks[:MOST_CHECKS]))


@_card.register
def _(programme: Programme, today: date) -> Card:
    conditions = [_line("check", one.words) for one in programme.eligibility.conditions]
    return _programme_card(programme, today, tuple(conditions))


@_card.register
def _(event: Event, _today: date) -> Card:
    lines = [_line("organiser", event.organiser), _line("recurs", say(f"utter_label_recurs_{event.recurs}"))]
    if event.last_known_date is not None:
        lines.append(_line("last_known", month(event.last_known_date)))
    lines.append(_line("check", say("utter_reason_event_date")))
    return Card(event.id, "event", event.name, event.summary, tuple(lines), event.url, version=event.version)


@_card.register
def _(case: CaseStudy, _today: date) -> Card:
    lines = [_line("result", figure) for figure in case.result_figures]
    if case.year is not None:
        lines.append(_line("year", str(case.year)))
    if case.sectors:
        lines.append(_line("sector", listed(sorted(name_of("sector", sector) for sector in case.sectors))))
    return Card(
        case.id,
        "case_study",
        case.name,
        case.summary,
        tuple(lines),
        case.sources[0].url,
        version=case.version,
    )


@_card.register
def _(hub: Hub, _today: date) -> Card:
    post = (_line("address", hub.address),) if hub.address else ()
    lines = (*_ways(hub), *post)
    return Card(hub.id, "hub", hub.name, hub.note or "", lines, hub.contact.url, version=hub.version)


@_card.register
def _(help_: UrgentHelp, _today: date) -> Card:
    lines, url = tuple(_ways(help_)), help_.contact.url
    return Card(help_.id, "urgent_help", help_.name, help_.summary, lines, url, version=help_.version)


@_card.register
def _(step: Step, _today: date) -> Card:
    what = step.what
    lines = [_line("do", what.do)]
    lines += [_line("programme", match.programme.name) for match in step.matches]
    if not step.matches:
        lines.append(_line("alone", what.alone))
    lines += [_line("check", render(deadline)) for deadline in step.deadlines]
    lines += [_line("takes", weeks_in_words(what.weeks)), _line("in_hand", what.in_hand)]
    if step.after:
        lines.append(_line("after", listed(one.title for one in step.after)))
    return Card(what.id, "step", what.title, what.purpose, tuple(lines), version=what.version)


def _programme_card(programme: Programme, today: date, first: tuple[Line, ...]) -> Card:
    return Card(
        id=programme.id,
        kind="programme",
        title=programme.name,
        text=programme.summary,
        lines=(*first, *_of_the_record(programme, today)),
        url=programme.contact.url,
        badge=say("utter_label_public" if is_public(programme) else "utter_label_private"),
        version=programme.version,
    )


def _of_the_record(programme: Programme, today: date) -> Iterator[Line]:
    if programme.funding is not None:
        yield _line("money", money(programme.funding))
    yield _line("price", name_of("price", programme.price))
    yield _line("last_known", last_known(programme, today))
    yield _line("provider", f"{programme.provider} ({name_of('provider', programme.provider_kind)})")
    yield from _ways(programme)
    if programme.contact.url in {source.url for source in programme.sources}:
        yield _line("link", say("utter_reason_link_is_a_source"))


def last_known(programme: Programme, today: date) -> str:
    """Return when it was last known to run, and that it must be checked first where that is long ago."""
    if programme.status is Status.CLOSED:
        return say("utter_reason_closed")
    if programme.status is Status.PAUSED:
        return render(Reason.of("paused"))
    seen = month(programme.last_known) if programme.last_known else say("utter_label_never_seen")
    return say("utter_label_check_first", seen=seen) if is_to_be_checked(programme, today) else seen


def _ways(reached: Hub | UrgentHelp | Programme) -> Iterator[Line]:
    if reached.contact.phone:
        yield _line("phone", reached.contact.phone)
    if reached.contact.email:
        yield _line("email", reached.contact.email)


def _line(label: str, text: str) -> Line:
    return say(f"utter_label_line_{label}"), text


_SAID_BY_THE_RECORD = frozenset({"check_first", "paused"})
