"""What comes in from Meta, as dataclasses; what has another form than we know is left out, never an error."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from knowledge.whereabouts import Position

LARGEST_BODY = 3 * 1024 * 1024  # what Meta says a call may have: less would lose what it may send
MOST_IDENTITY = 200
NORTHERNMOST, EASTERNMOST = 90, 180
KNOCK_PAYLOAD = "signpost.read"  # what our template's button sends back
OBJECT = "whatsapp_business_account"


class Kind(StrEnum):
    """What we make of a message: taken in, answered with a reason, or passed over."""

    TEXT = "text"
    CHOICE = "choice"
    KNOCKED = "knocked"
    MEDIA = "media"
    CONTACTS = "contacts"
    ORDER = "order"
    LOCATION = "location"
    CHANGED = "changed"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True)
class Incoming:
    """One message; `wamid` is Meta's name of it, in which the person's number can be read: keep `name_of` it.

    `user_id` is the person's id for our business, `phone` their number; one of them may be empty. `where` is
    the position in a location, which nobody keeps.
    """

    number: str
    wamid: str
    at: int
    user_id: str
    phone: str
    kind: Kind
    text: str = ""
    choice: str = ""
    where: Position | None = None

    @property
    def identity(self) -> str:
        """Return what tells people apart: the id for our business, or else the number."""
        return self.user_id or self.phone

    @property
    def message_id(self) -> str:
        """Return our own name of the message."""
        return name_of(self.wamid)

    @property
    def address(self) -> dict[str, str]:
        """Return what it takes to reach who wrote."""
        known = {"number": self.number, "user_id": self.user_id, "phone": self.phone}
        return {name: value for name, value in known.items() if value}


@dataclass(frozen=True)
class Status:
    """How far a message of ours has come, by our name of it; `error` is Meta's number of why it failed.

    `mark` is what we gave with the message; it may be empty.
    """

    message_id: str
    state: str
    error: int | None
    mark: str = ""


@dataclass(frozen=True)
class Moved:
    """A person whom Meta calls by another name from now on."""

    before: str
    now: str
    address: Mapping[str, str]


@dataclass(frozen=True)
class Call:
    """All that one call brings, in order; `strange` counts what is for a number that is not ours."""

    messages: tuple[Incoming, ...] = ()
    statuses: tuple[Status, ...] = ()
    moves: tuple[Moved, ...] = ()
    strange: int = 0


@dataclass
class _Found:
    messages: list[Incoming] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    moves: list[Moved] = field(default_factory=list)
    strange: int = 0


def name_of(wamid: str) -> str:
    """Return our own name for what Meta calls so: its names have telephone numbers in them."""
    return hashlib.sha256(wamid.encode("utf-8", "surrogatepass")).hexdigest()


def read(content: Mapping[str, Any], numbers: Mapping[str, str]) -> Call:
    """Return what a call brings for our numbers; the messages by the time that Meta gives them."""
    found = _Found()
    if content.get("object") == OBJECT:
        for entry in _dicts(content.get("entry")):
            for change in _dicts(entry.get("changes")):
                _read_change(change, numbers, found)
    found.messages.sort(key=lambda one: one.at)
    return Call(tuple(found.messages), tuple(found.statuses), tuple(found.moves), found.strange)


def _read_change(change: Mapping[str, Any], numbers: Mapping[str, str], found: _Found) -> None:
    value = _dict(change.get("value"))
    number = _text(_dict(value.get("metadata")).get("phone_number_id"))
    if number not in numbers:
        found.strange += 1
        return
    contacts = list(_dicts(value.get("contacts")))
    for message in _dicts(value.get("messages")):
        _read_message(message, number, contacts, found)
    found.statuses += filter(None, map(_status, _dicts(value.get("statuses"))))
    found.moves += filter(None, map(_update, _dicts(value.get("user_id_update"))))


def _read_message(
    message: Mapping[str, Any], number: str, contacts: list[Mapping[str, Any]], found: _Found
) -> None:
    phone, user_id = _who(message, contacts)
    if message.get("type") == "system":
        found.moves += filter(None, [_system(message, user_id or phone)])
        return
    wamid, read_as = _text(message.get("id")), _kind(message)
    if not wamid or not (phone or user_id) or read_as is None:
        return
    kind, text, choice = read_as
    where = position(_dict(message.get("location"))) if kind is Kind.LOCATION else None
    found.messages.append(
        Incoming(number, wamid, _moment(message), user_id, phone, kind, text, choice, where)
    )


def _who(message: Mapping[str, Any], contacts: list[Mapping[str, Any]]) -> tuple[str, str]:
    """Return the number and the id of who wrote; `from` may hold either, and either may be absent."""
    given = _identity(message.get("from"))
    contact = next((c for c in contacts if given and given in (c.get("wa_id"), c.get("user_id"))), None)
    contact = contact or (contacts[0] if len(contacts) == 1 else {})
    named = [given, _identity(contact.get("wa_id"))]
    phone = next((name.lstrip("+") for name in named if _is_phone(name)), "")
    ids = [_identity(message.get("from_user_id")), _identity(contact.get("user_id")), *named]
    return phone, next((name for name in ids if name and not _is_phone(name)), "")


def _kind(message: Mapping[str, Any]) -> tuple[Kind, str, str] | None:
    """Return what a message is, its words and the choice in it; None when nobody expects an answer."""
    kind, content = _text(message.get("type")), _dict(message.get(_text(message.get("type"))))
    if kind == "text":
        return Kind.TEXT, _text(content.get("body")), ""
    if kind == "button":
        payload, label = _text(content.get("payload")), _text(content.get("text"))
        return (Kind.KNOCKED, label, "") if payload == KNOCK_PAYLOAD else (Kind.CHOICE, label, payload)
    if kind == "interactive":
        pressed = _dict(content.get("button_reply")) or _dict(content.get("list_reply"))
        label, choice = _label(pressed), _text(pressed.get("id"))
        return (Kind.CHOICE, label, choice) if label or choice else (Kind.UNSUPPORTED, "", "")
    return None if kind == "reaction" else (_OTHERS.get(kind, Kind.UNSUPPORTED), "", "")


_OTHERS = {
    **dict.fromkeys(("image", "audio", "voice", "video", "document", "sticker"), Kind.MEDIA),
    **dict.fromkeys(("edit", "edited", "revoke", "revoked", "deleted"), Kind.CHANGED),
    "contacts": Kind.CONTACTS,
    "order": Kind.ORDER,
    "location": Kind.LOCATION,
}


def _label(pressed: Mapping[str, Any]) -> str:
    """Return what stood on a button: of a row with a shortened title the description has all of it."""
    title, description = _text(pressed.get("title")), _text(pressed.get("description"))
    return description or title


def position(location: Mapping[str, Any]) -> Position | None:
    """Return the position in a location; None when it has none that there is on Earth."""
    try:
        north, east = (float(location.get(name, "")) for name in ("latitude", "longitude"))
    except (TypeError, ValueError):
        return None
    return Position(north, east) if abs(north) <= NORTHERNMOST and abs(east) <= EASTERNMOST else None


def _status(status: Mapping[str, Any]) -> Status | None:
    wamid, state = _text(status.get("id")), _text(status.get("status"))
    codes = [error.get("code") for error in _dicts(status.get("errors"))]
    error = next((code for code in codes if isinstance(code, int)), None)
    mark = _text(status.get("biz_opaque_callback_data"))
    return Status(name_of(wamid), state, error, mark) if wamid and state else None


def _system(message: Mapping[str, Any], before: str) -> Moved | None:
    """Return the new name of a person whose number has changed."""
    told = _dict(message.get("system"))
    user_id, phone = _identity(told.get("user_id")), _identity(told.get("wa_id") or told.get("new_wa_id"))
    if before and phone and not user_id and not _is_phone(before):
        return Moved(before, before, {"phone": phone})  # whom we know by an id is no other by a new number
    return _moved(before, user_id, phone)


def _update(update: Mapping[str, Any]) -> Moved | None:
    """Return the new id of a person."""
    ids = _dict(update.get("user_id"))
    before, now = _identity(ids.get("previous")), _identity(ids.get("current"))
    return _moved(before, now, _identity(update.get("wa_id")))


def _moved(before: str, user_id: str, phone: str) -> Moved | None:
    now = user_id or phone
    if not before or not now or before == now:
        return None
    known = {"user_id": user_id, "phone": phone}
    return Moved(before, now, {name: value for name, value in known.items() if value})


def _moment(message: Mapping[str, Any]) -> int:
    given = _text(message.get("timestamp"))
    return int(given) if given.isascii() and given.isdigit() and len(given) < len("99999999999") else 0


def _is_phone(name: str) -> bool:
    digits = name.removeprefix("+")
    return digits.isascii() and digits.isdigit()


def _identity(given: object) -> str:
    name = _text(given)
    return name if len(name) <= MOST_IDENTITY and name.isprintable() and name.isascii() else ""


def _text(given: object) -> str:
    return given if isinstance(given, str) else ""


def _dict(given: object) -> Mapping[str, Any]:
    return given if isinstance(given, dict) else {}


def _dicts(given: object) -> Iterator[Mapping[str, Any]]:
    return (one for one in given if isinstance(one, dict)) if isinstance(given, list) else iter(())
