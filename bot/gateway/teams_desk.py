"""What a broker writes in Teams that is for the desk: a code, a channel, words to the person they talk to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.channels.teams.protocol import CHANNEL, Incoming, Kind, Place
from bot.gateway.arrivals import Answer, Arrivals, Writer
from desk.brokers import Broker, may_see
from desk.console.dossier import NotTheirs
from desk.from_teams import FromTeams
from desk.linking import CodeRefused, burn, code_in, link, linked
from desk.own_adviser import brief_code_in, burn_brief
from desk.relay import NobodyListens, NothingToSay, NotInHand
from knowledge.records import Hub
from knowledge.storage.hubs import Hubs
from knowledge.storage.teams_links import Link, Room, TeamsLinks, TeamsRooms
from knowledge.wording import say

_PLACE = re.compile(r"desk (here|off)(?: ([a-z0-9-]{1,100}))?", re.IGNORECASE)


@dataclass(frozen=True)
class DeskTalk:
    """The words of brokers that no turn of the bot is for."""

    arrivals: Arrivals

    async def answer(self, incoming: Incoming) -> Answer | None:
        """Return what the desk makes of a message; None when it is for the bot."""
        if incoming.kind is not Kind.TEXT:
            return None
        if (coded := self._coded(incoming)) is not None:
            return coded
        words = " ".join(incoming.text.split())
        if (asked := _PLACE.fullmatch(words)) is not None:
            return self._placing(incoming, asked[1].lower() == "here", (asked[2] or "").lower())
        if incoming.place is not Place.PERSONAL or brief_code_in(incoming.text) is not None:
            return None  # what a code stands for is read like anything else, also by who talks to a person
        key = self._key(incoming)
        found = await self.arrivals.parts.ledger.read(lambda session: linked(session, key))
        if found is None or found[0].case_id is None:
            return None
        return self._writing(incoming, found[0].case_id)

    def _coded(self, incoming: Incoming) -> Answer | None:
        if (code := code_in(incoming.text)) is not None:
            return self._linking(incoming, code)
        brief = brief_code_in(incoming.text)
        return None if brief is None or incoming.place is Place.PERSONAL else _burning(brief)

    def _linking(self, incoming: Incoming, code: str) -> Answer:
        def take(session: Session, _writer: Writer, now: datetime) -> str:
            if incoming.place is not Place.PERSONAL:
                burn(session, code, now)
                return say("utter_teams_desk_code_seen")
            try:
                broker = link(session, code, self._key(incoming), incoming.address, now)
            except CodeRefused:
                return say("utter_teams_desk_code_refused")
            return say("utter_teams_desk_linked", name=broker.name)

        return take

    def _placing(self, incoming: Incoming, is_here: bool, hub_id: str) -> Answer:
        def place(session: Session, _writer: Writer, now: datetime) -> str:
            known = linked(session, self._key(incoming))
            if known is None:
                return say("utter_teams_desk_nobody")
            if incoming.place is not Place.CHANNEL:
                return say("utter_teams_desk_only_in_channels")
            _, broker = known
            hubs = [hub for hub in Hubs(session).all() if may_see(broker, hub.id)]
            hub = _meant(hubs, hub_id)
            if hub is None:
                named = ", ".join(sorted(one.id for one in hubs)) or "-"
                return say("utter_teams_desk_which_hub", hubs=named, example=named.partition(",")[0])
            return _place(session, incoming, hub, broker, now, is_here=is_here)

        return place

    def _writing(self, incoming: Incoming, case_id: str) -> Answer:
        def write(session: Session, _writer: Writer, now: datetime) -> str | None:
            known = linked(session, self._key(incoming))
            if known is None:
                return say("utter_teams_desk_nobody")
            TeamsLinks(session).moved(known[0].key, incoming.address)
            return _write(session, known, case_id, incoming, now)

        return write

    def _key(self, incoming: Incoming) -> str:
        return self.arrivals.person_key(CHANNEL, incoming.identity)


def _burning(code: str) -> Answer:
    """Let a code be good no more that a whole channel has read."""

    def burn_it(session: Session, _writer: Writer, now: datetime) -> str:
        burn_brief(session, code, now)
        return say("utter_teams_desk_code_seen")

    return burn_it


def _write(
    session: Session, known: tuple[Link, Broker], case_id: str, incoming: Incoming, now: datetime
) -> str | None:
    """Bring the words to the person; return why they were not brought, if they were not."""
    try:
        FromTeams(session, *known, now).write(case_id, incoming.text, incoming.message_id)
    except (NotInHand, NotTheirs):
        TeamsLinks(session).talk_about(known[0].key, None)
        return say("utter_teams_desk_not_in_hand")
    except NothingToSay:
        return say("utter_teams_desk_not_said")
    except NobodyListens:
        return say("utter_teams_desk_nobody_listens")
    return say("utter_teams_files_beside_broker") if incoming.has_files else None


def _meant(hubs: Sequence[Hub], hub_id: str) -> Hub | None:
    """Return the front door that is named; without a name the only one there is."""
    if not hub_id:
        return hubs[0] if len(hubs) == 1 else None
    return next((hub for hub in hubs if hub.id == hub_id), None)


def _place(
    session: Session, incoming: Incoming, hub: Hub, broker: Broker, now: datetime, *, is_here: bool
) -> str:
    if not is_here:
        TeamsRooms(session).forget(hub.id)
        return say("utter_teams_desk_not_here", hub=hub.name)
    address = {**incoming.address, "conversation": incoming.channel}
    TeamsRooms(session).bind(Room(hub.id, address, broker.id, now))
    return say("utter_teams_desk_here", hub=hub.name)
