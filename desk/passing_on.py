"""Passing a case on: to a colleague, or to another front door, which the person must allow."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from desk.afterwards.case_news import mail_news
from desk.brief import Brief
from desk.brokers import Broker, broker_of, may_see
from desk.casebook import PERSON, Casebook, hub_name
from desk.cases import Case, Consent
from desk.choosing import asking_of, choose
from desk.destination import Destination
from desk.owning import who_answers
from desk.promised_anew import OldAndNew
from desk.questions import desk_choice, tell
from desk.relay import Relay
from desk.states import AFTER, WITH_A_TEAM, Change
from desk.teams import NO_TEAMS, Teams
from knowledge.records import Hub
from knowledge.storage.brokers import Brokers
from knowledge.storage.cases import Cases
from knowledge.storage.conversations import Conversations
from knowledge.storage.hubs import Hubs
from knowledge.storage.outbox import Entry, Outbox, Sender
from knowledge.wording import say, version_of

ALLOWED, REFUSED = "pass_to_hub", "stay_with_hub"
ALLOWED_WORDING = "utter_relay_may_pass_on"
SPOKEN_WORDING = "utter_relay_allowed_in_talk"
LONGEST_HOW = 500


class NotAColleague(LookupError):
    """Nobody of this id works at the front door that has the case: choose from the list."""

    def __init__(self) -> None:
        super().__init__("this broker does not work at the front door that has the case")


class NoSuchHub(LookupError):
    """There is no other front door of this id: choose from the list."""

    def __init__(self) -> None:
        super().__init__("there is no other front door of this id")


class NotSaidHow(ValueError):
    """A case goes to another front door only with the person's word: write down how they gave it."""

    def __init__(self) -> None:
        super().__init__(f"how the person agreed needs from 1 to {LONGEST_HOW} characters")


def colleagues(session: Session, case: Case, besides: str | None) -> list[Broker]:
    """Return who else may work on a case, by name."""
    known = [broker_of(record) for record in Brokers(session).all() if not record.disabled]
    seen = [one for one in known if may_see(one, case.hub_id) and one.id != besides]
    return sorted(seen, key=lambda one: (one.name.casefold(), one.id))


def other_hubs(session: Session, case: Case) -> list[Hub]:
    """Return the front doors that the case could be passed on to, by name."""
    return sorted((hub for hub in Hubs(session).all() if hub.id != case.hub_id), key=lambda hub: hub.name)


@dataclass(frozen=True)
class PassingOn:
    """What the broker who has a case in hand can do to have somebody else work on it."""

    relay: Relay
    teams: Teams = NO_TEAMS

    def to_colleague(self, case_id: str, broker_id: str) -> Case:
        """Put a case into the hands of a colleague, who then has the conversation.

        Raises NotInHand or NotAColleague.
        """
        case = self.relay.mine(case_id)
        if all(one.id != broker_id for one in colleagues(self.relay.session, case, self.relay.broker)):
            raise NotAColleague
        return self.relay.hand_to(case_id, broker_id)

    def ask_for_hub(self, case_id: str, hub_id: str) -> Entry:
        """Ask the person in the chat whether another front door may have their request.

        Asking again before they have written changes nothing: a form may be sent twice.
        Raises NotInHand, NobodyListens or NoSuchHub.
        """
        session = self.relay.session
        case = self.relay.mine(case_id)
        self.relay.reached(case)
        hub = _hub(session, case, hub_id)
        question = _question(session, case, hub)
        if (asked := _still_asked(session, case, question)) is not None:
            return asked
        given = {"case_id": case_id, "hub_id": hub.id, "from_hub": case.hub_id}
        choices = (desk_choice("relay_allow", ALLOWED, **given), desk_choice("relay_keep", REFUSED, **given))
        return tell(session, case.conversation_id, question, self.relay.now, choices)

    def to_hub(self, case_id: str, hub_id: str, how: str) -> Case:
        """Pass a case on that the person has agreed to let go, in their talk with the broker.

        Raises NotInHand, NoSuchHub or NotSaidHow.
        """
        session = self.relay.session
        case = self.relay.mine(case_id)
        hub, how = _hub(session, case, hub_id), how.strip()
        if not 0 < len(how) <= LONGEST_HOW:
            raise NotSaidHow
        wording = say(SPOKEN_WORDING, hub=hub.name, how=how)
        agreed = replace(
            case.consent, wording=wording, version=version_of(SPOKEN_WORDING), recipient=hub.name
        )
        return PersonsWord(session, case, self.relay.now, self.teams).move(hub, agreed, self.relay.broker)


