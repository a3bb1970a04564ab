"""What the buttons of our cards in Teams do that are no choices: a wrong record, a request for a person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.channels.teams.case_cards import OUTCOME, OUTCOMES, card
from bot.channels.teams.protocol import CHANNEL, CLAIM, CLOSE, RETURN, TALK, WRONG, Incoming, Place, name_of
from bot.gateway.arrivals import Arrival, Arrivals
from desk.cases import Case, Outcome
from desk.console.dossier import NotTheirs
from desk.effects import EffectContext
from desk.from_teams import FromTeams
from desk.linking import linked
from desk.names import names_of_brokers
from desk.noticeboard import notice
from desk.relay import ClaimedAlready, NotInHand
from desk.states import CaseChangeRefused
from knowledge.replies import Effect
from knowledge.storage.channel_people import ChannelPeople
from knowledge.storage.programmes import ProgrammeNotFound, Programmes
from knowledge.storage.teams_links import TeamsRooms
from knowledge.wording import say

LONGEST_ID = 100
LONGEST_CONVERSATION = 40


@dataclass(frozen=True)
class Told:
    """What whoever pressed gets at once: a word, or the card as it stands now."""

    text: str = ""
    card: Mapping[str, Any] | None = None


class NoOutcome(ValueError):
    """A case is closed with what became of it: choose that first."""


@dataclass(frozen=True)
class Acts:
    """The buttons of one gateway; each press counts once, however often it comes."""

    arrivals: Arrivals

    async def do(self, incoming: Incoming, arrival: Arrival) -> Told:
        """Do what a button asks for, in one transaction, and return what is said of it."""
        act = self._wrong if incoming.verb == WRONG else self._case
        return await self.arrivals.once(lambda session, now: act(session, incoming, arrival, now))

    def _wrong(self, session: Session, incoming: Incoming, arrival: Arrival, now: datetime) -> Told:
        """Note that a record is wrong, once for each person, place and state of the record.

        Whoever presses needs no conversation with us: a card may stand where we are not.
        """
        try:
            programme = Programmes(session).get(_id(incoming.data.get("programme")))
        except ProgrammeNotFound:
            return Told(say("utter_teams_wrong_gone"))
        key = self.arrivals.person_key(CHANNEL, arrival.writer)
        person = ChannelPeople(session).find(CHANNEL, key)
        conversation = person.conversation_id if person is not None else key[:LONGEST_CONVERSATION]
        about = {"programme_id": programme.id, "text": say("utter_teams_label_wrong")}
        context = EffectContext(conversation, name_of(f"wrong\0{programme.id}\0{programme.version}"), CHANNEL)
        self.arrivals.parts.outside.apply(session, Effect("wrong_information", about), context, now)
        return Told(say("utter_teams_wrong_taken", name=programme.name))

    def _case(self, session: Session, incoming: Incoming, arrival: Arrival, now: datetime) -> Told:
        known = linked(session, self.arrivals.person_key(CHANNEL, incoming.identity))
        if known is None:
            return Told(say("utter_teams_desk_nobody"))
        at_desk, case_id = FromTeams(session, *known, now), _id(incoming.data.get("case"))
        try:
            at_desk.see(case_id)
            if self.arrivals.is_first(session, arrival, now):
                ACTS[incoming.verb](at_desk, case_id, incoming.data)
        except NotTheirs:
            return Told(say("utter_teams_desk_not_yours"))
        except NoOutcome:
            return Told(say("utter_teams_desk_no_outcome"))
        except ClaimedAlready as taken:
            name = names_of_brokers(session).get(taken.broker, taken.broker)
            return Told(say("utter_teams_desk_claimed_already", name=name))
        except (NotInHand, CaseChangeRefused):
            case = at_desk.see(case_id)
            return Told(say("utter_teams_desk_not_in_hand"), _card(session, case, incoming, at_desk))
        case = at_desk.see(case_id)
        return Told(say("utter_teams_desk_done"), _card(session, case, incoming, at_desk))


def _card(session: Session, case: Case, incoming: Incoming, at_desk: FromTeams) -> Mapping[str, Any]:
    """Return the card that takes the place of the one that was pressed, with what may be read there."""
    is_talk, is_mine = incoming.place is Place.PERSONAL, case.broker == at_desk.broker.id
    seen = notice(session, case, case.hub_id if is_talk else _hub_of(session, case, incoming), at_desk.now)
    return card(seen.left() if is_talk and not is_mine else seen, is_talk=is_talk)


def _hub_of(session: Session, case: Case, incoming: Incoming) -> str:
    """Return the front door of a case if this is its channel, and none elsewhere: others read along there."""
    room = TeamsRooms(session).find(case.hub_id)
    return case.hub_id if room is not None and room.address.get("conversation") == incoming.channel else ""


def _close(at_desk: FromTeams, case_id: str, data: Mapping[str, Any]) -> object:
    given = data.get(OUTCOME)
    if not isinstance(given, str) or given not in OUTCOMES:
        raise NoOutcome
    return at_desk.close(case_id, Outcome(given))


Act = Callable[[FromTeams, str, Mapping[str, Any]], object]
ACTS: Mapping[str, Act] = {
    CLAIM: lambda at_desk, case_id, _data: at_desk.claim(case_id),
    RETURN: lambda at_desk, case_id, _data: at_desk.give_back(case_id),
    TALK: lambda at_desk, case_id, _data: at_desk.turn_to(case_id),
    CLOSE: _close,
}


def _id(given: object) -> str:
    return given if isinstance(given, str) and len(given) <= LONGEST_ID and given.isprintable() else ""
