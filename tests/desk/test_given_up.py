"""What was given up is shown to who leads that front door, and goes again where that makes sense."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from desk.casebook import Casebook
from desk.chatwoot.telling_agents import tell_agent
from desk.console.dossier import said_since
from desk.given_up import STILL_OF_USE, GivenUp, Sort
from desk.relay import Relay
from desk.states import Change
from knowledge.storage.cases import cases
from knowledge.storage.channel_messages import ChannelMessages
from knowledge.storage.chatwoot import ChatwootConversations, ChatwootNotes
from knowledge.storage.conversations import Conversations
from knowledge.storage.deliveries import Deliveries
from knowledge.storage.errands import Progress
from knowledge.storage.follow_ups import Standing, follow_ups
from knowledge.storage.outbox import UNASKED, Delivery, Outbox, Sender, Shown
from knowledge.storage.outbox_table import outbox
from knowledge.storage.person_mails import Occasion, PersonMails
from tests.desk.dead import DEAD, INBOX, dead_line, dead_mail, given_on_whatsapp
from tests.desk.making import NOON, given_case, given_hubs

HUB, OTHER = "combined-authority-hub", "warwickshire-hub"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def case(database):
    given_hubs(database)
    return given_on_whatsapp(database, "c1", HUB)


def letters(database, hubs=frozenset({HUB}), now=NOON, inbox=INBOX):
    with database.reading() as session:
        return GivenUp(session, hubs, now, inbox).letters()


def send_again(database, letter_id, hubs=frozenset({HUB}), now=NOON, inbox=INBOX):
    with database.open() as session:
        return GivenUp(session, hubs, now, inbox).send_again(letter_id)


@pytest.mark.parametrize("sort", Sort)
def test_each_sort_is_shown_once_with_its_case_and_why(database, case, sort):
    number = DEAD[sort](database, case)

    (letter,) = letters(database)

    assert (letter.id, letter.sort, letter.reference) == (number, sort, case.reference)
    assert (letter.since, letter.again) == (NOON, True)
    assert letter.tries >= 12
    assert letter.error
    assert "secret" not in repr(letter)


@pytest.mark.parametrize("sort", Sort)
def test_nothing_of_another_front_door_is_shown_or_sent_again(database, case, sort):
    number = DEAD[sort](database, case)

    assert letters(database, frozenset({OTHER})) == []
    assert not send_again(database, number, frozenset({OTHER}))
    assert len(letters(database, None)) == 1


@pytest.mark.parametrize("sort", Sort)
def test_what_is_sent_again_is_no_letter_any_more_and_goes_again_once(database, case, sort):
    number = DEAD[sort](database, case)

    assert [send_again(database, number, now=NOON + HOUR) for _ in range(2)] == [True, False]
    assert letters(database) == []


def test_a_line_goes_again_from_the_part_that_failed(database, case):
    number = dead_line(database, case)
    send_again(database, number, now=NOON + HOUR)

    with database.reading() as session:
        row = session.execute(select(outbox).where(outbox.c.id == number)).one()
        taken = ChannelMessages(session).parts_taken(number)
    assert (row.delivery, row.attempts, row.next_try, row.error) == (Delivery.WAITING, 0, NOON + HOUR, None)
    assert taken == 1


def test_a_line_that_goes_again_is_the_newest_and_holds_up_nothing_that_was_said_since(database, case):
    number = dead_line(database, case)
    with database.open() as session:
        later = Outbox(session).add("c1", Sender.BROKER, Shown("said since"), NOON + HOUR)

    send_again(database, number, now=NOON + DAY)

    with database.reading() as session:
        (due,) = Outbox(session).due(NOON + DAY, 9)
        said = Outbox(session).after("c1")
    assert due.entry.id == later.id
    assert [(one.id, one.said_at) for one in said] == [(later.id, NOON + HOUR), (number, NOON)]
    assert [one.brought_since for one in said] == [NOON + HOUR, NOON + DAY]


def test_a_line_that_goes_again_stays_with_the_request_that_it_was_said_in(database, case):
    number = dead_line(database, case)
    with database.open() as session:
        Relay(session, "b1", NOON - HOUR).claim(case.id)
        Relay(session, "b1", NOON + HOUR).give_back(case.id)
    other = given_case(database, hub_id=HUB, message_id="m2", opened=NOON + 2 * HOUR)
    with database.open() as session:
        Relay(session, "b1", NOON + 2 * HOUR).claim(other.id)
    send_again(database, number, now=NOON + 3 * HOUR)

    with database.reading() as session:
        told = [[one.id for one in said_since(session, one)] for one in (case, other)]
    assert number in told[0]
    assert number not in told[1]


def test_what_is_sent_again_is_tried_as_long_as_a_new_one(database, case):
    made = {sort: DEAD[sort](database, case) for sort in Sort}
    for number in made.values():
        send_again(database, number, now=NOON + DAY)

    with database.reading() as session:
        delivery = next(one for one in Deliveries(session).of_cases([case.id]) if one.id == made["delivery"])
        (mail,) = PersonMails(session).of_conversation("c1")
        link = ChatwootConversations(session, INBOX).find(case.id)
    assert (delivery.state, delivery.created) == (Progress.WAITING, NOON + DAY)
    assert (mail.state, mail.created) == (Progress.WAITING, NOON + DAY)
    assert (link.given_up, link.failing_since, link.attempts, link.next_try) == (None, None, 0, NOON + DAY)


@pytest.mark.parametrize(
    ("person", "error", "again"),
    [
        ({}, "graph_131026", True),
        ({"stopped": NOON}, "stopped", False),
        ({"stopped": NOON}, "graph_131026", False),
        ({"stopped": NOON - DAY}, "stopped", True),  # they have written since
        ({"address": None}, "graph_131026", False),
        ({"last_inbound": NOON - 2 * DAY}, "window_closed", False),
        ({"last_inbound": NOON - HOUR}, "window_closed", True),
    ],
)
def test_a_line_goes_again_only_to_who_may_be_written_to(database, case, person, error, again):
    other = given_on_whatsapp(database, "c2", HUB, **person)
    number = dead_line(database, other, error)

    (letter,) = letters(database)

    assert letter.again is again
    assert send_again(database, number) is again


def test_a_line_of_a_request_that_has_ended_does_not_go_again_and_is_forgotten(database, case):
    number = dead_line(database, case)
    with database.open() as session:
        Casebook(session).change(case.id, Change.EXPIRE, "clock", "expired", NOON)

    (letter,) = letters(database)

    assert not letter.again
    assert not send_again(database, number)
    assert letters(database, now=NOON + STILL_OF_USE + HOUR) == []


def test_a_line_in_a_chat_that_has_ended_does_not_go_again(database, case):
    dead_line(database, case)
    with database.open() as session:
        Conversations(session).end("c1", NOON)

    assert [one.again for one in letters(database)] == [False]


def test_what_the_assistant_said_is_no_letter(database, case):
    dead_line(database, case, sender=Sender.BOT)

    assert letters(database) == []


@pytest.mark.parametrize("sort", [Sort.LINE, Sort.TELLING])
def test_what_was_taken_back_leaves_no_letter_of_it(database, case, sort):
    DEAD[sort](database, case)
    with database.open() as session:
        Casebook(session).withdraw(case.id, NOON)

    assert [one for one in letters(database) if one.sort is sort] == []


def test_a_line_is_of_the_case_that_was_the_newest_when_it_was_said(database, case):
    later = given_on_whatsapp(database, "c2", OTHER)
    with database.open() as session:
        # the person of c1 asks another front door a day later
        moved = {"conversation_id": "c1", "opened": NOON + DAY}
        session.execute(cases.update().where(cases.c.id == later.id).values(**moved))
    dead_line(database, case)

    assert [one.case_id for one in letters(database, None)] == [case.id]


def given_another_case_of_c1(database, hub, opened):
    """The person of c1 has another request."""
    other = given_on_whatsapp(database, uuid.uuid4().hex, hub)
    with database.open() as session:
        moved = {"conversation_id": "c1", "opened": opened}
        session.execute(cases.update().where(cases.c.id == other.id).values(**moved))
    return other


def test_a_line_is_of_the_case_that_was_in_hand_when_it_was_said_though_a_newer_one_waits(database, case):
    with database.open() as session:
        Casebook(session).change(case.id, Change.CLAIM, "b1", "claimed", NOON)
    given_another_case_of_c1(database, OTHER, NOON)
    number = dead_line(database, case)

    assert letters(database, frozenset({OTHER})) == []
    assert not send_again(database, number, frozenset({OTHER}))
    assert [(one.id, one.reference) for one in letters(database)] == [(number, case.reference)]
    assert send_again(database, number)


def test_an_agent_hears_of_a_line_in_the_case_whose_letter_it_is(database, case):
    given_another_case_of_c1(database, OTHER, NOON)
    with database.open() as session:
        Casebook(session).change(case.id, Change.CLAIM, "chatwoot:11", "claimed", NOON)
        entry = Outbox(session).add("c1", Sender.BROKER, Shown("x"), NOON, in_reply_to="desk:chatwoot:9")
        tell_agent(session, entry, "timeout")
        told = ChatwootNotes(session).of_case(case.id)

    assert [one.name for one in told] == ["undelivered:9"]


def test_a_line_is_one_letter_though_two_cases_were_opened_together(database, case):
    given_another_case_of_c1(database, HUB, NOON)
    dead_line(database, case)

    assert len(letters(database)) == 1


@pytest.mark.parametrize("kind", sorted(UNASKED))
@pytest.mark.parametrize("error", ["stopped", "lapsed", "no_template"])
def test_what_was_said_unasked_goes_another_way_and_is_no_letter(database, case, kind, error):
    number = dead_line(database, case, error, Sender.SYSTEM, kind)

    assert letters(database) == []
    assert not send_again(database, number)


def test_a_mail_that_no_request_led_to_is_for_who_leads_all(database, case):
    number = dead_mail(database, case, Occasion.REMINDER)

    assert letters(database) == []
    assert [(one.id, one.case_id, one.reference) for one in letters(database, None)] == [(number, None, "")]
    assert not send_again(database, number)
    assert send_again(database, number, None)


@pytest.mark.parametrize("state", [one for one in Standing if one is not Standing.ASKED])
def test_a_question_that_asks_nothing_any_more_is_shown_and_not_mailed_again(database, case, state):
    number = dead_mail(database, case)
    with database.open() as session:
        session.execute(follow_ups.update().values(state=state))

    assert [(one.id, one.again) for one in letters(database)] == [(number, False)]
    assert not send_again(database, number)


def test_without_a_chatwoot_nothing_there_can_be_sent_again(database, case):
    DEAD[Sort.TELLING](database, case)

    assert letters(database, inbox=None) == letters(database, inbox="another:443/3/8") == []


@pytest.mark.parametrize("how_many", [1, 12])
def test_the_number_of_queries_does_not_grow(database, queries, how_many):
    given_hubs(database)
    for number in range(how_many):
        case = given_on_whatsapp(database, f"c{number}", HUB)
        for dead in DEAD.values():
            dead(database, case)
    queries.clear()

    assert len(letters(database)) == 4 * how_many
    assert len(queries) == 6
