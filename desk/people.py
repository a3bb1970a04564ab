"""Who is who for the desk: what a person leaves ties their conversations together, for the operator alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from knowledge.identities import EMAIL, PHONE, Identity, contact
from knowledge.storage.cases import CaseNotFound, Cases
from knowledge.storage.channel_people import ChannelPeople
from knowledge.storage.conversations import Conversations
from knowledge.storage.notes import Notes, Reminder, Subscription
from knowledge.storage.outbox import PUSHED
from knowledge.storage.people import People, Tie
from knowledge.storage.personal import Personal


class NobodyFound(LookupError):
    """Nothing is kept under this key."""

    def __init__(self) -> None:
        super().__init__(
            "nothing is kept under this key: give a person's key, the id of a conversation, the reference of "
            "a request, an e-mail address or a telephone number"
        )


@dataclass(frozen=True)
class Found:
    """What a key leads to: the conversations it names, and with them those of the same people.

    `others` rest on contacts that somebody typed and nobody proved, unless their tie says otherwise.
    """

    named: tuple[str, ...]
    others: tuple[str, ...]
    people: tuple[str, ...]
    ties: tuple[Tie, ...]

    @property
    def conversations(self) -> tuple[str, ...]:
        """Return all of them, those that the key names first."""
        return self.named + self.others


def left(session: Session, conversation_id: str, addresses: Iterable[str | None], now: datetime) -> None:
    """Note that somebody left these ways to reach them in a conversation; what is none is passed over."""
    read = (contact(address) for address in addresses if address)
    if identities := [one for one in read if one is not None]:
        People(session).tie(conversation_id, identities, now)


def recognise(session: Session, conversation_id: str, identity: Identity, now: datetime) -> str:
    """Return the key of the person behind a channel's own identity, new or known, and tie the conversation.

    Only for what a channel has proven (a signed WhatsApp number, a Teams id): `kind` is the channel's name.
    """
    return People(session).tie(conversation_id, [identity], now, verified=True)


def same_person(session: Session, conversation_id: str) -> list[str]:
    """Return the other conversations of whoever a channel has proven to be in this one, oldest first.

    An address or a number proves nothing: anybody can type it.
    """
    people = People(session)
    proven = [
        tie
        for tie in people.ties(people.of_conversation(conversation_id))
        if tie.verified and tie.kind not in (EMAIL, PHONE)
    ]
    here = {tie.person_id for tie in proven if tie.conversation_id == conversation_id}
    theirs = _once(tie.conversation_id for tie in proven if tie.person_id in here)
    return [one for one in theirs if one != conversation_id]


def left_behind(session: Session, conversation_id: str) -> list[str]:
    """Return the chats of the same person that were joined to another: nobody is in them any more."""
    behind = []
    for one in same_person(session, conversation_id):
        kept = Conversations(session).lock_if_kept(one)
        if (
            kept is not None
            and kept.channel in PUSHED
            and ChannelPeople(session).of_conversation(one) is None
        ):
            behind.append(one)
    return behind


def find(session: Session, key: str) -> Found:
    """Return what a person's key, a conversation, a reference, an e-mail address or a number leads to.

    Raises NobodyFound.
    """
    key, people = key.strip(), People(session)
    if people.has(key):
        ties = people.ties([key])
        return Found(_once(tie.conversation_id for tie in ties), (), (key,), tuple(ties))
    named = _named(session, key)
    if not named:
        raise NobodyFound
    persons = _once(person for one in named for person in people.of_conversation(one))
    ties = people.ties(persons)
    others = (tie.conversation_id for tie in ties if tie.conversation_id not in named)
    return Found(named, _once(others), persons, tuple(ties))


def tie_earlier(session: Session, conversation_id: str) -> None:
    """Tie a conversation by what it left before people were kept; doing it again changes nothing."""
    for case in Cases(session).of_conversation(conversation_id):
        person = case.person or {}
        left(session, conversation_id, (person.get("email"), person.get("phone")), case.opened)
    notes = Notes(session)
    for wish in notes.of_conversation(Subscription, conversation_id):
        left(session, conversation_id, [wish.address], wish.at)
    for reminder in notes.of_conversation(Reminder, conversation_id):
        left(session, conversation_id, [reminder.address], reminder.at)


def _named(session: Session, key: str) -> tuple[str, ...]:
    if Personal(session).exists(key):
        return (key,)
    try:
        return _once(case.conversation_id for case in Cases(session).with_reference(key.upper()))
    except CaseNotFound:
        identity = contact(key)
        return () if identity is None else tuple(People(session).conversations_with(identity))


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
