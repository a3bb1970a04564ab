"""Where Twilio calls: what people write on WhatsApp, and what became of what was sent to them."""

from dataclasses import dataclass, replace
from http import HTTPStatus

from aiohttp import web
from sqlalchemy.orm import Session

from bot.channels.marked import meant
from bot.channels.twilio import protocol, signature
from bot.channels.twilio.client import Twilio
from bot.channels.twilio.faults import fault
from bot.channels.twilio.protocol import INCOMING, MARK, STATUS, NotOurs, Ours
from bot.channels.whatsapp.protocol import Incoming, Kind
from bot.channels.whatsapp.rendering import distinct
from bot.gateway import requests
from bot.gateway.arrivals import Arrivals
from bot.gateway.errors import BadSignature, NotOurNumber
from bot.gateway.fates import Fates
from bot.gateway.on_whatsapp import CHANNEL, OnWhatsApp
from knowledge.storage.channel_messages import Arrived, Part
from knowledge.storage.channel_people import ChannelPeople
from knowledge.storage.offered import Offered
from knowledge.storage.outbox import Button

NO_ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response/>'  # what we say goes out by the outbox


def routes(arrivals: Arrivals, channel: Twilio) -> list[web.RouteDef]:
    """Return the addresses that Twilio calls."""
    parts, access = arrivals.parts, channel.access
    people = OnWhatsApp(arrivals, Fates(parts.ledger, parts.outside.clock), access.numbers)
    door = Door(people, channel, Ours(access.account, access.numbers))
    return [web.post(INCOMING, door.receive), web.post(STATUS, door.note)]


@dataclass(frozen=True)
class Door:
    """The way in for Twilio's calls."""

    people: OnWhatsApp
    channel: Twilio
    ours: Ours

    async def receive(self, request: web.Request) -> web.Response:
        """POST /channels/twilio: store what somebody wrote, then acknowledge it."""
        form = await self._signed(request, INCOMING)
        try:
            message = protocol.message(form, self.ours)
        except NotOurs:
            raise NotOurNumber from None
        if message is not None:
            await self.people.take_in(await self._as_chosen(message))
        return web.Response(text=NO_ANSWER, content_type="text/xml")

    async def note(self, request: web.Request) -> web.Response:
        """POST /channels/twilio/status: note what became of a message of ours."""
        form = await self._signed(request, STATUS)
        try:
            told = protocol.status(form, self.ours)
        except NotOurs:
            raise NotOurNumber from None
        if told is not None:
            because = fault(told.error) if told.state is Arrived.FAILED else None
            part = Part.of_mark(request.query.get(MARK, ""))
            await self.people.note(told.message_id, told.state, because, part)
        return web.Response(status=HTTPStatus.NO_CONTENT)

    async def _signed(self, request: web.Request, path: str) -> dict[str, str]:
        """Return the form that Twilio posts to an address of ours, or raise BadSignature or BodyTooLarge.

        What is asked for in the address is signed with it.
        """
        header = request.headers.get(signature.HEADER)
        if not signature.has_form(header):
            raise BadSignature
        fields = signature.fields_of(await requests.raw_body(request, protocol.LARGEST_BODY))
        _, asks, query = request.raw_path.partition("?")
        address, token = self.channel.address_of(f"{path}{asks}{query}"), self.channel.access.signed_with
        if fields is None or not signature.is_signed(address, fields, header, token):
            raise BadSignature
        return protocol.form_of(fields)

    async def _as_chosen(self, message: Incoming) -> Incoming:
        """Return a message as the choice whose mark it is; of two with one mark the newer."""
        if message.kind is not Kind.TEXT:
            return message
        chosen = await self.people.arrivals.parts.ledger.read(lambda s: self._chosen(s, message))
        if chosen is None:
            return message
        return replace(message, kind=Kind.CHOICE, text=chosen.label, choice=chosen.choice)

    def _chosen(self, session: Session, message: Incoming) -> Button | None:
        arrivals, people = self.people.arrivals, ChannelPeople(session)
        names = [name for name in (message.user_id, message.phone) if name]
        known = (people.find(CHANNEL, arrivals.person_key(CHANNEL, name)) for name in names)
        person = next((one for one in known if one is not None), None)
        offers = Offered(session).to(person.conversation_id) if person is not None else []
        found = (meant(message.text, shown, distinct(shown.choices)) for shown in offers)
        return next((button for button in found if button is not None), None)
