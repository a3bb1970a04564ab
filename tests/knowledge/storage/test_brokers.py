"""Accounts and sessions as they are kept, in both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from knowledge.storage.brokers import (
    BrokerNotFound,
    BrokerRecord,
    Brokers,
    BrokerSession,
    BrokerSessions,
    EmailTaken,
    broker_sessions,
)
from tests.databases import with_tables
from tests.postgres import postgres_address, postgres_server  # noqa: F401 - fixtures

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
TOKEN = "t" * 43


def make_record(broker_id: str = "b1", email: str = "jo@example.org", **given: object) -> BrokerRecord:
    standing = {
        "id": broker_id, "name": "Jo Bloggs", "email": email, "role": "broker", "hubs": ("hub-1", "hub-2"),
        "password_hash": "$hash", "created": NOON,
    }  # fmt: skip
    return BrokerRecord(**(standing | given))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request):
    """A database with one account."""
    address = "sqlite://" if request.param == "sqlite" else request.getfixturevalue("postgres_address")
    made = with_tables(address)
    with made.open() as session:
        Brokers(session).add(make_record())
    yield made
    made.close()


def begin(database, token: str = TOKEN, expires: datetime = LATER, broker_id: str = "b1") -> BrokerSession:
    began = BrokerSession(broker_id, "word", NOON, NOON, expires)
    with database.open() as session:
        BrokerSessions(session).begin(token, began)
    return began


def found(database, token: str = TOKEN, now: datetime = NOON) -> BrokerSession | None:
    with database.reading() as session:
        return BrokerSessions(session).find(token, now)


def test_an_account_is_found_by_id_and_by_address(database):
    with database.reading() as session:
        kept = Brokers(session)

        assert kept.get("b1") == kept.find_by_id("b1") == make_record()
        assert kept.find_by_email("jo@example.org") == make_record()


def test_an_address_is_the_same_in_capitals_and_with_spaces_around_it(database):
    with database.open() as session:
        Brokers(session).add(make_record("b2", "Sam@Example.ORG"))

    with database.reading() as session:
        assert Brokers(session).find_by_email(" SAM@example.org\n") == make_record("b2", "sam@example.org")


@pytest.mark.parametrize("email", ["", "x" * 1000, "jo@example.org\x00", "\udcff@example.org", "' OR 1=1 --"])
def test_whatever_is_typed_as_an_address_finds_nobody_else(database, email):
    with database.reading() as session:
        assert Brokers(session).find_by_email(email) is None


def test_an_unknown_account_is_said_to_be_unknown(database):
    with database.reading() as session:
        assert Brokers(session).find_by_id("none") is None
        with pytest.raises(BrokerNotFound, match="signpost broker list"):
            Brokers(session).get("none")


def test_a_second_account_with_the_same_address_is_refused(database):
    with pytest.raises(EmailTaken), database.open() as session:
        Brokers(session).add(make_record("b2", "JO@example.org"))

    with database.reading() as session:
        assert Brokers(session).all() == [make_record()]


def test_accounts_are_listed_in_the_order_of_their_addresses(database):
    with database.open() as session:
        Brokers(session).add(make_record("b2", "amy@example.org", role="administrator", hubs=()))

    with database.reading() as session:
        assert [one.email for one in Brokers(session).all()] == ["amy@example.org", "jo@example.org"]


def test_changes_of_an_account_are_kept_and_touch_no_other(database):
    other = make_record("b2", "amy@example.org")
    with database.open() as session:
        kept = Brokers(session)
        kept.add(other)
        kept.set_password("b1", "$other")
        kept.note_failure("b1", 3, LATER)
        kept.disable("b1")

    changed = replace(make_record(), password_hash="$other", failed=3, locked_until=LATER, disabled=True)
    with database.open() as session:
        kept = Brokers(session)
        assert (kept.hold("b1"), kept.get("b2")) == (changed, other)
        kept.note_success("b1")

    with database.reading() as session:
        assert Brokers(session).get("b1") == replace(changed, failed=0, locked_until=None)


def test_what_is_shown_of_an_account_or_a_session_holds_no_secret(database):
    shown = f"{make_record()} {begin(database)}"

    assert "$hash" not in shown
    assert "word" not in shown


def test_a_session_is_found_by_its_token_alone(database):
    began = begin(database)

    assert found(database) == began
    for other in ("", TOKEN[:-1], TOKEN.upper(), "\udcff", "' OR 1=1 --"):
        assert found(database, other) is None


def test_the_database_does_not_tell_the_token(database):
    begin(database)

    with database.reading() as session:
        row = session.execute(select(broker_sessions)).one()
    assert TOKEN not in str(row)
    assert len(row.token_hash) == 64


def test_a_session_ends_at_its_time_unless_it_is_used(database):
    begin(database)

    assert found(database, now=LATER) is None
    with database.open() as session:
        BrokerSessions(session).touch(TOKEN, LATER, LATER + timedelta(hours=1))

    used = found(database, now=LATER)
    assert used is not None
    assert (used.created, used.last_seen) == (NOON, LATER)


def test_one_session_ends_and_the_others_go_on(database):
    begin(database)
    other = begin(database, "o" * 43)

    with database.open() as session:
        BrokerSessions(session).end(TOKEN)

    assert found(database) is None
    assert found(database, "o" * 43) == other


def test_all_sessions_of_one_broker_end_and_those_of_others_go_on(database):
    with database.open() as session:
        Brokers(session).add(make_record("b2", "amy@example.org"))
    begin(database)
    begin(database, "s" * 43)
    other = begin(database, "o" * 43, broker_id="b2")

    with database.open() as session:
        BrokerSessions(session).end_all_of("b1")

    assert [found(database, sign * 43) for sign in "tso"] == [None, None, other]


def test_only_sessions_whose_time_is_over_are_swept(database):
    begin(database)
    begin(database, "o" * 43, LATER + timedelta(seconds=1))

    with database.open() as session:
        BrokerSessions(session).sweep(LATER)

    with database.reading() as session:
        assert len(session.execute(select(broker_sessions)).all()) == 1
    assert found(database, "o" * 43, LATER) is not None
