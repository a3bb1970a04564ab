"""Who signs in elsewhere, and how accounts from before that come along, in both databases."""

from datetime import UTC, datetime

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from knowledge.storage.brokers import BrokerRecord, Brokers, BrokerSession, BrokerSessions
from knowledge.storage.database import MIGRATIONS
from tests.databases import with_tables
from tests.postgres import postgres_address, postgres_server  # noqa: F401 - fixtures

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
ISSUER = "https://id.example"


def make_record(broker_id, password_hash=None):
    return BrokerRecord(broker_id, "Jo", f"{broker_id}@example.org", "broker", ("hub",), password_hash, NOON)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    """A database with an account for single sign-on, and one with a password."""
    address = f"sqlite:///{tmp_path / 'signpost.db'}"
    if request.param == "postgresql":
        address = request.getfixturevalue("postgres_address")
    made = with_tables(address)
    with made.open() as session:
        Brokers(session).add(make_record("b1"))
        Brokers(session).add(make_record("b2", "$hash"))
    yield made
    made.close()


def kept(database, broker_id="b1"):
    with database.reading() as session:
        return Brokers(session).get(broker_id)


def test_whoever_is_pinned_first_stays(database):
    with database.open() as session:
        Brokers(session).pin("b1", ISSUER, "jo-1")
        Brokers(session).pin("b1", ISSUER, "jo-2")

    with database.reading() as session:
        assert Brokers(session).find_by_identity(ISSUER, "jo-1").id == "b1"
        assert Brokers(session).find_by_identity(ISSUER, "jo-2") is None
        assert Brokers(session).find_by_identity("https://other.example", "jo-1") is None


def test_one_person_has_one_account(database):
    with database.open() as session:
        Brokers(session).pin("b1", ISSUER, "jo-1")

    with pytest.raises(IntegrityError), database.open() as session:
        Brokers(session).pin("b2", ISSUER, "jo-1")


def test_with_a_password_nobody_is_pinned_any_more_and_the_other_way_round(database):
    with database.open() as session:
        Brokers(session).pin("b1", ISSUER, "jo-1")
        Brokers(session).set_password("b1", "$new")
        Brokers(session).set_single_sign_on("b2")

    assert kept(database).subject is None
    assert (kept(database).password_hash, kept(database, "b2").password_hash) == ("$new", None)


def test_accounts_from_before_keep_their_passwords_and_go_back_without_a_way_in_for_others(database):
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.open() as session:
        BrokerSessions(session).begin("t", BrokerSession("b2", "word", NOON, NOON, NOON))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0009")
        rows = connection.execute(text("SELECT id, password_hash, disabled FROM brokers ORDER BY id")).all()
        connection.execute(
            text(
                "INSERT INTO broker_sessions (token_hash, broker_id, csrf, created, last_seen, expires) "
                "VALUES ('t', 'b2', 'w', '2026-11-02 12:00', '2026-11-02 12:00', '2026-11-02 12:00')"
            )
        )
    assert [(row.id, row.password_hash, bool(row.disabled)) for row in rows] == [
        ("b1", "", True),
        ("b2", "$hash", False),
    ]

    database.migrate()

    assert (kept(database, "b2").password_hash, kept(database, "b2").disabled) == ("$hash", False)
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM broker_sessions")).scalar_one() == 0
