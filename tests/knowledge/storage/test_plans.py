from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from knowledge.plans import KEPT_DAYS
from knowledge.storage.conversations import Conversations
from knowledge.storage.database import Database
from knowledge.storage.erasure import erase_conversation
from knowledge.storage.plans import Origin, PlanNotFound, Plans, new_key, plans
from tests.databases import KEYS, with_tables
from tests.knowledge.plans_to_keep import ASKED, NOON, kept_plan
from tests.postgres import postgres_address, postgres_server  # noqa: F401 - fixtures

KEY, OTHER = "k" * 32, "o" * 32


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    address = f"sqlite:///{tmp_path / 'plans.db'}"
    if request.param == "postgresql":
        address = request.getfixturevalue("postgres_address")
    made = with_tables(address)
    with made.open() as session:
        for name in ("c1", "c2"):
            Conversations(session).start(name, "web", "own", NOON)
    yield made
    made.close()


def given(database, key=KEY, conversation="c1", message="m1", now=NOON):
    with database.open() as session:
        Plans(session).keep(key, kept_plan(), ASKED, Origin(conversation, message), now)


def found(database, key=KEY, now=NOON):
    with database.reading() as session:
        return Plans(session).get(key, now)


def test_a_plan_is_found_by_its_key(database):
    given(database)

    kept = found(database)

    assert (kept.plan, kept.asked, kept.made) == (kept_plan(), ASKED, NOON)


def test_a_plan_outlives_the_process_that_kept_it(database):
    given(database)
    again = Database(database.engine.url.render_as_string(hide_password=False), KEYS)

    assert found(again).plan == kept_plan()
    again.close()


@pytest.mark.parametrize("key", ["", OTHER, KEY[:-1], "'; DROP TABLE plans"])
def test_no_other_key_finds_it(database, key):
    given(database)

    with pytest.raises(PlanNotFound):
        found(database, key)


def test_the_database_does_not_tell_the_key(database):
    given(database)

    with database.reading() as session:
        assert KEY not in str(session.execute(select(plans)).one())


def test_one_message_keeps_one_plan(database):
    given(database)
    given(database, OTHER)

    with pytest.raises(PlanNotFound):
        found(database, OTHER)


def test_a_plan_is_kept_for_its_time_and_then_deleted(database):
    given(database)
    over = NOON + timedelta(days=KEPT_DAYS)

    with pytest.raises(PlanNotFound):
        found(database, now=over)
    given(database, OTHER, "c2", now=over)

    with database.reading() as session:
        assert len(session.execute(select(plans)).all()) == 1


def test_a_plan_that_is_renewed_keeps_its_key_and_its_time_begins_again(database):
    given(database)
    later, fresh = NOON + timedelta(days=30), replace(kept_plan(), title="Plan: Another")

    with database.open() as session:
        Plans(session).renew(KEY, fresh, later)

    kept = found(database)
    assert (kept.plan, kept.asked) == (fresh, ASKED)
    assert kept.until == later + timedelta(days=KEPT_DAYS)


def test_a_plan_that_was_deleted_cannot_be_renewed(database):
    given(database)
    with database.open() as session:
        Plans(session).delete(KEY)

    with database.open() as session, pytest.raises(PlanNotFound):
        Plans(session).renew(KEY, kept_plan(), NOON)


def test_erasing_a_conversation_deletes_its_plans_and_no_others(database):
    given(database)
    given(database, OTHER, "c2")

    with database.open() as session:
        erase_conversation(session, "c1", NOON)

    assert found(database, OTHER).plan == kept_plan()
    with pytest.raises(PlanNotFound):
        found(database)


def test_only_what_is_kept_now_is_counted(database):
    given(database)
    given(database, OTHER, message="m2")

    with database.reading() as session:
        kept = Plans(session)
        assert [kept.how_many(c, NOON) for c in ("c1", "c2")] == [2, 0]
        assert kept.how_many("c1", NOON + timedelta(days=KEPT_DAYS)) == 0


def test_keys_are_long_and_never_the_same():
    keys = {new_key() for _ in range(100)}

    assert len(keys) == 100
    assert min(map(len, keys)) >= 22
