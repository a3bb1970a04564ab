"""What is on its way to brokers: a row in the transaction that causes it, sent afterwards, at least once."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, String, Table, func, insert, or_, select, update

from knowledge.storage.cases import cases
from knowledge.storage.errands import Errands, Progress, errand_columns
from knowledge.storage.tables import metadata

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("case_id", String(40), ForeignKey("cases.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    *errand_columns(),
    Column("hub_id", String(100)),
    Column("team", String(100)),
    Column("way", String(20)),
    Column("telling", String(40)),
    Column("broker", String(100)),
    Index("ix_deliveries_state_next_try", "state", "next_try"),
    Index("ix_deliveries_case_id", "case_id"),
)


class Kind(StrEnum):
    """What is told: the case itself, or once it has moved on, or still waits, or that it was taken back.

    Of what was taken back it may be a part, or all. The last two are told to one broker: that nobody takes a
    case up where they lead, or that a colleague has put one into their hands.
    """

    CASE = "case"
    PASSED_ON = "passed_on"
    NARROWED = "narrowed"
    REMINDER = "reminder"
    WITHDRAWAL = "withdrawal"
    LEAD = "lead"
    COLLEAGUE = "colleague"


class Way(StrEnum):
    """How something is brought; in the order in which one is taken where nobody says which."""

    CHATWOOT = "chatwoot"
    WEBHOOK = "webhook"
    MAIL = "mail"
    FOLDER = "folder"
    TEAMS = "teams"  # the folder is always there, so this is taken only where somebody says so


@dataclass(frozen=True)
class Delivery:
    """One thing to be told to one recipient by one way; `attempts` counts those that were begun.

    `hub_id` is the front door that is told; None: the one that has the case when it is sent.
    `team` is who is told there; None: the front door as a whole. `broker` is the one who is told, by id, if
    it is not for all of them.
    `way` is None until the desk has looked at it: only the desk knows the ways that there are.
    `telling` is the id of the row from which those that tell the same by other ways were made; None: its own.
    """

    id: str
    case_id: str
    kind: Kind
    state: Progress
    created: datetime
    attempts: int
    next_try: datetime
    lease_owner: str | None = None
    lease_until: datetime | None = None
    settled: datetime | None = None
    error: str | None = None
    hub_id: str | None = None
    team: str | None = None
    way: Way | None = None
    telling: str | None = None
    broker: str | None = None

    @property
    def told_with(self) -> str:
        """Return what all rows share that tell the very same, whenever each is tried again."""
        return self.telling or self.id


class Deliveries(Errands[Delivery]):
    """The deliveries, each held by one worker at a time."""

    table = deliveries

    def add(self, delivery: Delivery) -> None:
        """Add one delivery."""
        self._session.execute(insert(deliveries).values(**asdict(delivery)))

    def take_by(self, way: Way, holder: str, now: datetime, until: datetime) -> Delivery | None:
        """Take as `take` does, of what goes by this way alone."""
        return self._take(holder, now, until, deliveries.c.way == way)

    def oldest_due_by(self, way: Way, now: datetime) -> datetime | None:
        """Return since when the longest due delivery of this way waits, or None when none is due."""
        return self._oldest_due(now, deliveries.c.way == way)

    def without_way(self, there: Iterable[Way], now: datetime) -> Delivery | None:
        """Return the longest due delivery that goes by none of the ways that are there, or None."""
        lost = or_(deliveries.c.way.is_(None), deliveries.c.way.not_in(list(there)))
        query = select(deliveries).where(self._due(now), lost)
        oldest = query.order_by(deliveries.c.next_try, deliveries.c.id).limit(1)
        row = self._session.execute(oldest).one_or_none()
        return None if row is None else self._read(row._asdict())

    def send_by(self, delivery: Delivery, ways: Iterable[Way], now: datetime) -> bool:
        """Let a delivery go by these ways, each by itself: the first keeps the row, the others get their own.

        A way by which the same is told already is left out; with none left the delivery ends. False, and
        nothing changed, when it is not as it was any more.
        """
        # the case first, as whoever passes it on or takes it back does: what they recall has no copies then
        its_case = select(cases.c.id).where(cases.c.id == delivery.case_id)
        self._session.execute(its_case.with_for_update())
        left = [way for way in ways if way not in self._told_by(delivery)]
        ending: dict[str, Any] = {"state": Progress.RECALLED, "settled": now}
        changing = (
            update(deliveries)
            .where(deliveries.c.id == delivery.id, self._due(now), self._goes_by(delivery.way))
            .values(**({"way": left[0]} if left else ending))
            .returning(deliveries.c.id)
        )
        if self._session.execute(changing).one_or_none() is None:
            return False
        for way in left[1:]:
            anew: dict[str, Any] = {"attempts": 0, "error": None, "lease_owner": None, "lease_until": None}
            its: dict[str, Any] = {"id": uuid.uuid4().hex, "way": way, "telling": delivery.told_with}
            self.add(replace(delivery, **its, **anew))
        return True

    def recall(self, case_id: str, now: datetime) -> None:
        """Send nothing more of what still waits for one case."""
        self._recall(now, deliveries.c.case_id == case_id)

    def recall_due(self, case_id: str, now: datetime) -> None:
        """Send nothing more of what is still tried for one case; what was given up stays for all to see."""
        self._recall(now, deliveries.c.case_id == case_id, deliveries.c.state == Progress.WAITING)

    def dead(self, hubs: Iterable[str] | None, limit: int) -> list[Delivery]:
        """Return what was given up for these front doors, None for all, the newest first."""
        query = select(deliveries).where(deliveries.c.state == Progress.DEAD)
        if hubs is not None:
            told = func.coalesce(deliveries.c.hub_id, cases.c.hub_id)
            query = query.join(cases, cases.c.id == deliveries.c.case_id).where(told.in_(list(hubs)))
        newest = query.order_by(deliveries.c.settled.desc(), deliveries.c.id).limit(limit)
        return [self._read(row._asdict()) for row in self._session.execute(newest)]

    def of_cases(self, case_ids: list[str]) -> list[Delivery]:
        """Return the deliveries of these cases, oldest first, in one query."""
        query = select(deliveries).where(deliveries.c.case_id.in_(case_ids))
        found = self._session.execute(query.order_by(deliveries.c.created, deliveries.c.id))
        return [self._read(row._asdict()) for row in found]

    def _told_by(self, delivery: Delivery) -> set[str]:
        """Return by which other ways the very same is told."""
        table = deliveries
        same = table.c.case_id == delivery.case_id, table.c.id != delivery.id
        told_with = func.coalesce(table.c.telling, table.c.id) == delivery.told_with
        query = select(table.c.way).where(*same, told_with, table.c.way.is_not(None))
        return set(self._session.scalars(query))

    def _goes_by(self, way: Way | None) -> Any:
        return deliveries.c.way.is_(None) if way is None else deliveries.c.way == way

    def _read(self, content: Mapping[str, Any]) -> Delivery:
        way = None if content["way"] is None else Way(content["way"])
        read = {"kind": Kind(content["kind"]), "state": Progress(content["state"]), "way": way}
        return Delivery(**{**content, **read})
