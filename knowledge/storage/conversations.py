"""The conversations: who owns each one, what is noted, and which process has a turn of it in hand."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    Index,
    Integer,
    Row,
    Select,
    String,
    Table,
    bindparam,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from knowledge.storage.sealed import SealedJson
from knowledge.storage.shelf import ID_LENGTH
from knowledge.storage.tables import Instant, metadata

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("origin", String(300), nullable=False),
    Column("hub_id", String(ID_LENGTH)),
    Column("owner", String(10), nullable=False),
    Column("noted", SealedJson, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("person_read", Integer, nullable=False, server_default="0"),
    Column("broker_read", Integer, nullable=False, server_default="0"),
    Column("lease_owner", String(40)),
    Column("lease_until", Instant),
    Column("created", Instant, nullable=False),
    Column("last_seen", Instant, nullable=False),
    Column("erased", Instant),
    Column("ended", Instant),
    Index("ix_conversations_last_seen", "last_seen"),
)


# built once: docs/decisions/0023-committed-together.md
ITS = conversations.c.id == bindparam("of")
ONE = select(conversations).where(ITS)
ONE_ALONE = ONE.with_for_update()
CLAIM = (
    update(conversations)
    .where(
        ITS,
        or_(
            conversations.c.lease_owner.is_(None),
            conversations.c.lease_until <= bindparam("now", type_=Instant),
        ),
    )
    .values(lease_owner=bindparam("holder"), lease_until=bindparam("until"))
    .returning(conversations)
)
RELEASE = (
    update(conversations)
    .where(ITS, conversations.c.lease_owner == bindparam("holder"))
    .values(lease_owner=None, lease_until=None)
)
HEADS = select(
    conversations.c.id,
    conversations.c.last_seq,
    conversations.c.owner,
    conversations.c.ended,
    conversations.c.broker_read,
).where(conversations.c.id.in_(bindparam("ids", expanding=True)))
SEEN = update(conversations).where(ITS).values(last_seen=bindparam("at"))
NOTE = update(conversations).where(ITS).values(noted=bindparam("content"))
READ_BY_PERSON, READ_BY_BROKER = (
    update(conversations)
    .where(ITS, read < bindparam("seq"), conversations.c.last_seq >= bindparam("seq"))
    .values({read: bindparam("seq")})
    for read in (conversations.c.person_read, conversations.c.broker_read)
)


class Owner(StrEnum):
    """Who answers: the bot; the bot until a broker comes; a broker alone."""

    BOT = "bot"
    QUEUE = "queue"
    BROKER = "broker"


class ConversationNotFound(LookupError):
    """No conversation has this id: open a new one."""

    def __init__(self, conversation_id: str) -> None:
        super().__init__(f"no conversation {conversation_id!r}")
        self.conversation_id = conversation_id


@dataclass(frozen=True)
class Conversation:
    """One conversation as it stands.

    `erased` is when its content was last deleted; `ended` is when it stopped taking messages for good.
    `hub_id` is the front door of the web site where it began: it counts until the place of the firm is known.
    `person_read` and `broker_read` are the numbers of the last line that each has had on their screen.
    """

    id: str
    channel: str
    origin: str
    owner: Owner
    noted: dict[str, Any]
    last_seq: int
    lease_owner: str | None
    created: datetime
    last_seen: datetime
    erased: datetime | None = None
    ended: datetime | None = None
    person_read: int = 0
    broker_read: int = 0
    hub_id: str | None = None


@dataclass(frozen=True)
class Head:
    """How far one conversation has come: what changes when there is news for its listeners."""

    last_seq: int
    owner: Owner
    ended: bool
    broker_read: int = 0


class Conversations:
    """The conversations, one row each."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def start(
        self, conversation_id: str, channel: str, origin: str, now: datetime, hub_id: str | None = None
    ) -> None:
        """Add a conversation that the bot owns and nothing is noted of; `hub_id` is that of its web site."""
        self._session.execute(
            insert(conversations).values(
                id=conversation_id,
                channel=channel,
                origin=origin,
                hub_id=hub_id,
                owner=Owner.BOT,
                noted={},
                last_seq=0,
                created=now,
                last_seen=now,
            )
        )

    def get(self, conversation_id: str) -> Conversation:
        """Return one conversation, or raise ConversationNotFound."""
        return self._one(conversation_id, ONE)

    def hub_of(self, conversation_id: str) -> str | None:
        """Return the front door of the web site where it began, or None."""
        its = select(conversations.c.hub_id).where(conversations.c.id == conversation_id)
        return self._session.execute(its).scalar_one_or_none()

    def takes_messages(self, conversation_id: str) -> bool:
        """Can its person still read and write in it?"""
        its = conversations.c.id == conversation_id, conversations.c.ended.is_(None)
        return self._session.execute(select(conversations.c.id).where(*its)).one_or_none() is not None

    def lock(self, conversation_id: str) -> Conversation:
        """Return one conversation that nobody else can change before this transaction ends."""
        return self._one(conversation_id, ONE_ALONE)

    def lock_if_kept(self, conversation_id: str) -> Conversation | None:
        """Do as `lock` does; None when it was deleted."""
        try:
            return self.lock(conversation_id)
        except ConversationNotFound:
            return None

    def heads(self, ids: list[str]) -> dict[str, Head]:
        """Return how far each of these conversations has come, in one query."""
        found = self._session.execute(HEADS, {"ids": ids})
        return {
            row.id: Head(row.last_seq, Owner(row.owner), row.ended is not None, row.broker_read)
            for row in found
        }

    def seen(self, conversation_id: str, now: datetime) -> None:
        """Note that the person was here."""
        self._session.execute(SEEN, {"of": conversation_id, "at": now})

    def read_by_person(self, conversation_id: str, seq: int) -> None:
        """Note that the person has had this line on their screen; what they have read stays read."""
        self._session.execute(READ_BY_PERSON, {"of": conversation_id, "seq": seq})

    def read_by_broker(self, conversation_id: str, seq: int) -> None:
        """Note that the broker has had this line on their screen."""
        self._session.execute(READ_BY_BROKER, {"of": conversation_id, "seq": seq})

    def note(self, conversation_id: str, noted: dict[str, Any]) -> None:
        """Replace what is noted."""
        self._session.execute(NOTE, {"of": conversation_id, "content": noted})

    def hand_to(self, conversation_id: str, owner: Owner) -> None:
        """Give the conversation to the bot, to the queue for a broker, or to a broker."""
        self._set(conversation_id, owner=owner)

    def claim(self, conversation_id: str, holder: str, now: datetime, until: datetime) -> Conversation | None:
        """Take the turn of a conversation and return it; None while another holder's time is not over."""
        its = {"of": conversation_id, "holder": holder, "now": now, "until": until}
        row = self._session.execute(CLAIM, its).one_or_none()
        return None if row is None else _conversation(row)

    def prolong(self, conversation_id: str, holder: str, until: datetime) -> None:
        """Hold the turn longer, if it is still this holder's."""
        mine = conversations.c.id == conversation_id, conversations.c.lease_owner == holder
        self._session.execute(update(conversations).where(*mine).values(lease_until=until))

    def release(self, conversation_id: str, holder: str) -> None:
        """Let go of the turn, if it is still this holder's."""
        self._session.execute(RELEASE, {"of": conversation_id, "holder": holder})

    def end(self, conversation_id: str, now: datetime) -> None:
        """Take no more messages for this conversation, ever."""
        self._set(conversation_id, ended=now)

    def forget(self, conversation_id: str, now: datetime) -> None:
        """Delete what this table keeps of the content; that it was erased stays known."""
        self._set(conversation_id, noted={}, origin="", hub_id=None, erased=now)

    def _set(self, conversation_id: str, **values: Any) -> None:
        self._session.execute(
            update(conversations).where(conversations.c.id == conversation_id).values(**values)
        )

    def _one(self, conversation_id: str, query: Select[Any]) -> Conversation:
        row = self._session.execute(query, {"of": conversation_id}).one_or_none()
        if row is None:
            raise ConversationNotFound(conversation_id)
        return _conversation(row)


def _conversation(row: Row[Any]) -> Conversation:
    content = {name: value for name, value in row._mapping.items() if name != "lease_until"}
    return Conversation(**{**content, "owner": Owner(row.owner)})
