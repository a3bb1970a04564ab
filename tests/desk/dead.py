"""What was given up, for tests: one of each sort, of a case of some front door."""

import uuid

from sqlalchemy import select, update

from knowledge.storage.channel_messages import Arrived, ChannelMessages, Taken, Why
from knowledge.storage.channel_people import ChannelPeople, ChannelPerson
from knowledge.storage.chatwoot import ChatwootConversations, Linked
from knowledge.storage.conversations import Conversations
from knowledge.storage.deliveries import Deliveries, Delivery, Kind, Way
from knowledge.storage.errands import Progress
from knowledge.storage.follow_ups import FollowUp, FollowUps, Standing
from knowledge.storage.notes import Notes, Reminder, reminders
from knowledge.storage.outbox import Delivery as Out
from knowledge.storage.outbox import Kind as Spoken
from knowledge.storage.outbox import Outbox, Sender, Shown
from knowledge.storage.outbox_table import outbox
from knowledge.storage.person_mails import Occasion, PersonMail, PersonMails
from tests.desk.making import NOON, given_case

INBOX = "chat.hub.example:443/3/7"


def given_on_whatsapp(database, conversation_id, hub_id, *, stopped=None, last_inbound=NOON, address="441"):
    """A person on WhatsApp whose case this front door has."""
    reached = {"phone": address} if address else {}
    with database.open() as session:
        Conversations(session).start(conversation_id, "whatsapp", "own", NOON)
        person = ChannelPerson("whatsapp", conversation_id, conversation_id, reached, last_inbound, stopped)
        ChannelPeople(session).add(person)
    return given_case(
        database, conversation_id=conversation_id, hub_id=hub_id, message_id=f"m-{conversation_id}"
    )


def dead_line(database, case, error="graph_131026", sender=Sender.BROKER, kind=Spoken.SAID):
    """A line in the person's chat that was given up; its second part had failed."""
    with database.open() as session:
        entry = Outbox(session).add(case.conversation_id, sender, Shown("a secret word"), NOON, kind=kind)
        for part in range(3):
            ChannelMessages(session).add(Taken("whatsapp", f"{entry.id}-{part}", entry.id, part, NOON))
        why = Why(error, is_final=True)
        ChannelMessages(session).note("whatsapp", f"{entry.id}-1", Arrived.FAILED, NOON, why)
        given_up = {"delivery": Out.DEAD, "error": error, "attempts": 12, "next_try": None}
        session.execute(update(outbox).where(outbox.c.id == entry.id).values(**given_up))
    return entry.id


def dead_delivery(database, case, way=Way.WEBHOOK):
    number = uuid.uuid4().hex
    with database.open() as session:
        dead = Delivery(
            number, case.id, Kind.CASE, Progress.DEAD, NOON, 12, NOON, settled=NOON, error="timeout", way=way
        )
        Deliveries(session).add(dead)
    return number


def dead_mail(database, case, kind=Occasion.FOLLOW_UP):
    """A mail to the person: how it went, or one that no request led to."""
    number, about = uuid.uuid4().hex, uuid.uuid4().hex
    with database.open() as session:
        if kind is Occasion.FOLLOW_UP:
            asked = FollowUp(
                about, case.id, case.conversation_id, 7, NOON, Standing.ASKED, "web", "a@b.example", ()
            )
            FollowUps(session).plan([asked])
        elif kind is Occasion.REMINDER:
            wish = Reminder(case.conversation_id, number, NOON, "a@b.example", "p1", None, "Shall I?")
            Notes(session).keep(wish)
            about = str(session.scalars(select(reminders.c.id)).one())
        mail = PersonMail(
            number, case.conversation_id, kind, about, "a@b.example", Progress.DEAD, NOON, 12, NOON,
            settled=NOON, error="smtp_550",
        )  # fmt: skip
        PersonMails(session).add(mail)
    return number


def dead_telling(database, case):
    with database.open() as session:
        link = Linked(
            case.id,
            INBOX,
            5,
            40,
            NOON,
            NOON,
            attempts=30,
            error="http_503",
            failing_since=NOON,
            given_up=NOON,
        )  # fmt: skip
        ChatwootConversations(session, INBOX).add(link)
    return case.id


DEAD = {"delivery": dead_delivery, "mail": dead_mail, "line": dead_line, "telling": dead_telling}
