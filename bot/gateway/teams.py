"""Where the Bot Connector calls: what people write in Teams, press, change, and where the app is added."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from bot.channels.commands import Command, command_of
from bot.channels.incoming import Posted, cleaned, is_choice_id, too_long
from bot.channels.teams import protocol
from bot.channels.teams.client import Teams
from bot.channels.teams.gate import NotForUs
from bot.channels.teams.protocol import CARD_ACTION, CHANNEL, Incoming, Kind, Place
from bot.channels.teams.rendering import CARD
from bot.channels.teams.tokens import NotVouchedFor
from bot.gateway import requests
from bot.gateway.arrivals import Answer, Arrival, Arrivals, Writer
from bot.gateway.errors import KeysAway, NotForThisBot, NotFromTeams
from bot.gateway.floods import Pace
from bot.gateway.ledger import DatabaseDown
from bot.gateway.ownership import bot_may_speak
from bot.gateway.teams_acts import Acts
from bot.gateway.teams_desk import DeskTalk
from bot.gateway.teams_search import answer_query
from bot.gateway.too_fast import is_too_fast, pace_of
from desk.open_id.errors import ProviderAway
from knowledge.storage.conversations import Conversations
from knowledge.wording import say

log = logging.getLogger(__name__)

WHERE = "/api/messages"
SHOWN = "application/vnd.microsoft.activity.message"
REFUSED = "application/vnd.microsoft.error"


def routes(arrivals: Arrivals, channel: Teams) -> list[web.RouteDef]:
    """Return the address that the Bot Connector calls."""
    door = Door(arrivals, channel, Acts(arrivals), DeskTalk(arrivals))
    return [web.post(WHERE, door.receive)]


@dataclass(frozen=True)
class Door:
    """The way in for the calls of the Bot Connector."""

    arrivals: Arrivals
    channel: Teams
    acts: Acts
    desk: DeskTalk

    async def receive(self, request: web.Request) -> web.Response:
        """POST /api/messages: judge a call, store what it brings, then acknowledge it."""
        activity = await self._admitted(request)
        name = protocol.invoked(activity)
        if name == protocol.QUERY:
            return await answer_query(self.arrivals.parts, activity)
        if name not in (None, CARD_ACTION):
            return web.Response(status=HTTPStatus.NOT_IMPLEMENTED)
        incoming = protocol.read(activity)
        if name == CARD_ACTION:
            return await self._pressed(incoming)
        if incoming is not None and not await is_too_fast(self.arrivals, arrival_of(incoming)):
            await self._take_in(incoming)
        return web.Response()

    async def _admitted(self, request: web.Request) -> Mapping[str, Any]:
        """Return the activity of a call that may be listened to; nothing of others is read or kept."""
        try:
            header, now = request.headers.get("Authorization"), self.arrivals.parts.outside.clock()
            voucher = await self.channel.gate.voucher(header, now)
            activity = requests.json_of(await requests.raw_body(request, protocol.LARGEST_BODY))
            self.channel.gate.admit(voucher, activity)
        except NotVouchedFor as refused:
            log.warning("a call for Teams was refused: %s", refused.code)
            raise NotFromTeams from None
        except NotForUs as refused:
            log.warning("a call for Teams was refused: %s", refused.code)
            raise NotForThisBot from None
        except ProviderAway as away:
            log.error("the keys of the Bot Connector cannot be had: %s", away.code)  # noqa: TRY400 - told whole
            raise KeysAway from None
        return activity

    async def _pressed(self, incoming: Incoming | None) -> web.Response:
        """Take a press of a button in, and say so in the form that is asked for."""
        if incoming is not None and pace_of(self.arrivals, arrival_of(incoming)) is not Pace.FINE:
            return _invoke_response(HTTPStatus.OK, SHOWN, say("utter_gateway_too_fast"))
        if incoming is not None and incoming.kind is Kind.ACT:
            told = await self.acts.do(incoming, arrival_of(incoming))
            return _invoke_response(HTTPStatus.OK, CARD if told.card else SHOWN, told.card or told.text)
        if incoming is None or not (incoming.choice or incoming.text.strip()):
            wrong = {"code": "BadRequest", "message": say("utter_teams_no_choice")}
            return _invoke_response(HTTPStatus.BAD_REQUEST, REFUSED, wrong)
        await self._take_in(incoming)
        said = say("utter_teams_chosen", label=cleaned(incoming.text)) if incoming.text.strip() else ""
        return _invoke_response(HTTPStatus.OK, SHOWN, said)

    async def _take_in(self, incoming: Incoming) -> None:
        arrival = arrival_of(incoming)
        if incoming.kind is Kind.ACT:  # of an old client, which gets its answer as a message
            told = await self.acts.do(incoming, arrival)
            beside = arrival_of(incoming, protocol.name_of(f"{incoming.message_id}\0told"))
            await self.arrivals.answer(beside, lambda _session, _writer, _now: told.text)
            return
        answer = self._answer(incoming) or await self.desk.answer(incoming)
        if answer is not None:
            await self.arrivals.answer(arrival, answer)
            return
        if too_long(incoming.text):
            await self.arrivals.answer(arrival, _saying("utter_gateway_too_long"))
            return
        if incoming.has_files:
            beside = arrival_of(incoming, protocol.name_of(f"{incoming.message_id}\0files"))
            await self.arrivals.answer(beside, _saying("utter_teams_files_beside"))
        received = await self.arrivals.take_in(arrival)
        if received is not None and incoming.place is not Place.CHANNEL:  # which shows no typing
            self.arrivals.parts.jobs.start(self._typing(incoming, received.conversation_id))

    def _answer(self, incoming: Incoming) -> Answer | None:
        """Return what is answered at once; None for what a turn is for."""
        if incoming.kind is Kind.INSTALLED:
            is_personal = incoming.place is Place.PERSONAL
            return _saying("utter_teams_welcome" if is_personal else "utter_teams_welcome_room")
        if incoming.kind in (Kind.FILES, Kind.CHANGED):
            return _saying(f"utter_teams_{incoming.kind}")
        if incoming.kind is Kind.TEXT and command_of(incoming.text) is Command.HELP:
            return self._help
        return None

    def _help(self, session: Session, writer: Writer, _now: object) -> str:
        noted = Conversations(session).get(writer.person.conversation_id).noted
        return say("utter_teams_help", contact=self.arrivals.parts.doors.contact(noted))

    async def _typing(self, incoming: Incoming, conversation_id: str) -> None:
        try:
            found = await self.arrivals.parts.ledger.read(lambda s: Conversations(s).get(conversation_id))
        except DatabaseDown:
            log.info("typing could not be shown: the database is away")
            return
        if bot_may_speak(found):
            await self.channel.typing(incoming.address)


def arrival_of(incoming: Incoming, message_id: str | None = None) -> Arrival:
    """Return an activity as every channel's are taken in; a made-up choice is what stood on its button."""
    label, choice, named = cleaned(incoming.text), incoming.choice, message_id or incoming.message_id
    is_choice = is_choice_id(choice)
    posted = Posted(named, None if is_choice else label, choice if is_choice else None)
    shown = label if is_choice else ""
    return Arrival(CHANNEL, incoming.identity, incoming.address, posted, shown, room=incoming.room)


def _invoke_response(status: HTTPStatus, kind: str, value: object) -> web.Response:
    """Return what an invoke is answered with: the status of the call is good, the one inside says it all."""
    return web.json_response({"statusCode": status, "type": kind, "value": value})


def _saying(wording: str) -> Answer:
    return lambda _session, _writer, _now: say(wording)
