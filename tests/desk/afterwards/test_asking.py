"""How it went is asked once, by day, as the channels allow, whatever happens to clocks and processes."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, update

from desk.afterwards.answers import told_of
from desk.afterwards.asking import ask_due, watch
from desk.afterwards.stopping import stop_writing
from desk.afterwards.tally import outcome_table
from desk.cases import Outcome, Part, Person
from desk.relay import Relay
from knowledge.storage.conversations import Conversations, Owner, conversations
from knowledge.storage.database import Database
from knowledge.storage.follow_ups import Standing
from knowledge.storage.outcomes import Outcomes
from knowledge.storage.person_mails import Occasion
from tests.databases import KEYS
from tests.desk.afterwards.closed import (
    A_MONTH_ON,
    A_QUARTER_ON,
    A_WEEK_ON,
    do,
    follow_ups,
    given_closed,
    mails,
    press,
    said,
    texts,
)
from tests.desk.making import NOON, given_case, make_consent
from tests.postgres import postgres_address, postgres_server  # noqa: F401 - fixtures

ASKED = "A while ago an adviser helped you with your request SP-ABC234. Did Programme One start for you?"


@pytest.fixture
def case(database):
    return given_closed(database)


def times_asked(database):
    return texts(database).count(ASKED)


def states(database, case):
    return [one.state for one in follow_ups(database, case)]


def test_after_a_week_the_person_is_asked_in_the_chat_and_by_mail(database, case):
    assert ask_due(database, A_WEEK_ON - timedelta(minutes=1), by_mail=True) == 0
    assert ask_due(database, A_WEEK_ON, by_mail=True) == 1

    assert times_asked(database) == 1
    labels = [one.label for one in said(database)[-1].shown.choices]
    assert labels == ["It started", "We applied", "Not yet", "It did not suit", "Stop asking"]
    (mail,) = mails(database)
    assert (mail.kind, mail.address, mail.about) == (
        Occasion.FOLLOW_UP,
        "ada@example.org",
        follow_ups(database, case)[0].id,
    )


def test_nobody_is_asked_twice(database, case):
    for minutes in range(3):
        ask_due(database, A_WEEK_ON + timedelta(minutes=minutes), by_mail=True)

    assert times_asked(database) == 1
    assert len(mails(database)) == 1


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 11, 9, 23, tzinfo=UTC),
        datetime(2026, 11, 10, 8, 59, tzinfo=UTC),
        datetime(2026, 11, 10, 17, tzinfo=UTC),
        datetime(2026, 11, 14, 12, tzinfo=UTC),  # a Saturday
        datetime(2026, 12, 25, 12, tzinfo=UTC),
        datetime(2027, 5, 31, 12, tzinfo=UTC),  # a bank holiday
        datetime(2027, 6, 1, 7, 59, tzinfo=UTC),  # 8:59 by the clocks of summer
    ],
)
def test_nobody_is_asked_at_night_at_weekends_or_on_holidays(database, case, at):
    assert ask_due(database, at, by_mail=True) == 0

    assert times_asked(database) == 0


def test_what_falls_on_a_sunday_is_asked_on_monday_morning(database, case):
    for asked, came_back in ((A_WEEK_ON, 8), (A_MONTH_ON, 70)):
        ask_due(database, asked, by_mail=False)
        with database.open() as session:
            Conversations(session).seen("c1", NOON + timedelta(days=came_back))

    assert A_QUARTER_ON.strftime("%A") == "Sunday"
    assert ask_due(database, A_QUARTER_ON, by_mail=False) == 0
    assert ask_due(database, A_QUARTER_ON + timedelta(hours=20, minutes=59), by_mail=False) == 0
    assert ask_due(database, A_QUARTER_ON + timedelta(hours=21), by_mail=False) == 1
    assert times_asked(database) == 3


def test_who_was_not_looked_after_for_long_is_asked_once_and_not_three_times(database, case):
    late = A_QUARTER_ON + timedelta(days=5)

    ask_due(database, late, by_mail=True)

    assert states(database, case) == [Standing.SKIPPED, Standing.SKIPPED, Standing.ASKED]
    assert len(mails(database)) == 1


def test_a_clock_that_jumps_ahead_and_back_again_asks_nobody_twice(database, case):
    for at in (A_MONTH_ON, A_WEEK_ON, NOON, A_WEEK_ON, A_MONTH_ON):
        ask_due(database, at, by_mail=True)

    assert times_asked(database) == 1
    assert len(mails(database)) == 1
    assert states(database, case) == [Standing.SKIPPED, Standing.ASKED, Standing.PLANNED]


def test_a_chat_that_nobody_can_take_up_again_is_not_written_to(database, case):
    ask_due(database, A_MONTH_ON + timedelta(days=1), by_mail=True)

    assert times_asked(database) == 0
    assert len(mails(database)) == 1


def test_who_can_be_reached_in_no_way_is_not_counted_as_asked(database):
    case = given_closed(database, consent=make_consent(Part.CONTACT))

    ask_due(database, A_MONTH_ON + timedelta(days=1), by_mail=True)

    assert states(database, case)[:2] == [Standing.SKIPPED, Standing.NO_WAY]
    with database.reading() as session:
        assert Outcomes(session).all() == []


def test_what_could_not_be_asked_stands_on_the_page_of_the_case_and_in_the_report(database):
    case = given_closed(database, consent=make_consent(Part.CONTACT))
    ask_due(database, A_MONTH_ON + timedelta(days=1), by_mail=True)

    with database.reading() as session:
        told = [(one.asked, one.answer) for one in told_of(session, case.id)]
        report = outcome_table(session)

    question = "After 30 days: Did Programme One start for you?"
    assert (question, "not asked: no way to reach them") in told
    assert "not asked, for there was no way: 1" in report


def test_without_an_address_for_links_the_chat_alone_is_used(database, case):
    ask_due(database, A_WEEK_ON, by_mail=False)

    assert times_asked(database) == 1
    assert mails(database) == []


def test_a_phone_number_is_never_written_to(database):
    given_closed(database, person=Person("Ada", phone="01632 960123"))

    ask_due(database, A_WEEK_ON, by_mail=True)

    assert times_asked(database) == 1
    assert mails(database) == []


def test_who_talks_to_a_broker_is_asked_when_that_is_over(database, case):
    with database.open() as session:
        Conversations(session).hand_to("c1", Owner.BROKER)
    ask_due(database, A_WEEK_ON, by_mail=True)
    with database.open() as session:
        Conversations(session).hand_to("c1", Owner.BOT)

    assert (times_asked(database), mails(database)) == (0, [])
    ask_due(database, A_WEEK_ON + timedelta(minutes=1), by_mail=True)
    assert times_asked(database) == 0
    ask_due(database, A_WEEK_ON + timedelta(hours=1), by_mail=True)
    assert times_asked(database) == 1


def test_who_is_in_the_chat_now_is_asked_once_they_have_left_it(database, case):
    with database.open() as session:
        Conversations(session).seen("c1", A_WEEK_ON - timedelta(minutes=1))

    assert ask_due(database, A_WEEK_ON, by_mail=True) == 1
    assert (times_asked(database), mails(database)) == (0, [])
    assert ask_due(database, A_WEEK_ON + timedelta(minutes=9), by_mail=True) == 0
    assert ask_due(database, A_WEEK_ON + timedelta(minutes=10), by_mail=True) == 1
    assert times_asked(database) == 1


def test_what_was_erased_or_stopped_is_not_asked(database, case):
    other = given_closed(database, conversation_id="c2", message_id="m2")
    do(database, "erase", "m9")
    with database.open() as session:
        stop_writing(session, "c2", NOON)

    assert ask_due(database, A_WEEK_ON, by_mail=True) == 0
    assert states(database, case) == []
    assert states(database, other) == [Standing.CANCELLED] * 3


def test_two_at_once_ask_once(database, case):
    with ThreadPoolExecutor(8) as desks:
        list(desks.map(lambda _: ask_due(database, A_WEEK_ON, by_mail=True), range(8)))

    assert times_asked(database) == 1
    assert len(mails(database)) == 1


def test_two_at_once_ask_once_on_postgresql_too(postgres_address):  # noqa: F811 - the fixture
    database = Database(postgres_address, KEYS)
    database.migrate()
    given_closed(database)

    with ThreadPoolExecutor(8) as desks:
        list(desks.map(lambda _: ask_due(database, A_WEEK_ON, by_mail=True), range(8)))

    assert times_asked(database) == 1
    assert len(mails(database)) == 1
    database.close()


@pytest.mark.parametrize("step", ["programme_outcomes", "choices", "outbox", "person_mails", "commit"])
def test_a_process_that_is_killed_between_has_asked_nothing_and_the_next_one_asks(database, case, step):
    class Killed(BaseException):
        pass

    def kill(_connection, _cursor=None, statement="INSERT INTO commit", *_more):
        if statement.startswith(f"INSERT INTO {step}"):
            raise Killed

    moment = "commit" if step == "commit" else "before_cursor_execute"
    event.listen(database.engine, moment, kill)
    with pytest.raises(Killed):
        ask_due(database, A_WEEK_ON, by_mail=True)
    event.remove(database.engine, moment, kill)
    assert (times_asked(database), mails(database)) == (0, [])

    ask_due(database, A_WEEK_ON, by_mail=True)

    assert times_asked(database) == 1
    assert len(mails(database)) == 1


def test_looking_takes_as_many_queries_however_much_is_planned_for_later(database, case, queries):
    queries.clear()
    ask_due(database, NOON, by_mail=True)
    one = len(queries)
    for number in range(2, 5):
        given_closed(database, conversation_id=f"c{number}", message_id=f"m{number}")
    queries.clear()

    ask_due(database, NOON, by_mail=True)

    assert len(queries) == one == 1


def test_one_that_is_broken_does_not_hold_up_the_others(database, case, caplog):
    other = given_closed(database, conversation_id="c2", message_id="m2")
    with database.open() as session:
        broken = update(conversations).where(conversations.c.id == "c1")
        session.execute(broken.values(owner="nobody"))

    assert ask_due(database, A_WEEK_ON, by_mail=True) == 1

    assert [states(database, one)[0] for one in (case, other)] == [Standing.PLANNED, Standing.ASKED]
    assert "is broken: ValueError" in caplog.text


async def test_the_watch_asks_and_ends_when_it_is_told_to(database, case):
    stop = asyncio.Event()

    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        tasks.create_task(watch(database, lambda: A_WEEK_ON, stop, by_mail=True))
        while not times_asked(database):
            await asyncio.sleep(0.01)
        stop.set()

    assert times_asked(database) == 1


def test_an_answer_by_the_chat_settles_the_question(database, case):
    ask_due(database, A_WEEK_ON, by_mail=True)

    press(database, "It started", now=A_WEEK_ON)
    ask_due(database, A_MONTH_ON, by_mail=True)

    assert states(database, case)[:2] == [Standing.ANSWERED, Standing.SKIPPED]
    assert times_asked(database) == 1


def test_a_second_case_of_the_chat_is_asked_about_as_well(database, case):
    other = given_case(database, message_id="m7", reference="SP-OTHER2")
    with database.open() as session:
        Relay(session, "b1", NOON).claim(other.id)
        Relay(session, "b1", NOON).close(other.id, Outcome.HELPED)

    ask_due(database, A_WEEK_ON, by_mail=False)

    assert [states(database, one)[0] for one in (case, other)] == [Standing.ASKED] * 2
