"""Cases that a broker has closed, for tests: say only what the test is about."""

from datetime import datetime, timedelta
from typing import Any

from desk.cases import Case, Outcome
from desk.effects import EffectContext, apply
from desk.relay import Relay
from knowledge.replies import Card, Effect
from knowledge.storage.choices import Choices
from knowledge.storage.database import Database
from knowledge.storage.follow_ups import FollowUp, FollowUps
from knowledge.storage.outbox import Entry, Outbox
from knowledge.storage.person_mails import PersonMail, PersonMails
from tests.desk.making import NOON, given_case, given_conversation, given_hubs

# NOON is a Monday, 2 November 2026
A_WEEK_ON = NOON + timedelta(days=7)
A_MONTH_ON = NOON + timedelta(days=30)
A_QUARTER_ON = NOON + timedelta(days=90)  # a Sunday
GRANT = Card("a-grant", "programme", "A Grant")


def given_closed(
    database: Database,
    outcome: Outcome = Outcome.HELPED,
    cards: tuple[Card, ...] = (),
    conversation_id: str = "c1",
    **given: Any,
) -> Case:
    """Open a case in a conversation of its own, and close it at noon."""
    given_hubs(database)
    given_conversation(database, conversation_id, "we need a new press")
    case = given_case(database, conversation_id=conversation_id, **given)
    with database.open() as session:
        relay = Relay(session, "b1", NOON)
        relay.claim(case.id)
        for number, card in enumerate(cards):
            relay.write(case.id, "Have a look", f"w{number}", (card,))
        return relay.close(case.id, outcome)


def said(database: Database, conversation_id: str = "c1") -> list[Entry]:
    with database.reading() as session:
        return Outbox(session).after(conversation_id)


def texts(database: Database, conversation_id: str = "c1") -> list[str]:
    return [one.shown.text for one in said(database, conversation_id)]


def follow_ups(database: Database, case: Case) -> list[FollowUp]:
    with database.reading() as session:
        return FollowUps(session).of_case(case.id)


def mails(database: Database, conversation_id: str = "c1") -> list[PersonMail]:
    with database.reading() as session:
        return PersonMails(session).of_conversation(conversation_id)


def press(
    database: Database, label: str, message_id: str = "p1", now: datetime = NOON, conversation_id: str = "c1"
) -> str:
    """Press the newest button with this label, as the gateway does, and return the answer."""
    shown = [button for one in said(database, conversation_id) for button in one.shown.choices]
    button = next(one for one in reversed(shown) if one.label == label)
    with database.open() as session:
        issued = Choices(session).find(conversation_id, button.choice)
        assert issued is not None
        content = dict(issued.entities)
        effect = Effect(content.pop("effect"), content)
        apply(session, effect, EffectContext(conversation_id, message_id, "web"), now)
    return answer_to(database, message_id, conversation_id)


def do(database: Database, kind: str, message_id: str = "e1", now: datetime = NOON, **content: Any) -> str:
    """Apply an effect, and return the answer."""
    with database.open() as session:
        apply(session, Effect(kind, content), EffectContext("c1", message_id, "web"), now)
    return answer_to(database, message_id)


def answer_to(database: Database, message_id: str, conversation_id: str = "c1") -> str:
    with database.reading() as session:
        replies = Outbox(session).replies_to(conversation_id, message_id)
    return "|".join(one.shown.text for one in replies)
