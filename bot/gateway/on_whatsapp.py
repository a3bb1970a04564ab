"""What holds for people on WhatsApp, whichever provider brings what they write."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.channels.commands import Command, command_of
from bot.channels.incoming import Posted, cleaned, is_choice_id, too_long
from bot.channels.outgoing import NeverSent, NotSentNow
from bot.channels.whatsapp.protocol import Incoming, Kind
from bot.gateway.arrivals import Answer, Arrival, Arrivals, Asked, Writer
from bot.gateway.fates import Fate, Fates
from bot.gateway.front_doors import contact_of
from bot.gateway.moving import Moving
from bot.gateway.too_fast import is_too_fast
from desk.afterwards.stopping import stop_writing
from desk.moving import code_in
from knowledge.replies import Choice
from knowledge.storage.channel_messages import Arrived, Part
from knowledge.storage.channel_people import ChannelPeople
from knowledge.storage.conversations import Conversations
from knowledge.storage.inbox import Received
from knowledge.storage.opt_outs import OptOuts
from knowledge.whereabouts import Town, town_near
from knowledge.wording import say

CHANNEL = "whatsapp"
WORDS = frozenset({Kind.TEXT, Kind.CHOICE})
AT_ANY_PACE = frozenset({Command.STOP, Command.START})  # who writes too fast may still ask for silence


@dataclass(frozen=True)
class OnWhatsApp:
    """The people who write to our numbers; `numbers` names the front door of each, or none."""

    arrivals: Arrivals
    fates: Fates
    numbers: Mapping[str, str]

    async def take_in(self, message: Incoming) -> str | None:
        """Return the conversation in which a message was read, which is answered at once or by a turn.

        None when it was not, or came before.
        """
        arrival = arrival_of(message)
        command = await self._command(message, arrival)
        obeyed = self._obeying(command, message) if command in AT_ANY_PACE else None
        if await is_too_fast(self.arrivals, arrival, obeyed):
            return None
        code = code_in(message.text) if message.kind is Kind.TEXT else None
        if code is not None:
            return _where(await Moving(self.arrivals).take_in(arrival, code))
        answer = self._answer(message, command)
        if answer is not None:
            return await self._answer_at_once(arrival, answer)
        return _where(await self.arrivals.take_in(arrival))

    async def _answer_at_once(self, arrival: Arrival, answer: Answer) -> str | None:
        where = None

        def noting_where(session: Session, writer: Writer, now: datetime) -> str | Asked | None:
            nonlocal where
            where = writer.person.conversation_id
            return answer(session, writer, now)

        return where if await self.arrivals.answer(arrival, noting_where) else None

    async def note(
        self,
        message_id: str,
        state: Arrived,
        because: NotSentNow | NeverSent | None = None,
        part: Part | None = None,
    ) -> None:
        """Commit how far a message of ours has come, why if it failed, and which part it is, if told."""
        await self.fates.note(Fate(CHANNEL, message_id, state, because, part))

    async def _command(self, message: Incoming, arrival: Arrival) -> Command | None:
        """Return what must be obeyed before anything else; None for all else."""
        command = command_of(arrival.posted.text) if message.kind in WORDS else None
        if command is Command.START and not await self.arrivals.is_stopped(CHANNEL, arrival.identity):
            return None  # nothing to lift: they only want to begin
        return command

    def _answer(self, message: Incoming, command: Command | None) -> Answer | None:
        """Return what is answered at once; None for what a turn is for."""
        if command is not None:
            return self._obeying(command, message)
        if message.kind is Kind.KNOCKED:
            return lambda _s, writer, _n: None if writer.was_awaited else say("utter_whatsapp_nothing_waits")
        if message.where is not None and (town := town_near(message.where)) is not None:
            return _asking_whether_in(town)
        if message.kind not in WORDS:
            return _saying(f"utter_whatsapp_{message.kind}")
        return _saying("utter_gateway_too_long") if too_long(message.text) else None

    def _obeying(self, command: Command, message: Incoming) -> Answer:
        def obey(session: Session, writer: Writer, now: datetime) -> str:
            if command is Command.HELP:
                return say("utter_whatsapp_help", contact=self._contact(session, writer, message.number))
            stopped = command is Command.STOP
            ChannelPeople(session).stop(writer.person, now if stopped else None)
            if stopped:
                stop_writing(session, writer.person.conversation_id, now)
            else:
                OptOuts(session).lift(writer.person.conversation_id)
            return say("utter_whatsapp_stopped" if stopped else "utter_whatsapp_started")

        return obey

    def _contact(self, session: Session, writer: Writer, number: str) -> str:
        """Return how to reach the front door of the number that was written to, or else the firm's."""
        doors, hub_id = self.arrivals.parts.doors, self.numbers[number]
        hub = next((hub for hub in doors.hubs if hub.id == hub_id), None)
        noted = Conversations(session).get(writer.person.conversation_id).noted
        return contact_of(hub) if hub is not None else doors.contact(noted)


def arrival_of(message: Incoming) -> Arrival:
    """Return a message as every channel's are taken in; a made-up choice is what stood on its button."""
    label, choice = cleaned(message.text), message.choice
    is_choice = is_choice_id(choice)
    posted = Posted(message.message_id, None if is_choice else label, choice if is_choice else None)
    formerly = message.phone if message.user_id else ""
    return Arrival(CHANNEL, message.identity, message.address, posted, label if is_choice else "", formerly)


def _where(received: Received | None) -> str | None:
    return None if received is None else received.conversation_id


def _asking_whether_in(town: Town) -> Answer:
    """Ask whether the firm is where the person is; only a press on the button says so."""
    there = Choice(say("utter_label_we_are_in", town=town.name), "give_profile", (("place", town.place),))
    asked = Asked(say("utter_whatsapp_near", town=town.name), (there,))
    return lambda _session, _writer, _now: asked


def _saying(wording: str) -> Answer:
    return lambda _session, _writer, _now: say(wording)
