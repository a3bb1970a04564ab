"""What is kept of somebody: as a short list to read, and whole, as JSON."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from desk.people import Found
from desk.words import flat, label, moment
from knowledge.storage.people import Tie
from knowledge.storage.personal import Personal
from knowledge.wording import say

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]
COUNTED = ("outbox", "inbox", "choices", "tracker_events", "plans")
LONGEST = 120


def listed(session: Session, found: Found) -> str:
    """Return a line for each thing that is kept, the conversations one after the other."""
    lines = [say("utter_people_person", key=key) for key in found.people] or [say("utter_people_no_person")]
    for conversation in found.conversations:
        ties = [tie for tie in found.ties if tie.conversation_id == conversation]
        lines += ["", *_conversation(conversation, Personal(session).rows(conversation), ties)]
    if any(not tie.verified for tie in found.ties) and len(found.conversations) > 1:
        lines += ["", say("utter_people_unproven")]
    return "\n".join(lines)


def exported(session: Session, found: Found) -> dict[str, Any]:
    """Return all that is kept, as it stands in each table, as JSON can hold it."""
    return {
        "people": list(found.people),
        "conversations": [
            {"id": one, "kept": _plain(Personal(session).rows(one))} for one in found.conversations
        ],
    }


def _conversation(conversation_id: str, rows: Rows, ties: Sequence[Tie]) -> Iterator[str]:
    yield _heading(conversation_id, rows)
    yield from (f"- {line}" for line in (*_ties(ties), *(list(_kept(rows)) or [say("utter_people_nothing")])))


def _heading(conversation_id: str, rows: Rows) -> str:
    for row in rows.get("conversations", ()):
        if row["erased"] and row["ended"]:
            at = moment(row["erased"])
            return say("utter_people_erased", id=conversation_id, channel=row["channel"], at=at)
        times = {"begun": moment(row["created"]), "seen": moment(row["last_seen"])}
        return say("utter_people_conversation", id=conversation_id, channel=row["channel"], **times)
    return say("utter_people_outlived", id=conversation_id)


def _ties(ties: Sequence[Tie]) -> Iterator[str]:
    for tie in ties:
        proof = say(f"utter_people_label_{'proven' if tie.verified else 'typed'}")
        yield say("utter_people_tie", kind=_kind(tie.kind), proof=proof)


def _kind(kind: str) -> str:
    # another kind is the name of a channel
    return say(f"utter_people_label_{kind}") if kind in ("email", "phone") else kind


def _kept(rows: Rows) -> Iterator[str]:
    for name in COUNTED:
        if name in rows:
            yield say(f"utter_people_count_{name}", count=len(rows[name]))
    for name, told in TOLD.items():
        yield from (line for row in rows.get(name, ()) if (line := told(row)))


def _noted(row: Row) -> str:
    profile = row["noted"].get("firm") or {}
    return say("utter_people_noted", words=", ".join(sorted(profile))) if profile else ""


def _subscription(row: Row) -> str:
    topics = ", ".join(row["topics"]) or say("utter_people_label_everything")
    return say("utter_people_subscription", topics=topics, address=flat(row["address"]))


def _reminder(row: Row) -> str:
    return say("utter_people_reminder", programme=row["programme_id"], address=flat(row["address"]))


def _feedback(row: Row) -> str:
    return say("utter_people_feedback", at=moment(row["at"]), words=flat(row["text"])[:LONGEST])


def _wrong(row: Row) -> str:
    return say("utter_people_wrong_information", at=moment(row["at"]), words=flat(row["text"])[:LONGEST])


def _case(row: Row) -> str:
    person = row["person"] or {}
    words = ", ".join(flat(str(value)) for value in person.values()) or say("utter_people_case_empty")
    state = label("desk_state", row["state"])
    return say(
        "utter_people_case", reference=row["reference"], state=state, at=moment(row["opened"]), words=words
    )


def _code(row: Row) -> str:
    wording = f"utter_people_code_{row['purpose']}_{'used' if row['used'] else 'given'}"
    return say(wording, at=moment(row["used"] or row["given"]))


def _stop(row: Row) -> str:
    return say("utter_people_stop", at=moment(row["at"]))


def _stop_of_address(row: Row) -> str:
    return say("utter_people_stop_of_address", at=moment(row["at"]))


TOLD: Mapping[str, Callable[[Row], str]] = {
    "conversations": _noted,
    "cases": _case,
    "subscriptions": _subscription,
    "reminders": _reminder,
    "feedback": _feedback,
    "wrong_information": _wrong,
    "handed_codes": _code,
    "opt_outs": _stop,
    "address_opt_outs": _stop_of_address,
}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, datetime) else value
