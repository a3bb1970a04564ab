"""Each kind of data goes when its time is over, not before, and only by a clock that can be believed."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from desk.afterwards.asking import ask_due
from desk.casebook import Casebook
from desk.couriers import mail_file
from desk.retention import Broom, Kind, Look, keep_watch, over
from desk.retention_settings import RetentionSettings
from desk.states import Change, State
from knowledge.identities import contact
from knowledge.plans import KEPT_DAYS
from knowledge.storage.brokers import BrokerRecord, Brokers, BrokerSession, BrokerSessions
from knowledge.storage.cases import Cases
from knowledge.storage.channel_arrivals import ChannelArrivals
from knowledge.storage.channel_messages import Arrived
from knowledge.storage.channel_people import ChannelPeople
from knowledge.storage.conversations import Conversations
from knowledge.storage.deliveries import Deliveries, Progress
from knowledge.storage.early_fates import Early, EarlyFates
from knowledge.storage.file_deletions import FileDeletions
from knowledge.storage.follow_ups import FollowUps
from knowledge.storage.handed_codes import CodeTries, Handed, HandedCodes, Purpose
from knowledge.storage.notes import Feedback, Notes, Reminder, Subscription
from knowledge.storage.opt_outs import OptOuts
from knowledge.storage.people import People
from knowledge.storage.person_mails import PersonMails
from knowledge.storage.personal import Personal
from knowledge.storage.retention import Expired
from tests.databases import with_tables
from tests.desk.afterwards.closed import A_WEEK_ON, follow_ups, given_closed, mails
from tests.desk.making import NOON, given_case, given_conversation
from tests.knowledge.storage.told import tell
from tests.postgres import postgres_address, postgres_server  # noqa: F401 - fixtures

SETTINGS = RetentionSettings()
A_SECOND = timedelta(seconds=1)


def days(number):
    return timedelta(days=number)


@pytest.fixture
def broom(database, tmp_path):
    return Broom(database, SETTINGS, tmp_path / "outgoing")


def rows(database, conversation="c1"):
    with database.reading() as session:
        return Personal(session).rows(conversation)


def tables(database, conversation="c1"):
    return set(rows(database, conversation))


def close(database, case_id, at):
    with database.open() as session:
        Casebook(session).change(case_id, Change.CLOSE, "broker", "closed", at)


def test_a_conversation_goes_ninety_days_after_the_person_was_last_in_it(database, broom):
    given_conversation(database, "c1", "We need a new press")

    assert broom.sweep(NOON + days(90) - A_SECOND) == {}
    assert broom.sweep(NOON + days(90)) == {Kind.CONVERSATIONS: 1}

    assert tables(database) == {"conversations"}
    with database.reading() as session:
        conversation = Conversations(session).get("c1")
    assert (conversation.noted, conversation.ended) == ({}, NOON + days(90))
    assert broom.sweep(NOON + days(91)) == {}


def test_a_conversation_that_was_erased_and_went_on_goes_as_well(database, broom):
    given_conversation(database, "c1")
    with database.open() as session:
        Conversations(session).forget("c1", NOON)
        Conversations(session).note("c1", {"firm": {"own_words": "a dozen"}})

    broom.sweep(NOON + days(90))

    assert rows(database)["conversations"][0]["noted"] == {}


def test_a_conversation_with_a_request_stays_until_a_year_after_its_end(database, broom):
    given_conversation(database, "c1", "We need a new press")
    case = given_case(database)
    assert broom.sweep(NOON + days(1000)) == {}
    close(database, case.id, NOON + days(1000))

    assert broom.sweep(NOON + days(1365) - A_SECOND) == {}
    assert broom.sweep(NOON + days(1365)) == {Kind.CASE_CONVERSATIONS: 1, Kind.CASES: 1}

    assert tables(database) == {"conversations", "cases", "case_events", "deliveries"}


def test_of_a_request_whose_time_is_over_its_history_stays_and_nothing_that_was_told(database, broom):
    given_conversation(database, "c1")
    case = given_case(database)
    close(database, case.id, NOON)

    broom.sweep(NOON + days(365))

    with database.reading() as session:
        kept = Cases(session).get(case.id)
        history = Casebook(session).audit(case.id)
        sent = Deliveries(session).of_cases([case.id])
    assert (kept.state, kept.person, kept.brief, kept.consent["wording"]) == (State.CLOSED, None, None, "")
    assert kept.reference == case.reference
    assert [(event.who, event.why) for event in history][-2:] == [
        ("broker", "closed"),
        ("clock", "kept_long_enough"),
    ]
    assert [one.state for one in sent] == [Progress.RECALLED]


def test_the_letter_of_a_request_goes_with_it(database, broom):
    case = given_case(database)
    close(database, case.id, NOON)
    broom.outgoing.mkdir()
    letter = broom.outgoing / f"{case.reference}.eml"
    letter.write_text(f"X-Signpost-Case: {case.id}\n\nAda Example", encoding="utf-8")
    other = broom.outgoing / "SP-OTHER2.eml"
    other.write_text("X-Signpost-Case: another\n\n", encoding="utf-8")

    broom.sweep(NOON + days(365))

    assert (letter.exists(), other.exists()) == (False, True)


@pytest.mark.parametrize(
    ("kind", "note", "time"),
    [
        (Kind.SUBSCRIPTIONS, Subscription("c1", "m1", NOON, "ada@example.org", ()), 730),
        (Kind.REMINDERS, Reminder("c1", "m1", NOON, "ada@example.org", "p1", None, "yes"), 730),
        (Kind.FEEDBACK, Feedback("c1", "m1", NOON, None, "fine"), 365),
    ],
)
def test_what_somebody_left_goes_when_its_time_is_over(database, broom, kind, note, time):
    with database.open() as session:
        Notes(session).keep(note)

    assert broom.sweep(NOON + days(time) - A_SECOND) == {}
    assert broom.sweep(NOON + days(time)) == {kind: 1}
    with database.reading() as session:
        assert Notes(session).all(type(note)) == []


def test_a_plan_outlives_its_conversation_until_its_own_time_is_over(database, broom):
    with database.open() as session:
        tell(session, at=NOON)
    close(database, "case-1", NOON)
    with database.open() as session:
        Casebook(session).erase("c1", NOON)

    broom.sweep(NOON + days(KEPT_DAYS) - A_SECOND)
    assert "plans" in tables(database)

    broom.sweep(NOON + days(KEPT_DAYS))
    assert "plans" not in tables(database)


def test_what_went_wrong_with_a_delivery_is_forgotten_and_the_delivery_stays(database, broom):
    given_case(database)
    with database.open() as session:
        delivery = Deliveries(session).take("worker", NOON, NOON)
        Deliveries(session).settle(delivery.id, "worker", Progress.DEAD, NOON, "smtp_550")

    assert broom.sweep(NOON + days(90)) == {Kind.DELIVERY_ERRORS: 1}
    with database.reading() as session:
        (kept,) = Deliveries(session).of_cases([delivery.case_id])
    assert (kept.state, kept.error) == (Progress.DEAD, None)


def test_the_sessions_of_brokers_go_with_their_end(database, broom):
    with database.open() as session:
        Brokers(session).add(BrokerRecord("b1", "Jo", "jo@example.org", "lead", (), "hash", created=NOON))
        BrokerSessions(session).begin("token", BrokerSession("b1", "csrf", NOON, NOON, NOON + days(1)))

    assert broom.sweep(NOON) == {}
    assert broom.sweep(NOON + days(1)) == {Kind.BROKER_SESSIONS: 1}


def test_a_mail_to_a_person_goes_with_its_links_and_its_file(database, broom):
    given_closed(database)
    ask_due(database, A_WEEK_ON, by_mail=True)
    (mail,) = mails(database)
    with database.open() as session:
        PersonMails(session).link(mail.id, "token", A_WEEK_ON + days(60))
    broom.outgoing.mkdir()
    file = broom.outgoing / mail_file(mail.id)
    file.write_text("To: ada@example.org")

    assert broom.sweep(A_WEEK_ON + days(60) - A_SECOND) == {}
    assert broom.sweep(A_WEEK_ON + days(60)) == {Kind.MAILS: 1}
    assert (mails(database), file.exists()) == ([], False)


def test_a_question_that_nothing_else_deletes_goes_as_its_request_would(database, broom):
    case = given_closed(database)
    with database.open() as session:
        last = FollowUps(session).of_case(case.id)[-1].due

    with database.reading() as session:
        cut_off = Expired(session, ())
        assert cut_off.count(cut_off.follow_ups(last - A_SECOND)) == 2
    swept = broom.sweep(last + days(365))
    assert Kind.FOLLOW_UPS not in swept
    assert follow_ups(database, case) == []


def test_that_an_address_wants_no_mail_is_kept_for_longer_than_any_address_and_not_for_ever(database, broom):
    with database.open() as session:
        OptOuts(session).add_address("ada@example.org", NOON)

    assert broom.sweep(NOON + days(1095) - A_SECOND) == {}
    assert broom.sweep(NOON + days(1095)) == {Kind.STOPS_OF_ADDRESSES: 1}
    with database.reading() as session:
        assert not OptOuts(session).has_address("ada@example.org")


def test_that_a_chat_wants_no_messages_is_kept_until_it_has_ended(database, broom):
    with database.open() as session:
        Conversations(session).start("c1", "web", "own", NOON)
        Conversations(session).start("c2", "web", "own", NOON)
        for chat in ("c1", "c2"):
            OptOuts(session).add(chat, NOON)
        Conversations(session).seen("c2", NOON + days(1090))

    assert broom.sweep(NOON + days(1095)) == {Kind.CONVERSATIONS: 1, Kind.STOPS: 1}
    with database.reading() as session:
        assert [OptOuts(session).has(chat) for chat in ("c1", "c2")] == [False, True]


def test_what_was_told_of_a_strangers_message_goes_after_a_day(database, broom):
    with database.open() as session:
        EarlyFates(session).keep("whatsapp", "m1", Early(Arrived.READ), NOON)

    assert broom.sweep(NOON + days(1) - A_SECOND) == {}
    assert broom.sweep(NOON + days(1)) == {Kind.EARLY_REPORTS: 1}


def test_the_id_of_a_message_is_known_for_as_long_as_its_channel_may_bring_it_again(database, broom):
    with database.open() as session:
        assert ChannelArrivals(session).is_first("whatsapp", "m1", NOON)

    assert broom.sweep(NOON + days(8) - A_SECOND) == {}
    with database.open() as session:
        assert not ChannelArrivals(session).is_first("whatsapp", "m1", NOON + days(8))
    assert broom.sweep(NOON + days(8)) == {Kind.ARRIVALS: 1}


def test_a_code_that_nobody_used_goes_with_its_time_and_a_used_one_with_its_chat(database, broom):
    with database.open() as session:
        Conversations(session).start("c1", "web", "own", NOON)
        codes, quarter = HandedCodes(session), timedelta(minutes=15)
        for code in ("AAAA2222", "BBBB3333"):
            its = code, Purpose.MOVE, "c1", {"wording": "May I?"}
            codes.hand(code, Handed(*its, seq=0, given=NOON, until=NOON + quarter))
            if code == "AAAA2222":
                codes.redeem(code, Purpose.MOVE, NOON)
        CodeTries(session).note(["somebody"], NOON + quarter)

    assert broom.sweep(NOON + quarter - A_SECOND) == {}
    assert broom.sweep(NOON + quarter) == {Kind.CODES: 1, Kind.TRIES_OF_CODES: 1}
    assert broom.sweep(NOON + days(90)) == {Kind.CONVERSATIONS: 1}
    with database.reading() as session:
        assert HandedCodes(session).find("AAAA2222") is None


def test_a_file_that_cannot_be_deleted_is_over_its_time_after_a_day_and_stays_noted(database, broom):
    with database.open() as session:
        FileDeletions(session).note_letters([("SP-ABC234", "case-1")])
    (broom.outgoing / "SP-ABC234.eml").mkdir(parents=True)

    for later in (0, 1):
        assert broom.sweep(NOON + days(later)) == {}
    with database.reading() as session:
        counts = over(session, SETTINGS, NOON + days(1))
    assert counts[Kind.FILES_TO_DELETE] == 1

    (broom.outgoing / "SP-ABC234.eml").rmdir()
    broom.sweep(NOON + days(1))
    with database.reading() as session:
        assert over(session, SETTINGS, NOON + days(2))[Kind.FILES_TO_DELETE] == 0


def test_whose_a_conversation_was_is_forgotten_with_the_last_thing_it_leads_to(database, broom):
    given_conversation(database, "c1")
    with database.open() as session:
        Notes(session).keep(Subscription("c1", "m1", NOON, "ada@example.org", ()))
        person = People(session).tie("c1", [contact("ada@example.org")], NOON)

    broom.sweep(NOON + days(90))
    assert "conversation_marks" in tables(database)

    broom.sweep(NOON + days(730))
    assert tables(database) == {"conversations"}
    with database.open() as session:
        assert People(session).tie("c2", [contact("ada@example.org")], NOON) != person


def test_more_than_one_batch_goes_at_once_and_two_at_once_do_no_harm(database, broom):
    for n in range(120):
        given_conversation(database, f"c{n}", "We need a new press")

    with ThreadPoolExecutor(2) as pool:
        swept = list(pool.map(broom.sweep, [NOON + days(90)] * 2))

    assert sum(one.get(Kind.CONVERSATIONS, 0) for one in swept) == 120
    with database.reading() as session:
        assert set(over(session, SETTINGS, NOON + days(90)).values()) == {0}


def test_it_is_the_same_on_postgresql(postgres_address, tmp_path):  # noqa: F811
    database = with_tables(postgres_address)
    with database.open() as session:
        tell(session, at=NOON)
        People(session).tie("c1", [contact("ada@example.org")], NOON)
    close(database, "case-1", NOON)
    broom = Broom(database, SETTINGS, tmp_path)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(broom.sweep, [NOON + days(731)] * 3))

    assert tables(database) == {"conversations", "cases", "case_events", "channel_people"}
    with database.reading() as session:  # that they want no messages outlives how they are reached
        assert ChannelPeople(session).of_conversation("c1").address == {}
    assert broom.look(NOON) is None
    database.close()


async def test_the_log_says_how_much_went_and_nothing_of_whom(database, broom, caplog):
    import asyncio

    given_conversation(database, "c1", "We need a new press")
    with database.open() as session:
        Expired(session, ()).note_look(Look(NOON + days(90), NOON + days(80)))
    stop, now = asyncio.Event(), NOON + days(90)

    def clock():
        stop.set()
        return now

    with caplog.at_level(logging.INFO):
        await keep_watch(broom, clock, stop)

    assert [record.getMessage() for record in caplog.records if "kept" in record.getMessage()] == [
        "deleted what was kept long enough: conversations=1"
    ]


async def test_a_database_that_is_away_stops_nothing(tmp_path, caplog):
    import asyncio

    from knowledge.storage.database import Database
    from tests.databases import KEYS

    stop = asyncio.Event()

    def clock():
        stop.set()
        return NOON

    empty = Database(f"sqlite:///{tmp_path / 'empty.db'}", KEYS)
    await keep_watch(Broom(empty, SETTINGS, tmp_path), clock, stop)

    assert "cannot delete" in caplog.text
    empty.close()
