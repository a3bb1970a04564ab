"""Who works at the desk: what each role may do, which cases each broker may see, and their accounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from sqlalchemy.orm import Session

from desk.relay import Relay
from desk.states import IN_HAND
from knowledge.storage.brokers import BrokerRecord, Brokers, BrokerSessions, EmailTaken
from knowledge.storage.cases import Cases
from knowledge.storage.hubs import Hubs


class Role(StrEnum):
    """What somebody is at the desk."""

    BROKER = "broker"
    LEAD = "lead"
    CURATOR = "curator"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """What somebody may do."""

    WORK_CASES = "work_cases"
    REASSIGN = "reassign"
    SEND_AGAIN = "send_again"
    CURATE = "curate"


RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.BROKER: frozenset({Right.WORK_CASES}),
        Role.LEAD: frozenset({Right.WORK_CASES, Right.REASSIGN, Right.SEND_AGAIN}),
        Role.CURATOR: frozenset({Right.CURATE}),
        Role.ADMINISTRATOR: frozenset(Right),
    }
)


@dataclass(frozen=True)
class Broker:
    """Somebody who works at the desk of these hubs; no hub means every hub, for an administrator alone."""

    id: str
    name: str
    email: str
    role: Role
    hubs: frozenset[str] = frozenset()


class UnknownHubs(ValueError):
    """The facts in use have no such front doors: choose from those they have."""

    def __init__(self, unknown: frozenset[str], known: frozenset[str]) -> None:
        there = ", ".join(sorted(known)) or "none yet, load them with `signpost facts load`"
        super().__init__(f"no hub {', '.join(map(repr, sorted(unknown)))} in the facts; there are: {there}")
        self.unknown = unknown
        self.known = known


class HubNeeded(ValueError):
    """A broker or a lead without a hub would see no case: name one."""

    def __init__(self, role: Role) -> None:
        super().__init__(f"a {role} needs at least one hub: without one, only an administrator sees cases")
        self.role = role


def may(broker: Broker, right: Right) -> bool:
    """Has the broker's role this right?"""
    return right in RIGHTS[broker.role]


def may_see(broker: Broker, hub_id: str) -> bool:
    """May the broker see the cases of this hub?"""
    hubs = hubs_seen(broker)
    return hubs is None or hub_id in hubs


def hubs_seen(broker: Broker) -> frozenset[str] | None:
    """Return the hubs whose cases the broker may see; None is all of them, and no hub is none of them."""
    if not may(broker, Right.WORK_CASES):
        return frozenset()
    return None if broker.role is Role.ADMINISTRATOR and not broker.hubs else broker.hubs


def address_of(session: Session, broker_id: str) -> str | None:
    """Return where a broker gets mail; None of one who is none of ours, or does not work here any more."""
    record = Brokers(session).find_by_id(broker_id)
    return None if record is None or record.disabled else record.email


def leads_of(session: Session, hub_id: str) -> list[Broker]:
    """Return who leads at a front door, by id; where nobody does, the administrators who see its cases."""
    known = [broker_of(record) for record in Brokers(session).all() if not record.disabled]
    seen = sorted((one for one in known if may_see(one, hub_id)), key=lambda one: one.id)
    leads = [one for one in seen if one.role is Role.LEAD]
    return leads or [one for one in seen if one.role is Role.ADMINISTRATOR]


def refuse_impossible(session: Session, broker: Broker) -> None:
    """Raise UnknownHubs, HubNeeded or EmailTaken when there cannot be such an account."""
    known = frozenset(hub.id for hub in Hubs(session).all())
    if unknown := broker.hubs - known:
        raise UnknownHubs(unknown, known)
    if broker.role in (Role.BROKER, Role.LEAD) and not broker.hubs:
        raise HubNeeded(broker.role)
    if Brokers(session).find_by_email(broker.email) is not None:
        raise EmailTaken


def add_broker(session: Session, broker: Broker, password_hash: str | None, now: datetime) -> None:
    """Make an account, or raise as `refuse_impossible` does; without a password it is for single sign-on."""
    refuse_impossible(session, broker)
    hubs = tuple(sorted(broker.hubs))
    record = BrokerRecord(
        broker.id, broker.name, broker.email, broker.role.value, hubs, password_hash, created=now
    )
    Brokers(session).add(record)


def change_password(session: Session, broker_id: str, password_hash: str) -> None:
    """Give an account a new password, and end what was opened with the old one, locks as well.

    From then on it opens with this password alone, also when it was for single sign-on.
    """
    Brokers(session).set_password(broker_id, password_hash)
    _begin_anew(session, broker_id)


def change_to_single_sign_on(session: Session, broker_id: str) -> None:
    """Let whoever next proves its address open an account, by single sign-on alone; end what is open."""
    Brokers(session).set_single_sign_on(broker_id)
    _begin_anew(session, broker_id)


def _begin_anew(session: Session, broker_id: str) -> None:
    Brokers(session).note_success(broker_id)
    BrokerSessions(session).end_all_of(broker_id)


def disable_broker(session: Session, broker_id: str, now: datetime) -> None:
    """Let nobody in with an account any more, whoever is in included; what they have in hand waits again."""
    relay = Relay(session, broker_id, now)
    for case in Cases(session).in_states(state.value for state in IN_HAND):
        if case.broker == broker_id:
            relay.release(case.id)
    Brokers(session).disable(broker_id)
    BrokerSessions(session).end_all_of(broker_id)


def broker_of(record: BrokerRecord) -> Broker:
    """Return the broker of an account."""
    return Broker(record.id, record.name, record.email, Role(record.role), frozenset(record.hubs))
