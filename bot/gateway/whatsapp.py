"""Where Meta calls: the challenge at the set-up, messages, and what became of ours."""

import logging
from dataclasses import dataclass

from aiohttp import web

from bot.channels.whatsapp import protocol, signature
from bot.channels.whatsapp.client import WhatsApp
from bot.channels.whatsapp.faults import fault
from bot.channels.whatsapp.protocol import Incoming, Status
from bot.gateway import requests
from bot.gateway.arrivals import Arrivals
from bot.gateway.errors import BadChallenge, BadSignature
from bot.gateway.fates import Fates
from bot.gateway.ledger import DatabaseDown
from bot.gateway.on_whatsapp import CHANNEL, OnWhatsApp
from bot.gateway.ownership import bot_may_speak
from bot.gateway.read_marks import ReadMarks
from knowledge.storage.channel_messages import Arrived, Part
from knowledge.storage.conversations import Conversations, Owner

log = logging.getLogger(__name__)

STATES = {state.value: state for state in Arrived} | {"played": Arrived.READ}


def routes(arrivals: Arrivals, channel: WhatsApp) -> list[web.RouteDef]:
    """Return the addresses that Meta calls."""
    parts = arrivals.parts
    fates, marks = Fates(parts.ledger, parts.outside.clock), ReadMarks(parts, channel)
    door = Door(arrivals, fates, channel, marks)
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
    marks: ReadMarks

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

    @property
    def people(self) -> OnWhatsApp:
        """Return what holds for whoever writes."""
        return OnWhatsApp(self.arrivals, self.fates, self.channel.access.numbers)

    async def _take_in(self, message: Incoming) -> None:
        conversation_id = await self.people.take_in(message)
        if conversation_id is not None:
            self.arrivals.parts.jobs.start(self._seen(message, conversation_id))

    async def _seen(self, message: Incoming, conversation_id: str) -> None:
        try:
            conversation = await self.arrivals.parts.ledger.read(
                lambda s: Conversations(s).get(conversation_id)
            )
            if conversation.owner is Owner.BROKER:  # nobody has read yet what a broker is to read
                self.marks.give_once_read(message, conversation_id, conversation.last_seq)
                return
            await self.channel.seen(message.wamid, message.number, is_typing=bot_may_speak(conversation))
        except DatabaseDown:
            log.info("a message could not be marked as read: the database is away")

    async def _note(self, status: Status) -> None:
        state = STATES.get(status.state)
        if state is None:
            return
        because = fault(status.error) if state is Arrived.FAILED else None
        await self.people.note(status.message_id, state, because, Part.of_mark(status.mark))
