"""Takes in what comes through other channels: stored before it is acknowledged, answered afterwards."""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.channels.incoming import Posted
from bot.channels.outgoing import UNTIL_THEY_WRITE
from bot.gateway import receiving
from bot.gateway.errors import UnknownChoice
from bot.gateway.parts import Parts
from bot.gateway.turns import Begun
from desk.people import recognise
from desk.questions import tell
from knowledge.identities import Identity, contact
from knowledge.replies import Choice
from knowledge.storage.channel_arrivals import ChannelArrivals
from knowledge.storage.channel_people import ChannelPeople, ChannelPerson
from knowledge.storage.conversations import Conversations
from knowledge.storage.inbox import Received
from knowledge.storage.outbox import Outbox
from knowledge.storage.people import People
from knowledge.wording import say


@dataclass(frozen=True)
class Arrival:
    """One message of one person on one channel, whose word for who it is has been checked.

    `identity` is the channel's own name of the person, which is kept nowhere; `formerly` another one that
    they may be known by from before; `address` is what it takes to reach them; `label` is what stood on the
    button that was pressed; `room` is where others read along, a conversation of its own for each person.
    """

    channel: str
    identity: str
    address: Mapping[str, Any]
    posted: Posted
    label: str = ""
    formerly: str = ""
    room: str = ""

    @property
    def writer(self) -> str:
        """Return what tells apart who writes where."""
        return f"{self.identity}\0{self.room}" if self.room else self.identity

    @property
    def identities(self) -> tuple[Identity, ...]:
        """Return what the channel has proven of who wrote: who they are there, and their number."""
        number = contact(f"+{self.address.get('phone', '')}")
        known = Identity(self.channel, self.identity)
        return (known,) if number is None else (known, number)


@dataclass(frozen=True)
class Writer:
    """Who wrote, as they stood before, and whether something had waited for them to write."""

    person: ChannelPerson
    was_awaited: bool = False


@dataclass(frozen=True)
class Asked:
    """An answer with buttons."""

    text: str
    choices: tuple[Choice, ...]


Answer = Callable[[Session, Writer, datetime], str | Asked | None]


