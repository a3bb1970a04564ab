"""What `signpost cases` prints."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from desk.brief import Brief
from desk.casebook import KEPT_LONG_ENOUGH, Casebook, cases_of, was_withdrawn
from desk.cases import Case, CaseEvent
from desk.handoff_event import handoff_event
from desk.page import fact, page
from desk.words import aligned, flat, label, moment
from knowledge.storage.cases import Cases
from knowledge.storage.deliveries import Deliveries, Delivery
from knowledge.storage.errands import Progress
from knowledge.wording import say

MOST = 200
NEEDS_A_LOOK = (Progress.DEAD, Progress.WAITING, Progress.SENT, Progress.RECALLED)
FORMS: Mapping[str, Callable[[Brief], dict[str, Any]]] = {
    "signpost": Brief.pack,
    "bot_framework": handoff_event,
}


class NothingKept(LookupError):
    """Of this request no brief is kept any more: `signpost cases` without a form says why."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"no brief of {reference!r} is kept any more")


def list_cases(session: Session) -> str:
    """Return a line for each case, newest first, without anything personal."""
    cases = cases_of(Cases(session).newest(MOST + 1))
    return case_list(cases, Deliveries(session).of_cases([case.id for case in cases[:MOST]]))


def show_case(session: Session, reference: str) -> str:
    """Return one case with its brief, deliveries and history, or raise CaseNotFound."""
    found = cases_of(Cases(session).with_reference(reference.strip().upper()))
    sent = Deliveries(session).of_cases([case.id for case in found])
    shown = [case_page(case, sent, Casebook(session).audit(case.id)) for case in found]
    return "\n".join(shown)


def briefs_as_json(session: Session, reference: str, form: str) -> str:
    """Return the brief of each case of a reference as JSON, in one of FORMS, for whoever integrates.

    Raises CaseNotFound, or NothingKept when every one of them has been erased.
    """
    found = cases_of(Cases(session).with_reference(reference.strip().upper()))
    briefs = [Brief.unpack(case.brief) for case in found if case.brief is not None]
    if not briefs:
        raise NothingKept(reference)
    return "\n".join(json.dumps(FORMS[form](brief), ensure_ascii=False, indent=2) for brief in briefs)


def case_list(cases: list[Case], sent: Iterable[Delivery]) -> str:
    """Return the list as text; of a case that was told twice or by two ways, what needs a look the most."""
    if not cases:
        return say("utter_desk_no_cases")
    told: dict[str, list[Delivery]] = defaultdict(list)
    for delivery in sent:
        told[delivery.case_id].append(delivery)
    rows = [_row(case, _worst(told[case.id])) for case in cases[:MOST]]
    headings = [
        say(f"utter_label_desk_{name}") for name in ("reference", "opened", "state", "delivery", "hub")
    ]
    lines = list(aligned([headings, *rows]))
    if len(cases) > MOST:
        lines.append(say("utter_desk_more_cases"))
    return "\n".join(lines)


def case_page(case: Case, sent: Iterable[Delivery], history: Sequence[CaseEvent]) -> str:
    """Return one case as text."""
    lines = [
        fact(say("utter_label_desk_reference"), case.reference),
        fact(say("utter_label_desk_state"), say(f"utter_label_desk_state_{case.state}")),
        *(_delivery(one) for one in sent if one.case_id == case.id),
        "",
        say("utter_label_desk_history").upper(),
        *(f"- {_event(event)}" for event in history),
        "",
        _content(case, history),
    ]
    return "\n".join(lines)


def _gone(history: Sequence[CaseEvent]) -> str:
    if any(event.why == KEPT_LONG_ENOUGH for event in history):
        return "utter_desk_outlived"
    return "utter_desk_taken_back" if was_withdrawn(history) else "utter_desk_erased"


def _content(case: Case, history: Sequence[CaseEvent]) -> str:
    if case.brief is None:
        return say(_gone(history), at=moment(case.erased or case.changed))
    return page(Brief.unpack(case.brief))


def _worst(told: Sequence[Delivery]) -> Delivery | None:
    """Return how the last telling stands, by the way that it has come least far; None without one."""
    newest = max((one.created for one in told), default=None)
    last = [one for one in told if one.created == newest]
    return min(last, key=lambda one: NEEDS_A_LOOK.index(one.state), default=None)


def _row(case: Case, delivery: Delivery | None) -> list[str]:
    return [
        case.reference,
        f"{case.opened:%Y-%m-%d %H:%M}",
        say(f"utter_label_desk_state_{case.state}"),
        "" if delivery is None else _progress(delivery),
        case.hub_id,
    ]


def _delivery(delivery: Delivery) -> str:
    what = say(f"utter_label_desk_kind_{delivery.kind}")
    way = "" if delivery.way is None else f", {label('desk_way', delivery.way)}"
    return fact(f"{what}{way}", _progress(delivery))


def _progress(delivery: Delivery) -> str:
    state = say(f"utter_label_desk_progress_{delivery.state}")
    if delivery.error is not None and delivery.state is not Progress.SENT:
        return say(
            "utter_desk_attempts_failed", state=state, attempts=delivery.attempts, error=delivery.error
        )
    return say("utter_desk_attempts", state=state, attempts=delivery.attempts) if delivery.attempts else state


def _event(event: CaseEvent) -> str:
    what = say(f"utter_label_desk_state_{event.after}")
    why = flat(label("desk_why", event.why))
    return say("utter_desk_event", at=moment(event.at), what=what, who=event.who, why=why)
