"""What somebody asked to be told waits until there is a way, and is told once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desk.afterwards import reminding
from desk.afterwards.reminding import remind_due
from knowledge.loading import Facts, apply
from knowledge.storage.channel_people import ChannelPeople, ChannelPerson
from knowledge.storage.conversations import Conversations, Owner
from knowledge.storage.notes import Notes, Reminder
from knowledge.storage.wishes import Reminders
from tests.desk.afterwards.closed import mails, texts
from tests.desk.making import NOON
from tests.knowledge.factories import make_programme

A_DAY = timedelta(days=1)


def wished(database, conversation_id="c1", last_inbound=NOON):
    """A reminder that is due, of somebody on WhatsApp who wrote last then."""
    with database.open() as session:
        apply(session, Facts(programmes=(make_programme("a-grant"),)))
        Conversations(session).start(conversation_id, "whatsapp", "", NOON)
        person = ChannelPerson("whatsapp", conversation_id, conversation_id, {"phone": "1"}, last_inbound)
        ChannelPeople(session).add(person)
        wish = Reminder(conversation_id, "m1", NOON, "ada@example.org", "a-grant", "2026-11", "May I?")
        Notes(session).keep(replace(wish, address=f"{conversation_id}@example.org"))


def hand_to(database, owner):
    with database.open() as session:
        Conversations(session).hand_to("c1", owner)


def test_while_a_broker_has_the_chat_and_there_is_no_mail_a_reminder_waits(database):
    wished(database)
    hand_to(database, Owner.BROKER)
    assert remind_due(database, NOON, by_mail=False) == 0
    assert texts(database) == []

    hand_to(database, Owner.BOT)

    assert [remind_due(database, NOON, by_mail=False) for _ in range(2)] == [1, 0]
    assert len(texts(database)) == 1


@pytest.mark.parametrize("then", [{"by_template": True, "by_mail": False}, {"by_mail": True}])
def test_without_a_template_and_without_mail_it_waits_until_there_is_either(database, then):
    wished(database, last_inbound=NOON - 2 * A_DAY)
    assert remind_due(database, NOON, by_mail=False) == 0

    assert [remind_due(database, NOON, **then) for _ in range(2)] == [1, 0]

    assert len(texts(database)) + len(mails(database)) == 1


def test_those_that_wait_hold_up_nobody_after_them(database, monkeypatch):
    monkeypatch.setattr(reminding, "IN_ONE_GO", 2)
    for number in range(1, 6):
        wished(database, f"c{number}", NOON if number == 5 else NOON - 2 * A_DAY)

    assert remind_due(database, NOON, by_mail=False) == 1

    assert len(texts(database, "c5")) == 1
    with database.reading() as session:
        assert len(Reminders(session).due("2026-11", NOON, 10)) == 4
