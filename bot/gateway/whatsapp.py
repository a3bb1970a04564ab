"""Where Meta calls: the challenge at the set-up, messages, and what became of ours."""

import logging
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from sqlalchemy.orm import Session

from bot.channels.commands import Command, command_of
from bot.channels.incoming import Posted, cleaned, is_choice_id, too_long
from bot.channels.whatsapp import protocol, signature
from bot.channels.whatsapp.client import WhatsApp
from bot.channels.whatsapp.faults import fault
from bot.channels.whatsapp.protocol import Incoming, Kind, Status
from bot.gateway import requests
from bot.gateway.arrivals import Answer, Arrival, Arrivals, Writer
from bot.gateway.errors import BadChallenge, BadSignature
from bot.gateway.fates import Fate, Fates
from bot.gateway.front_doors import contact_of
from bot.gateway.ledger import DatabaseDown
from bot.gateway.ownership import bot_may_speak
from desk.afterwards.stopping import stop_writing
from knowledge.storage.channel_messages import Arrived
from knowledge.storage.channel_people import ChannelPeople
from knowledge.storage.conversations import Conversations, Owner
from knowledge.storage.opt_outs import OptOuts
from knowledge.wording import say

log = logging.getLogger(__name__)

CHANNEL = "whatsapp"
STATES = {state.value: state for state in Arrived} | {"played": Arrived.READ}
WORDS = frozenset({Kind.TEXT, Kind.CHOICE})


def routes(arrivals: Arrivals, channel: WhatsApp) -> list[web.RouteDef]:
    """Return the addresses that Meta calls."""
    parts = arrivals.parts
    door = Door(arrivals, Fates(parts.ledger, parts.outside.clock), channel)
    return [
        web.get("/channels/whatsapp", door.challenge, allow_head=False),
        web.post("/channels/whatsapp", door.receive),
    ]


@dataclass(frozen=True)
class Door:
    """The way in for Meta's calls."""

    arrivals: Arrivals
    fates: Fates
    channel: WhatsApp

    async def challenge(self, request: web.Request) -> web.Response:
        """GET /channels/whatsapp: prove to Meta that the address is ours."""
        asked = request.query
        is_known = signature.is_word(asked.get("hub.verify_token"), self.channel.access.verify_token)
        if asked.get("hub.mode") != "subscribe" or not is_known:
            raise BadChallenge
        return web.Response(text=asked.get("hub.challenge", ""), content_type="text/plain")

    async def receive(self, request: web.Request) -> web.Response:
        """POST /channels/whatsapp: store everything in a signed call, then acknowledge it."""
        header = request.headers.get(signature.HEADER)
        if not signature.has_form(header):
            raise BadSignature
        body = await requests.raw_body(request, protocol.LARGEST_BODY)
        if not signature.is_signed(body, header, self.channel.access.app_secret):
            raise BadSignature
        call = protocol.read(requests.json_of(body), self.channel.access.numbers)
        if call.strange:
            log.warning("%d parts of a WhatsApp call are for a number that is not ours", call.strange)
        for moved in call.moves:
            await self.arrivals.move(CHANNEL, moved.before, moved.now, moved.address)
        for message in call.messages:
            await self._take_in(message)
        for status in call.statuses:
            await self._note(status)
        return web.Response()

    async def _take_in(self, message: Incoming) -> None:
        arrival = arrival_of(message)
        answer = await self._answer(message, arrival)
        if answer is not None:
            await self.arrivals.answer(arrival, answer)
            return
        received = await self.arrivals.take_in(arrival)
        if received is not None:
            self.arrivals.parts.jobs.start(self._seen(message, received.conversation_id))

    async def _answer(self, message: Incoming, arrival: Arrival) -> Answer | None:
        """Return what is answered at once; None for what a turn is for."""
        command = command_of(arrival.posted.text) if message.kind in WORDS else None
        if command is Command.START and not await self.arrivals.is_stopped(CHANNEL, arrival.identity):
            command = None  # nothing to lift: they only want to begin
        if command is not None:
            return self._obeying(command, message)
        if message.kind is Kind.KNOCKED:
            return lambda _s, writer, _n: None if writer.was_awaited else say("utter_whatsapp_nothing_waits")
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
        doors, hub_id = self.arrivals.parts.doors, self.channel.access.numbers[number]
        hub = next((hub for hub in doors.hubs if hub.id == hub_id), None)
        noted = Conversations(session).get(writer.person.conversation_id).noted
        return contact_of(hub) if hub is not None else doors.contact(noted)

    async def _seen(self, message: Incoming, conversation_id: str) -> None:
        try:
            conversation = await self.arrivals.parts.ledger.read(
                lambda s: Conversations(s).get(conversation_id)
            )
            if conversation.owner is not Owner.BROKER:  # nobody has read yet what a broker is to read
                await self.channel.seen(message.wamid, message.number, is_typing=bot_may_speak(conversation))
        except DatabaseDown:
            log.info("a message could not be marked as read: the database is away")

    async def _note(self, status: Status) -> None:
        state = STATES.get(status.state)
        if state is None:
            return
        because = fault(status.error) if state is Arrived.FAILED else None
        await self.fates.note(Fate(CHANNEL, status.message_id, state, because))


def arrival_of(message: Incoming) -> Arrival:
    """Return a message as every channel's are taken in; a made-up choice is what stood on its button."""
    label, choice = cleaned(message.text), message.choice
    is_choice = is_choice_id(choice)
    posted = Posted(message.message_id, None if is_choice else label, choice if is_choice else None)
    formerly = message.phone if message.user_id else ""
    return Arrival(CHANNEL, message.identity, message.address, posted, label if is_choice else "", formerly)


def _saying(wording: str) -> Answer:
    return lambda _session, _writer, _now: say(wording)