@dataclass(frozen=True)
class Arrivals:
    """The way in of the channels that are not the web."""

    parts: Parts
    key: str

    def person_key(self, channel: str, identity: str) -> str:
        """Return what tells people apart and does not say who they are."""
        named = f"{channel}\0{identity}".encode()
        return hmac.new(self.key.encode(), named, hashlib.sha256).hexdigest()

    async def take_in(self, arrival: Arrival) -> Received | None:
        """Commit a message and begin to answer it; return what was stored, None when it came before."""
        return await self.begin(lambda session, now: self._take_in(session, arrival, now))

    async def begin(self, take_in: Callable[[Session, datetime], Begun | None]) -> Received | None:
        """Commit what is taken in so and begin to answer it; None when there is nothing to answer."""
        begun = await self.once(take_in)
        if begun is None:
            return None
        if begun.work is not None:
            received = begun.received
            self.parts.jobs.start(self.parts.turns.work(received.conversation_id, begun.work))
        return begun.received

    async def answer(self, arrival: Arrival, answer: Answer) -> bool:
        """Answer at once what no turn is needed for, and keep nothing of it; False when it came before.

        An answer of None is none: whoever wrote has been heard, and that is all.
        """
        return bool(await self.once(lambda session, now: self._answer(session, arrival, answer, now)))

    async def is_stopped(self, channel: str, identity: str) -> bool:
        """Has this person asked for no messages but answers?"""
        key = self.person_key(channel, identity)
        person = await self.parts.ledger.read(lambda s: ChannelPeople(s).find(channel, key))
        return person is not None and person.stopped is not None

    async def move(self, channel: str, before: str, now_called: str, address: Mapping[str, Any]) -> None:
        """Note that the channel has another name for a person from now on."""

        def work(session: Session) -> None:
            people = ChannelPeople(session)
            person = people.find(channel, self.person_key(channel, before))
            if person is not None:
                changed = {**person.address, **address}
                people.move(person, self.person_key(channel, now_called), changed)

        await self.parts.ledger.write(work)

    async def once[T](self, work: Callable[[Session, datetime], T]) -> T:
        """Commit a piece of work; of two first ones at once the slower is done anew."""
        now = self.parts.outside.clock()
        try:
            return await self.parts.ledger.write(lambda s: work(s, now))
        except IntegrityError:  # two first messages of one person at once: the other one was quicker
            return await self.parts.ledger.write(lambda s: work(s, now))

    def _take_in(self, session: Session, arrival: Arrival, now: datetime) -> Begun | None:
        writer = self._writer(session, arrival, now)
        if writer is None:
            return None
        received = _receive(session, writer.person.conversation_id, arrival, now)
        return self.parts.turns.begin(session, received, now)

    def _answer(self, session: Session, arrival: Arrival, answer: Answer, now: datetime) -> bool:
        writer = self._writer(session, arrival, now)
        if writer is None:
            return False
        conversation_id, said = writer.person.conversation_id, answer(session, writer, now)
        if said is not None:
            _say(session, conversation_id, said, arrival, now)
        return True

    def _writer(self, session: Session, arrival: Arrival, now: datetime) -> Writer | None:
        """Return who wrote, with a conversation that takes messages; None when this message came before."""
        return self.writer(session, arrival, now) if self.is_first(session, arrival, now) else None

    def writer(self, session: Session, arrival: Arrival, now: datetime) -> Writer:
        """Return who wrote, with a conversation that takes messages.

        A new conversation says what it is first, but not again in each room to who has been told.
        """
        people, person, address = ChannelPeople(session), self.known(session, arrival), dict(arrival.address)
        if person is not None and _takes_messages(session, person.conversation_id):
            _recognise(session, person.conversation_id, arrival, now)
            people.wrote(person, person.conversation_id, address, now)
            return Writer(person, Outbox(session).wake(person.conversation_id, UNTIL_THEY_WRITE, now))
        conversation_id = secrets.token_urlsafe(16)
        Conversations(session).start(conversation_id, arrival.channel, "", now)
        key = self.person_key(arrival.channel, arrival.writer)
        if person is None:
            person = ChannelPerson(arrival.channel, key, conversation_id, address, now)
            people.add(person)
        else:
            people.wrote(person, conversation_id, address, now)
        if not arrival.room or not _is_known(session, arrival):
            _say(session, conversation_id, say("utter_gateway_first_words"), arrival, now)
        _recognise(session, conversation_id, arrival, now)
        return Writer(replace(person, conversation_id=conversation_id))

    def is_first(self, session: Session, arrival: Arrival, now: datetime) -> bool:
        """Note that a message came in; False when it came before."""
        theirs = self.person_key(arrival.channel, f"{arrival.identity}\0{arrival.posted.message_id}")
        return ChannelArrivals(session).is_first(arrival.channel, theirs, now)

    def known(self, session: Session, arrival: Arrival) -> ChannelPerson | None:
        """Return who wrote as they stood before, None when they never did."""
        people, key = ChannelPeople(session), self.person_key(arrival.channel, arrival.writer)
        person = people.find(arrival.channel, key)
        if person is not None or not arrival.formerly:
            return person
        before = people.find(arrival.channel, self.person_key(arrival.channel, arrival.formerly))
        if before is not None:
            people.move(before, key, dict(arrival.address))
        return people.find(arrival.channel, key)


def _recognise(session: Session, conversation_id: str, arrival: Arrival, now: datetime) -> None:
    """Tie the conversation to whoever the channel says they are, and to the number that it has proven."""
    if People(session).are_tied(conversation_id, arrival.identities):
        return  # as with all that somebody writes after their first message
    for identity in arrival.identities:
        recognise(session, conversation_id, identity, now)


def _is_known(session: Session, arrival: Arrival) -> bool:
    return bool(People(session).conversations_with(Identity(arrival.channel, arrival.identity)))


def _say(session: Session, conversation_id: str, said: str | Asked, arrival: Arrival, now: datetime) -> None:
    asked = Asked(said, ()) if isinstance(said, str) else said
    tell(session, conversation_id, asked.text, now, asked.choices, in_reply_to=arrival.posted.message_id)


def _receive(session: Session, conversation_id: str, arrival: Arrival, now: datetime) -> Received:
    try:
        return receiving.receive(session, conversation_id, arrival.posted, now)
    except UnknownChoice:  # a button of a conversation that is gone: only what stood on it is left
        said = Posted(arrival.posted.message_id, arrival.label or say("utter_gateway_old_button"))
        return receiving.receive(session, conversation_id, said, now)


def _takes_messages(session: Session, conversation_id: str) -> bool:
    # held before what waits is woken, as whoever brings it holds it first: see bot/gateway/fates.py
    conversation = Conversations(session).lock_if_kept(conversation_id)
    return conversation is not None and conversation.ended is None