@dataclass(frozen=True)
class PersonsWord:
    """What a person says to another front door getting their case, in the message of this id, if any."""

    session: Session
    case: Case
    now: datetime
    teams: Teams
    message_id: str | None = None

    def allow(self, hub_id: str, from_hub: str) -> None:
        """Pass the case on, unless it is too late; the person is told how it stands, whatever it is.

        `from_hub` is who asked: what was read then holds for no other.
        """
        if self.case.hub_id != from_hub:
            return self._tell_how_it_stands()
        try:
            hub = _hub(self.session, self.case, hub_id)
        except NoSuchHub:  # it has the case already, or is gone with newer facts
            return self._tell_how_it_stands()
        if Change.TRANSFER not in AFTER[self.case.state]:
            return self._tell_how_it_stands()
        wording = _question(self.session, self.case, hub)
        version = version_of(ALLOWED_WORDING)
        consent = replace(self.case.consent, wording=wording, version=version, recipient=hub.name)
        self.move(hub, consent, PERSON)
        return None

    def refuse(self) -> None:
        """Leave the case where it is."""
        self._tell("utter_relay_not_passed_on", hub=hub_name(self.session, self.case))

    def move(self, hub: Hub, agreed: Consent, who: str) -> Case:
        """Pass the case on under this consent; the person is told, if they can still be reached."""
        chosen = None
        if self.case.brief is not None:
            load = Cases(self.session).load(hub.id, WITH_A_TEAM) if self.teams.all else {}
            asking = asking_of(hub.id, Brief.unpack(self.case.brief))
            chosen = choose(asking, self.teams, load, self.now)
        to = Destination(hub, agreed, self.teams, chosen)
        moved = Casebook(self.session).transfer(self.case.id, to, who, self.now)
        promised = OldAndNew.of(self.session, self.case, to, self.now).in_words()
        its = {"hub": hub.name, "promised": promised, "then": who_answers(self.session, moved)}
        if Conversations(self.session).takes_messages(self.case.conversation_id):
            self._tell("utter_relay_with_another_hub", **its)
        told = say("utter_relay_with_another_hub", reference=moved.reference, **its)
        mail_news(self.session, moved, told, self.now)
        return moved

    def _tell_how_it_stands(self) -> None:
        state = say(f"utter_label_desk_state_{self.case.state}")
        self._tell("utter_relay_stands", hub=hub_name(self.session, self.case), state=state)

    def _tell(self, wording: str, **values: str) -> None:
        told = say(wording, reference=self.case.reference, **values)
        tell(self.session, self.case.conversation_id, told, self.now, in_reply_to=self.message_id)


def _question(session: Session, case: Case, hub: Hub) -> str:
    parts = ", ".join(say(f"utter_label_passes_{part}") for part in sorted(case.consent.fields))
    names = {"from_hub": hub_name(session, case), "hub": hub.name}
    return say(ALLOWED_WORDING, **names, reference=case.reference, parts=parts)


def _still_asked(session: Session, case: Case, question: str) -> Entry | None:
    """Return a question that was put already, unless the person has written since."""
    for one in reversed(Outbox(session).after(case.conversation_id)):
        if one.sender is Sender.PERSON:
            return None
        if one.sender is Sender.SYSTEM and one.shown.text == question:
            return one
    return None


def _hub(session: Session, case: Case, hub_id: str) -> Hub:
    found = next((hub for hub in other_hubs(session, case) if hub.id == hub_id), None)
    if found is None:
        raise NoSuchHub
    return found
