"""Which broker somebody in Teams is, the codes that say so once, and the channel of each front door."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, String, Table, delete, insert, select, update
from sqlalchemy.orm import Session

from knowledge.storage.brokers import brokers, token_hash
from knowledge.storage.sealed import SealedJson
from knowledge.storage.tables import Instant, metadata

teams_links = Table(
    "teams_links",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("broker_id", String(40), ForeignKey("brokers.id"), nullable=False, unique=True),
    Column("address", SealedJson, nullable=False),
    Column("since", Instant, nullable=False),
    Column("case_id", String(40), ForeignKey("cases.id")),
)
teams_codes = Table(
    "teams_codes",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("broker_id", String(40), ForeignKey("brokers.id"), nullable=False, unique=True),
    Column("until", Instant, nullable=False),
)
teams_rooms = Table(
    "teams_rooms",
    metadata,
    Column("hub_id", String(100), primary_key=True),
    Column("address", SealedJson, nullable=False),
    Column("bound_by", String(40), ForeignKey("brokers.id"), nullable=False),
    Column("since", Instant, nullable=False),
)


@dataclass(frozen=True)
class Link:
    """One person in Teams who is one broker; `key` tells them apart and says nothing of who they are.

    `address` is how their chat with the bot alone is reached. `case_id` is whose chat their words go to, None
    when they talk to the bot.
    """

    key: str
    broker_id: str
    address: dict[str, Any]
    since: datetime
    case_id: str | None = None


@dataclass(frozen=True)
class Room:
    """The channel in which the requests of one front door are shown, and who said so."""

    hub_id: str
    address: dict[str, Any]
    bound_by: str
    since: datetime


class TeamsLinks:
    """The links, one for each broker and one for each person at most, and the codes that make them."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def offer(self, code: str, broker_id: str, until: datetime) -> None:
        """Keep a code until then; an earlier one of this broker is good no more."""
        self._session.execute(delete(teams_codes).where(teams_codes.c.broker_id == broker_id))
        its = {"code_hash": token_hash(code), "broker_id": broker_id, "until": until}
        self._session.execute(insert(teams_codes).values(**its))

    def redeem(self, code: str, now: datetime) -> str | None:
        """Return whose code it is, good no more from here on; None when it is none, or its time is over."""
        taking = delete(teams_codes).where(teams_codes.c.code_hash == token_hash(code))
        row = self._session.execute(
            taking.returning(teams_codes.c.broker_id, teams_codes.c.until)
        ).one_or_none()
        return row.broker_id if row is not None and row.until > now else None

    def add(self, link: Link) -> None:
        """Keep a link in place of any other of this person or this broker."""
        other = (teams_links.c.key == link.key) | (teams_links.c.broker_id == link.broker_id)
        self._session.execute(delete(teams_links).where(other))
        self._session.execute(insert(teams_links).values(**asdict(link)))

    def find(self, key: str) -> Link | None:
        """Return the link of a person, None when they are nobody's or their account is switched off."""
        query = select(teams_links).join(brokers, brokers.c.id == teams_links.c.broker_id)
        row = self._session.execute(
            query.where(teams_links.c.key == key, brokers.c.disabled.is_(False))
        ).one_or_none()
        return None if row is None else Link(**row._mapping)

    def of_broker(self, broker_id: str) -> Link | None:
        """Return who a broker is in Teams, or None."""
        its = teams_links.c.broker_id == broker_id
        row = self._session.execute(select(teams_links).where(its)).one_or_none()
        return None if row is None else Link(**row._mapping)

    def moved(self, key: str, address: dict[str, Any]) -> None:
        """Note how their chat with the bot alone is reached now."""
        self._session.execute(update(teams_links).where(teams_links.c.key == key).values(address=address))

    def talk_about(self, key: str, case_id: str | None) -> None:
        """Note whose chat their words go to from now on; None: to the bot."""
        self._session.execute(update(teams_links).where(teams_links.c.key == key).values(case_id=case_id))

    def forget(self, broker_id: str) -> bool:
        """Delete the link and the code of a broker; False when there was no link."""
        self._session.execute(delete(teams_codes).where(teams_codes.c.broker_id == broker_id))
        gone = delete(teams_links).where(teams_links.c.broker_id == broker_id).returning(teams_links.c.key)
        return self._session.execute(gone).one_or_none() is not None


class TeamsRooms:
    """The channels, one for each front door at most."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def bind(self, room: Room) -> None:
        """Show the requests of a front door there from now on, and nowhere else."""
        self.forget(room.hub_id)
        self._session.execute(insert(teams_rooms).values(**asdict(room)))

    def forget(self, hub_id: str) -> None:
        """Show the requests of a front door nowhere."""
        self._session.execute(delete(teams_rooms).where(teams_rooms.c.hub_id == hub_id))

    def find(self, hub_id: str) -> Room | None:
        """Return the channel of a front door, or None."""
        row = self._session.execute(select(teams_rooms).where(teams_rooms.c.hub_id == hub_id)).one_or_none()
        return None if row is None else Room(**row._mapping)
