"""Who writes to us through other channels: which conversation is theirs, and how to reach them there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Row,
    Select,
    String,
    Table,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Session

from knowledge.storage.sealed import SealedJson
from knowledge.storage.tables import Instant, metadata

channel_people = Table(
    "channel_people",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("conversation_id", String(40), ForeignKey("conversations.id"), nullable=False),
    Column("address", SealedJson, nullable=False),
    Column("last_inbound", Instant, nullable=False),
    Column("stopped", Instant),
    Index("ix_channel_people_conversation_id", "conversation_id"),
)


@dataclass(frozen=True)
class ChannelPerson:
    """One person on one channel; `key` tells them apart and says nothing of who they are.

    `address` is what the channel needs to reach them, `last_inbound` when they last wrote, `stopped` since
    when they want no messages that they did not ask for.
    """

    channel: str
    key: str
    conversation_id: str
    address: dict[str, Any]
    last_inbound: datetime
    stopped: datetime | None = None


# built once: docs/decisions/0023-committed-together.md
NAMED = channel_people.c.channel == bindparam("on"), channel_people.c.key == bindparam("who")
FIND = select(channel_people).where(*NAMED)
OF_CONVERSATION = select(channel_people).where(channel_people.c.conversation_id == bindparam("of"))
WROTE = (
    update(channel_people)
    .where(*NAMED)
    .values(conversation_id=bindparam("of"), address=bindparam("reached"), last_inbound=bindparam("at"))
)


class ChannelPeople:
    """The people on other channels, one row for each channel that somebody uses."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def find(self, channel: str, key: str) -> ChannelPerson | None:
        """Return who this is, or None when they have never written."""
        return self._one(FIND, {"on": channel, "who": key})

    def of_conversation(self, conversation_id: str) -> ChannelPerson | None:
        """Return who a conversation is with; None on the web, where nobody is reached from outside."""
        return self._one(OF_CONVERSATION, {"of": conversation_id})

    def add(self, person: ChannelPerson) -> None:
        """Add somebody who writes for the first time."""
        self._session.execute(insert(channel_people).values(**vars(person)))

    def wrote(
        self, person: ChannelPerson, conversation_id: str, address: dict[str, Any], at: datetime
    ) -> None:
        """Note that they wrote again: in which conversation, and how they are reached now."""
        latest = max(person.last_inbound, at)
        its = {"on": person.channel, "who": person.key, "of": conversation_id}
        self._session.execute(WROTE, {**its, "reached": address, "at": latest})

    def stop(self, person: ChannelPerson, at: datetime | None) -> None:
        """Note since when they want no messages that they did not ask for; None: they want them again."""
        self._set(person, stopped=None if at is None else max(at, person.last_inbound))

    def silent_since(self, person: ChannelPerson, at: datetime) -> None:
        """Note what the channel knows better: they last wrote then, unless they have written again since."""
        unchanged = channel_people.c.last_inbound == person.last_inbound
        self._set(person, unchanged, last_inbound=min(person.last_inbound, at))

    def forget_address(self, person: ChannelPerson) -> None:
        """Delete how they are reached, unless they have written again since; that they are known stays."""
        self._set(person, channel_people.c.last_inbound == person.last_inbound, address={})

    def let_go(self, conversation_id: str) -> None:
        """Delete how the person of a conversation is reached; that they want no messages stays."""
        its = channel_people.c.conversation_id == conversation_id
        self._session.execute(update(channel_people).where(its).values(address={}))

    def move(self, person: ChannelPerson, key: str, address: dict[str, Any]) -> None:
        """Note that their channel tells them apart by another key from now on.

        When somebody has written under that key already, they are that one: a stop is taken over.
        """
        other = self.find(person.channel, key)
        if other is None or other.key == person.key:
            self._set(person, key=key, address=address)
            return
        its = channel_people.c.channel == person.channel, channel_people.c.key == person.key
        self._session.execute(delete(channel_people).where(*its))
        if person.stopped is not None:
            self.stop(other, person.stopped)

    def _set(self, person: ChannelPerson, *conditions: ColumnElement[bool], **values: Any) -> None:
        its = channel_people.c.channel == person.channel, channel_people.c.key == person.key
        self._session.execute(update(channel_people).where(*its, *conditions).values(**values))

    def _one(self, query: Select[Any], its: Mapping[str, str]) -> ChannelPerson | None:
        row: Row[Any] | None = self._session.execute(query, its).one_or_none()
        return None if row is None else ChannelPerson(**row._mapping)
