"""What comes in from Twilio: a form that was signed, as the same dataclasses as what comes from Meta."""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from bot.channels.whatsapp.protocol import KNOCK_PAYLOAD, Incoming, Kind, name_of, position
from knowledge.storage.channel_messages import Arrived, Part

LARGEST_BODY = 256 * 1024  # a message has 4,096 characters at most, of up to twelve bytes each in a form
INCOMING, STATUS = "/channels/twilio", "/channels/twilio/status"  # where Twilio calls us
MARK = "of"  # what the part is called in the address that we are told its fate under
SCHEME = "whatsapp:"
STATES = {
    "sent": Arrived.SENT,
    "delivered": Arrived.DELIVERED,
    "read": Arrived.READ,
    "failed": Arrived.FAILED,
    "undelivered": Arrived.FAILED,
}
_SID = re.compile(r"(SM|MM)[0-9a-f]{32}")
_PHONE = re.compile(r"\+?([0-9]{5,20})")
_USER_ID = re.compile(r"[A-Z]{2}\.[A-Za-z0-9.]{1,190}")
_CODE = re.compile(r"[0-9]{1,6}")
_CARDS = frozenset({"text/vcard", "text/x-vcard", "text/directory"})
_NONE = frozenset({"", "0"})


class NotOurs(ValueError):
    """The call is for an account or a number that is not ours: look at where Twilio was told to call."""


@dataclass(frozen=True)
class Status:
    """How far a message of ours has come, by our name of it; `error` is Twilio's number of why it failed."""

    message_id: str
    state: Arrived
    error: int | None


@dataclass(frozen=True)
class Ours:
    """The account and the numbers that calls must be for."""

    account: str
    numbers: Container[str]

    def check(self, form: Mapping[str, str], field: str) -> str:
        """Return the number of ours in a field, or raise NotOurs."""
        number = form.get(field, "").removeprefix(SCHEME)
        if form.get("AccountSid") != self.account or not form.get(field, "").startswith(SCHEME):
            raise NotOurs
        if number not in self.numbers:
            raise NotOurs
        return number


def status_of(part: Part) -> str:
    """Return where we are to be told what becomes of a part of a row."""
    return f"{STATUS}?{MARK}={part.mark}"


def form_of(fields: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the fields of a form by their names; of two with one name the first."""
    return dict(reversed(fields))


def message(form: Mapping[str, str], ours: Ours) -> Incoming | None:
    """Return what somebody wrote to one of our numbers; None for what nobody expects an answer to.

    Raise NotOurs when it is for somebody else.
    """
    number = ours.check(form, "To")
    sid, (phone, user_id), read_as = form.get("MessageSid", ""), _who(form), _kind(form)
    if not _SID.fullmatch(sid) or not (phone or user_id) or read_as is None:
        return None
    kind, text, choice = read_as
    named = {"latitude": form.get("Latitude"), "longitude": form.get("Longitude")}
    where = position(named) if kind is Kind.LOCATION else None
    return Incoming(number, sid, 0, user_id, phone, kind, text, choice, where)


def status(form: Mapping[str, str], ours: Ours) -> Status | None:
    """Return what became of a message of ours; None for a state that says nothing. Raise like `message`."""
    ours.check(form, "From")
    sid, state = form.get("MessageSid", ""), STATES.get(form.get("MessageStatus", ""))
    if not _SID.fullmatch(sid) or state is None:
        return None
    code = form.get("ErrorCode", "")
    return Status(name_of(sid), state, int(code) if _CODE.fullmatch(code) else None)


def _who(form: Mapping[str, str]) -> tuple[str, str]:
    """Return the number and the id of who wrote; `From` holds either, and either may be absent."""
    named = [form.get(name, "") for name in ("From", "WaId", "ExternalUserId", "ExternalUserIdentifier")]
    bare = [name.removeprefix(SCHEME) for name in named]
    phones = [found[1] for name in bare if (found := _PHONE.fullmatch(name))]
    ids = [name for name in bare if _USER_ID.fullmatch(name)]
    return next(iter(phones), ""), next(iter(ids), "")


def _kind(form: Mapping[str, str]) -> tuple[Kind, str, str] | None:
    """Return what a message is, its words and the choice in it; None when nobody expects an answer."""
    body, kind = form.get("Body", ""), form.get("MessageType", "")
    if kind == "reaction":
        return None
    if form.get("NumMedia", "") not in _NONE:
        is_contact = form.get("MediaContentType0", "").partition(";")[0].strip().lower() in _CARDS
        return (Kind.CONTACTS if is_contact or kind == "contacts" else Kind.MEDIA), "", ""
    if form.get("Latitude") or form.get("Longitude"):
        return Kind.LOCATION, "", ""
    pressed = _pressed(form)
    if pressed is not None:
        return pressed
    return (Kind.TEXT, body, "") if body.strip() else (_OTHERS.get(kind, Kind.UNSUPPORTED), "", "")


_OTHERS = {"contacts": Kind.CONTACTS, "order": Kind.ORDER, "location": Kind.LOCATION}


def _pressed(form: Mapping[str, str]) -> tuple[Kind, str, str] | None:
    """Return the button or the row that was pressed, if one was."""
    payload = form.get("ButtonPayload") or form.get("ListId") or ""
    label = form.get("ButtonText") or form.get("ListTitle") or ""
    if payload == KNOCK_PAYLOAD:
        return Kind.KNOCKED, label, ""
    return (Kind.CHOICE, label or form.get("Body", ""), payload) if payload or label else None
