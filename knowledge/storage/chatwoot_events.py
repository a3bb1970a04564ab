"""What was heard from Chatwoot, so that hearing it again changes nothing, and who its agents are."""

from contextlib import suppress
from datetime import datetime

from sqlalchemy import Column, Index, String, Table, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge.storage.tables import Instant, metadata

chatwoot_events = Table(
    "chatwoot_events",
    metadata,
    Column("key", String(100), primary_key=True),
    Column("delivery", String(100)),
    Column("heard", Instant, nullable=False),
    Index("ix_chatwoot_events_delivery", "delivery"),
    Index("ix_chatwoot_events_heard", "heard"),
)
chatwoot_agents = Table(
    "chatwoot_agents",
    metadata,
    Column("id", String(100), primary_key=True),
    Column("name", String(200), nullable=False),
)


class ChatwootEvents:
    """The events, each known by what it tells, and by the id of the delivery that brought it."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def is_new(self, key: str, delivery: str | None, now: datetime) -> bool:
        """Note an event, and return whether it had not been heard of.

        The id of a delivery is not signed: who sends an old event under a new id is found out by the key.
        """
        known = [chatwoot_events.c.key == key]
        if delivery is not None:
            known.append(chatwoot_events.c.delivery == delivery)
        if self._session.execute(select(chatwoot_events.c.key).where(or_(*known))).first() is not None:
            return False
        try:
            with self._session.begin_nested():
                self._session.execute(insert(chatwoot_events).values(key=key, delivery=delivery, heard=now))
        except IntegrityError:  # it came twice at once, and the other was first
            return False
        return True

    def sweep(self, before: datetime) -> None:
        """Forget the events that were heard before then."""
        self._session.execute(delete(chatwoot_events).where(chatwoot_events.c.heard < before))


class ChatwootAgents:
    """The names of the agents who have written, by the id that cases know them under."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def name(self, agent_id: str, name: str) -> None:
        """Keep what an agent is called now."""
        named = chatwoot_agents.c.id == agent_id
        changing = update(chatwoot_agents).where(named).values(name=name).returning(chatwoot_agents.c.id)
        if self._session.execute(changing).one_or_none() is None:
            with (
                suppress(IntegrityError),
                self._session.begin_nested(),
            ):  # another message of theirs was first
                self._session.execute(insert(chatwoot_agents).values(id=agent_id, name=name))

    def names(self) -> dict[str, str]:
        """Return what each agent is called."""
        return {row.id: row.name for row in self._session.execute(select(chatwoot_agents))}
