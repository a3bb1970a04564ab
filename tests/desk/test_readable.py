"""What those who work on a case may read of a conversation that has another case in other hands."""

from datetime import timedelta

from desk.readable import readable
from desk.relay import Relay
from knowledge.storage.outbox import Outbox, Sender, Shown
from tests.desk.making import NOON, given_case, given_conversation

MINUTE = timedelta(minutes=1)


def test_who_waits_for_the_person_reads_nothing_of_what_they_say_to_the_broker_of_another_case(database):
    given_conversation(database)
    waiting = given_case(database, id="a", reference="SP-AAAAAA", message_id="m1")
    other = given_case(database, id="b", reference="SP-BBBBBB", message_id="m2")
    with database.open() as session:
        say(session, "to the assistant", 1)
        Relay(session, "b2", NOON + 2 * MINUTE).claim(other.id)
        say(session, "to the other broker", 3)
        Relay(session, "b2", NOON + 4 * MINUTE).give_back(other.id)
        say(session, "to the assistant again", 5)

        ours = [one.shown.text for one in readable(session, waiting, lambda _event: True)]
        theirs = [one.shown.text for one in readable(session, other, lambda _event: True)]

    assert "to the other broker" not in ours
    assert {"to the assistant", "to the assistant again"} <= set(ours)
    assert "to the other broker" in theirs


def say(session, text, minutes):
    Outbox(session).add("c1", Sender.PERSON, Shown(text), NOON + minutes * MINUTE)
