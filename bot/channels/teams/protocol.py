"""What comes in from Teams, as dataclasses; what has another form than we know is passed over."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.channels.teams.gate import tenants_of
from bot.channels.teams.plain import plain_text

LARGEST_BODY = 256 * 1024  # a message has 28 kB; what cards add to it is far less than the rest
MOST_NAME = 500
CHANNEL = "teams"  # what it is called with us
CHOOSE = "choose"  # the verb of our buttons
WRONG = "wrong"  # and of those on the card of a programme
CLAIM, RETURN, CLOSE, TALK = "claim", "return", "close", "talk"  # and on that of a request for a person
ACTS = frozenset({WRONG, CLAIM, RETURN, CLOSE, TALK})
CARD_ACTION = "adaptiveCard/action"
QUERY = "composeExtension/query"
IN_THREAD = ";messageid="
_CHANGES = {"messageUpdate": "editMessage", "messageDelete": "softDeleteMessage"}
_NO_FILES = ("text/", "messageReference", "application/vnd.microsoft.card.")


class Kind(StrEnum):
    """What we make of an activity: taken in, answered with a reason, or passed over."""

    TEXT = "text"
    CHOICE = "choice"
    ACT = "act"
    FILES = "files"
    CHANGED = "changed"
    INSTALLED = "installed"
    NOTHING = "nothing"


_NOTHING = Kind.NOTHING, "", "", ""


class Place(StrEnum):
    """Where in Teams something is said: to the bot alone, in a chat of several, in a channel of a team."""

    PERSONAL = "personal"
    GROUP = "groupChat"
    CHANNEL = "channel"


@dataclass(frozen=True)
class Incoming:
    """One activity. `activity_id` is Teams' name of it: keep `message_id`, which says nothing.

    `person` tells who it is in their organisation, and never changes; `thread` is the conversation that is
    answered in. `has_files` says that files came with the text. `verb` is what a button of ours asks for that
    is no choice, and `data` what it is about, as it came.
    """

    kind: Kind
    place: Place
    activity_id: str
    tenant: str
    person: str
    thread: str
    bot: str
    service_url: str
    text: str = ""
    choice: str = ""
    has_files: bool = False
    verb: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def identity(self) -> str:
        """Return who it is, whatever they do in Teams."""
        return f"{self.tenant}/{self.person}"

    @property
    def room(self) -> str:
        """Return where others read along, which is a conversation of its own; nothing for a personal chat."""
        return "" if self.place is Place.PERSONAL else self.thread

    @property
    def channel(self) -> str:
        """Return the channel or chat as a whole, in whatever thread of it something was said."""
        return self.thread.partition(IN_THREAD)[0]

    @property
    def message_id(self) -> str:
        """Return our own name of the activity."""
        return name_of(f"{self.thread}\0{self.activity_id}")

    @property
    def address(self) -> dict[str, str]:
        """Return what it takes to write there at any time."""
        return {
            "service_url": self.service_url,
            "conversation": self.thread,
            "bot": self.bot,
            "tenant": self.tenant,
        }


def name_of(theirs: str) -> str:
    """Return our own name for what Teams calls so: its names say where and when people write."""
    return hashlib.sha256(theirs.encode("utf-8", "surrogatepass")).hexdigest()


def read(activity: Mapping[str, Any]) -> Incoming | None:
    """Return what an activity is to us; None when it is nothing, or nobody can be told by it."""
    conversation, author = _dict(activity.get("conversation")), _dict(activity.get("from"))
    person, bot = _name(author.get("aadObjectId")).lower(), _name(_dict(activity.get("recipient")).get("id"))
    activity_id, thread = _name(activity.get("id")), _name(conversation.get("id"))
    tenant, place = next(iter(tenants_of(activity)), ""), _place(conversation)
    kind, text, choice, name = _content(activity, place, bot)
    if kind is Kind.NOTHING or not all((person, bot, thread, tenant, name or activity_id)):
        return None
    verb, data = _act(activity) if kind is Kind.ACT else ("", {})
    if place is Place.CHANNEL and kind is not Kind.INSTALLED and IN_THREAD not in thread:
        thread = f"{thread}{IN_THREAD}{activity_id}"
    return Incoming(
        kind,
        place,
        name or activity_id,
        tenant,
        person,
        thread,
        bot,
        _text(activity.get("serviceUrl")),
        text,
        choice,
        has_files=kind is Kind.TEXT and _has_files(activity),
        verb=verb,
        data=data,
    )


def invoked(activity: Mapping[str, Any]) -> str | None:
    """Return what an activity asks to be answered at once; None for all that are only told."""
    return _text(activity.get("name")) if activity.get("type") == "invoke" else None


def _content(activity: Mapping[str, Any], place: Place, bot: str) -> tuple[Kind, str, str, str]:
    """Return the kind of an activity, its text, its choice, and a name where its id is not its own."""
    kind = activity.get("type")
    if kind == "message":
        return (*_message(activity, place, bot), "")
    if kind == "invoke" and activity.get("name") == CARD_ACTION:
        pressed = _dict(_dict(activity.get("value")).get("action"))
        if pressed.get("verb") == CHOOSE:
            return (*_pressed(pressed.get("data")), "")
        return (Kind.ACT, "", "", "") if _act(activity)[0] else _NOTHING
    if _is_change(activity) and place is Place.PERSONAL:
        # the id is that of the message; each change has its own time
        its = (kind, activity.get("id"), activity.get("timestamp"))
        return Kind.CHANGED, "", "", name_of(repr(its))
    if _is_installed(activity, bot):
        return Kind.INSTALLED, "", "", "installed"
    return _NOTHING


def _message(activity: Mapping[str, Any], place: Place, bot: str) -> tuple[Kind, str, str]:
    if _act(activity)[0]:
        return Kind.ACT, "", ""
    if "choice" in _dict(activity.get("value")):
        return _pressed(activity["value"])
    mentions = [one for one in _dicts(activity.get("entities")) if one.get("type") == "mention"]
    ours = [_text(one.get("text")) for one in mentions if _dict(one.get("mentioned")).get("id") == bot]
    if place is not Place.PERSONAL and not ours:
        return Kind.NOTHING, "", ""
    said = plain_text(_text(activity.get("text")), ours)
    return (Kind.FILES if not said and _has_files(activity) else Kind.TEXT), said, ""


def _act(activity: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """Return what a button asks for that is no choice, and what it is about; nothing for all else.

    Old clients send a message of the same content.
    """
    value = _dict(activity.get("value"))
    pressed = _dict(value.get("action")) if activity.get("type") == "invoke" else {"data": value, **value}
    verb = _text(pressed.get("verb"))
    return (verb, _dict(pressed.get("data"))) if verb in ACTS else ("", {})


def _pressed(data: object) -> tuple[Kind, str, str]:
    pressed = _dict(data)
    return Kind.CHOICE, _text(pressed.get("label")), _text(pressed.get("choice"))


def _is_change(activity: Mapping[str, Any]) -> bool:
    wanted = _CHANGES.get(_text(activity.get("type")))
    return wanted is not None and _dict(activity.get("channelData")).get("eventType") == wanted


def _is_installed(activity: Mapping[str, Any], bot: str) -> bool:
    if activity.get("type") == "installationUpdate":
        return activity.get("action") == "add"
    if activity.get("type") != "conversationUpdate":
        return False
    return bool(bot) and any(one.get("id") == bot for one in _dicts(activity.get("membersAdded")))


def _has_files(activity: Mapping[str, Any]) -> bool:
    kinds = (_text(one.get("contentType")) for one in _dicts(activity.get("attachments")))
    return any(not kind.startswith(_NO_FILES) for kind in kinds)


def _place(conversation: Mapping[str, Any]) -> Place:
    kind = conversation.get("conversationType")
    if kind in (Place.CHANNEL, Place.GROUP):
        return Place(kind)
    return Place.GROUP if conversation.get("isGroup") is True else Place.PERSONAL


def _name(given: object) -> str:
    name = _text(given)
    return name if len(name) <= MOST_NAME and name.isprintable() else ""


def _text(given: object) -> str:
    return given if isinstance(given, str) else ""


def _dict(given: object) -> Mapping[str, Any]:
    return given if isinstance(given, dict) else {}


def _dicts(given: object) -> Iterator[Mapping[str, Any]]:
    return (one for one in given if isinstance(one, dict)) if isinstance(given, list) else iter(())
