"""Follow-ups change once from each state, and what was there before the upgrade is still there after it."""

from datetime import timedelta

import pytest
from alembic import command
from alembic.config import Config

from knowledge.storage.cases import Cases
from knowledge.storage.database import MIGRATIONS, Database
from knowledge.storage.follow_ups import FollowUp, FollowUps, Named, Standing
from knowledge.storage.notes import Notes, Reminder, Subscription
from knowledge.storage.outcomes import Outcomes, ProgrammeOutcome
from knowledge.storage.wishes import Reminders, Subscriptions
from tests.knowledge.storage.making_cases import NOON, make_record


def make_follow_up(day=7, **given):
    standing = {
        "id": f"f{day}", "case_id": "case-1", "conversation_id": "c1", "day": day,
        "due": NOON + timedelta(days=day), "state": Standing.PLANNED, "channel": "web",
        "address": "ada@example.org", "programmes": (Named("p1", "One"),),
    }  # fmt: skip
    return FollowUp(**(standing | given))


@pytest.fixture
def planned(database):
    with database.open() as session:
        Cases(session).add(make_record(), [])
        FollowUps(session).plan([make_follow_up(7), make_follow_up(30)])
    return database


def test_it_is_found_as_it_was_planned(planned):
    with planned.reading() as session:
        assert FollowUps(session).of_case("case-1") == [make_follow_up(7), make_follow_up(30)]
        assert FollowUps(session).due(NOON + timedelta(days=7), 10) == [make_follow_up(7)]


def test_of_two_who_change_it_one_does(planned):
    with planned.open() as session:
        kept = FollowUps(session)
        first = kept.change(make_follow_up(), Standing.ASKED, asked_at=NOON)
        second = kept.change(make_follow_up(), Standing.CANCELLED)

    assert (first.state, first.asked_at, second) == (Standing.ASKED, NOON, None)


def test_only_what_was_asked_takes_an_answer(planned):
    with planned.open() as session:
        kept = FollowUps(session)
        assert not kept.answer(make_follow_up(), "started", NOON)
        kept.change(make_follow_up(), Standing.ASKED)
        assert kept.answer(make_follow_up(), "started", NOON)
        assert kept.answer(make_follow_up(), "applied", NOON)
        assert kept.find("f7").answer == "applied"


def test_cancelling_leaves_what_was_asked(planned):
    with planned.open() as session:
        kept = FollowUps(session)
        kept.change(make_follow_up(), Standing.ASKED)
        kept.cancel_to("ADA@example.org")
        assert [one.state for one in kept.of_case("case-1")] == [Standing.ASKED, Standing.CANCELLED]


def test_an_outcome_takes_the_place_of_the_one_before_and_is_deleted_with_its_chat(planned):
    with planned.open() as session:
        kept = Outcomes(session)
        kept.ask("case-1", 7, ["p1"])
        assert kept.answer("case-1", 7, "p1", "not_yet", NOON)
        assert kept.answer("case-1", 7, "p1", "started", NOON)
        assert not kept.answer("case-1", 30, "p1", "started", NOON)
        assert kept.all() == [ProgrammeOutcome("case-1", 7, "p1", "started", NOON)]
        kept.forget("c1")
        assert kept.all() == []


def test_reminders_from_before_the_upgrade_are_still_to_be_told():
    database, config = Database("sqlite://"), Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0009")
        connection.exec_driver_sql(
            "INSERT INTO reminders (conversation_id, message_id, at, address, programme_id, agreed_to) "
            "VALUES ('c1', 'm1', '2026-05-01 12:00:00', 'ada@example.org', 'p1', '?')"
        )
    database.migrate()

    with database.reading() as session:
        (found,) = Reminders(session).due("2026-11", NOON, 10)
        assert (found.queued, found.sent, len(Notes(session).all(Reminder))) == (None, None, 1)
    database.close()


def test_a_wish_is_told_once_and_a_list_confirmed_once(database):
    with database.open() as session:
        Notes(session).keep(Reminder("c1", "m1", NOON, "ada@example.org", "p1", "2026-12", "?"))
        Notes(session).keep(Subscription("c1", "m2", NOON, "ada@example.org", ()))
        reminders, lists = Reminders(session), Subscriptions(session)
        assert reminders.due("2026-11", NOON, 10) == []
        assert [reminders.queue(1, NOON), reminders.queue(1, NOON)] == [True, False]
        assert reminders.due("2026-12", NOON, 10) == []
        lists.confirm("Ada@example.org", NOON)
        lists.confirm("ada@example.org", NOON + timedelta(days=1))
        assert lists.find("1").confirmed == NOON
        lists.forget_unconfirmed(NOON + timedelta(days=100))
        assert lists.find("1") is not None
