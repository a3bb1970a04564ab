"""Going on with a chat from another channel, by a code: two ways to reach somebody become one person's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from desk.carrying import SLOT, known_from_both, slots_of
from desk.people import recognise
from desk.states import OPEN
from knowledge.identities import Identity
from knowledge.storage.cases import Cases
from knowledge.storage.channel_people import ChannelPeople, ChannelPerson
from knowledge.storage.conversations import Conversation, Conversations
from knowledge.storage.handed_codes import CodeTries, HandedCodes, Purpose
from knowledge.storage.moved_lines import MovedLines
from knowledge.storage.opt_outs import OptOuts
from knowledge.storage.tracker_events import TrackerEvent, TrackerEvents

MOST_TRIES = 5
A_TRY_COUNTS = timedelta(minutes=15)


class CodeNotGood(ValueError):
    """No such code, or used, or over, or too many tries: nobody is told which. Ask for a new one."""

    def __init__(self) -> None:
        super().__init__("this code is not good, or not any more: ask for a new one")


class TwoRequests(Exception):
    """In each of the two chats a request is open: end one of them, then use the code."""

    def __init__(self) -> None:
        super().__init__("a request is open in each of the two chats: end one of them first")


@dataclass(frozen=True)
class Newcomer:
    """Who sends a code: as their channel proves them, how they are reached there, who they were before."""

    channel: str
    key: str
    identities: Sequence[Identity]
    address: Mapping[str, Any]
    known: ChannelPerson | None


@dataclass(frozen=True)
class Meeting:
    """The chat of a code, the one that the newcomer had before, and which of the two goes on."""

    web: Conversation
    own: Conversation | None
    goes_on: Conversation

    @property
    def both(self) -> tuple[Conversation, ...]:
        """Return all there are."""
        return (self.web,) if self.own is None else (self.web, self.own)


def join(session: Session, code: str, newcomer: Newcomer, now: datetime) -> Conversation:
    """Return the conversation that goes on where the code was sent from, as one with what was said there.

    That is the one of the code, which moves; or the newcomer's own when a request is open in it, which then
    knows what was told in the other. Raises CodeNotGood or TwoRequests, which leaves the code as it was.
    """
    web_id = _allowed(session, code, newcomer.identities, now)
    met = _met(session, web_id, newcomer.known)
    handed = HandedCodes(session).redeem(code, Purpose.MOVE, now)
    if handed is None:  # of two at once the other was first
        raise CodeNotGood
    if met.own is not None:
        _carry(session, met.web, met.own, met.goes_on, now)
    _arrive(session, newcomer, met.goes_on, now)
    for one in met.both:
        for identity in newcomer.identities:
            recognise(session, one.id, identity, now)
    lines = MovedLines(session)
    lines.go_on_in(web_id, newcomer.channel)
    if met.goes_on is met.web:
        lines.bring_unread(web_id, max(handed.seq, met.web.person_read), now)
        for own in met.both[1:]:
            lines.take_over(web_id, own.id)
    return Conversations(session).get(met.goes_on.id)


def _met(session: Session, web_id: str, known: ChannelPerson | None) -> Meeting:
    """Return both chats, which nobody else changes now, or raise CodeNotGood or TwoRequests."""
    ids = {web_id} | ({known.conversation_id} if known else set())
    locked = {one: Conversations(session).lock_if_kept(one) for one in sorted(ids)}
    alive = {one.id: one for one in locked.values() if one is not None and one.ended is None}
    web = alive.pop(web_id, None)
    if web is None:
        raise CodeNotGood
    own = next(iter(alive.values()), None)
    if own is None or not _has_open_request(session, own):
        return Meeting(web, own, web)
    if _has_open_request(session, web):
        raise TwoRequests
    return Meeting(web, own, own)


def _allowed(session: Session, code: str, identities: Sequence[Identity], now: datetime) -> str:
    """Return where a code leads; who has tried too often is told of none that it is good."""
    who, tries = [one.text for one in identities], CodeTries(session)
    found = HandedCodes(session).leads_to(code, Purpose.MOVE, now)
    if tries.most(who, now) >= MOST_TRIES:
        raise CodeNotGood
    if found is None:
        tries.note(who, now + A_TRY_COUNTS)
        raise CodeNotGood
    return found


def _has_open_request(session: Session, conversation: Conversation) -> bool:
    return any(case.state in OPEN for case in Cases(session).siblings(conversation.id))


def _arrive(session: Session, newcomer: Newcomer, goes_on: Conversation, now: datetime) -> None:
    people, address = ChannelPeople(session), dict(newcomer.address)
    if newcomer.known is not None:
        people.wrote(newcomer.known, goes_on.id, address, now)
        return
    people.add(ChannelPerson(newcomer.channel, newcomer.key, goes_on.id, address, now))


def _carry(
    session: Session, web: Conversation, own: Conversation, goes_on: Conversation, now: datetime
) -> None:
    """Let the chat that goes on know what was told in both, and that somebody wants no messages."""
    events = {one.id: TrackerEvents(session).of(one.id) for one in (web, own)}
    told = {one.id: {**one.noted, **slots_of(events[one.id])} for one in (web, own)}
    known, before = known_from_both(told[web.id], told[own.id]), told[goes_on.id]
    news = {name: value for name, value in known.items() if value != (before.get(name) or type(value)())}
    noted = {name: value for name, value in news.items() if name in ("firm", "barriers", "wants")}
    Conversations(session).note(goes_on.id, {**goes_on.noted, **noted})
    slots = [TrackerEvent(SLOT, _slot(name, value, now)) for name, value in news.items()]
    TrackerEvents(session).append(goes_on.id, len(events[goes_on.id]), slots)
    if any(OptOuts(session).has(one.id) for one in (web, own)):
        OptOuts(session).add(goes_on.id, now)


def _slot(name: str, value: object, now: datetime) -> dict[str, Any]:
    return {"event": SLOT, "timestamp": now.timestamp(), "name": name, "value": value}
