"""Every version of a record that was ever in use is kept, and loading costs no more for it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import event, func, select, text

from knowledge.loading import Facts, apply
from knowledge.packing import pack
from knowledge.storage.database import MIGRATIONS, Database
from knowledge.storage.knowledge_base import KnowledgeBase
from knowledge.storage.record_versions import RecordVersionNotFound, record_versions
from tests.databases import with_tables
from tests.knowledge.factories import make_programme
from tests.postgres import postgres_address, postgres_server  # noqa: F401 - fixtures

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOON + timedelta(days=3)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request):
    address = "sqlite://" if request.param == "sqlite" else request.getfixturevalue("postgres_address")
    made = with_tables(address)
    yield made
    made.close()


def load(database, *programmes, now=NOON):
    with database.open() as session:
        return apply(session, Facts(programmes=programmes), now)


def in_version(version, **given):
    return replace(make_programme("a-grant", **given), version=version)


def count(database):
    with database.reading() as session:
        return session.execute(select(func.count()).select_from(record_versions)).scalar_one()


def test_a_record_can_be_read_in_each_version_that_it_ever_had(database):
    old, new = in_version("1"), in_version("2", price="paid")
    load(database, old)
    load(database, new, now=LATER)

    with database.reading() as session:
        versions = KnowledgeBase(session).versions
        first, second = (versions.get("programmes", "a-grant", version) for version in ("1", "2"))

    assert (first.content, first.first_seen) == (pack(old), NOON)
    assert (second.content, second.first_seen) == (pack(new), LATER)


def test_a_version_that_comes_into_use_again_stays_as_it_was_first_seen(database):
    for now, record in ((NOON, in_version("1")), (LATER, in_version("2")), (LATER, in_version("1"))):
        load(database, record, now=now)

    with database.reading() as session:
        assert KnowledgeBase(session).versions.get("programmes", "a-grant", "1").first_seen == NOON
    assert count(database) == 2


def test_a_removed_record_is_still_kept(database):
    load(database, in_version("1"), make_programme("b-grant"))
    load(database, make_programme("b-grant"))

    with database.reading() as session:
        assert KnowledgeBase(session).versions.get("programmes", "a-grant", "1")


def test_loading_the_same_facts_twice_keeps_everything_as_it_is(database):
    load(database, in_version("1"))

    changes = load(database, in_version("1"), now=LATER)

    assert not changes
    assert count(database) == 1


def test_a_version_that_never_was_is_not_found(database):
    load(database, in_version("1"))

    with database.reading() as session, pytest.raises(RecordVersionNotFound, match="a-grant"):
        KnowledgeBase(session).versions.get("programmes", "a-grant", "2")


def test_several_versions_are_read_in_one_query(database):
    load(database, in_version("1"), make_programme("b-grant", version="9"))

    with database.reading() as session:
        found = KnowledgeBase(session).versions.several(
            [("programmes", "b-grant", "9"), ("programmes", "a-grant", "1"), ("programmes", "a-grant", "7")]
        )

    assert sorted(found) == [("programmes", "a-grant", "1"), ("programmes", "b-grant", "9")]


def test_what_loading_does_is_the_same_however_many_old_versions_there_are(database):
    rest = [make_programme(f"other-{n}") for n in range(20)]
    done = []
    for n in range(40):
        seen = []
        listener = remembering(seen)
        event.listen(database.engine, "before_cursor_execute", listener)
        load(database, in_version(str(n)), *rest)
        event.remove(database.engine, "before_cursor_execute", listener)
        done.append(seen)

    assert done[1] == done[39]
    about_versions = [(statement, rows) for statement, rows in done[39] if "record_versions" in statement]
    assert [(statement.split()[0], rows) for statement, rows in about_versions] == [("INSERT", 1)]
    assert count(database) == 20 + 40


def remembering(seen):
    def remember(_connection, _cursor, statement, parameters, *rest):
        seen.append((statement, len(parameters) if rest[-1] else 1))

    return remember


def test_every_record_of_the_real_facts_is_kept_in_the_version_that_it_names(facts):
    database = Database("sqlite://")
    database.migrate()
    with database.open() as session:
        apply(session, facts)

    with database.reading() as session:
        versions = KnowledgeBase(session).versions
        for kind in ("programmes", "events", "case_studies", "hubs", "urgent_help", "steps"):
            for record in getattr(facts, kind):
                assert versions.get(kind, record.id, record.version).content == pack(record)
    assert count(database) == sum(len(records) for records in vars(facts).values())


def test_what_is_loaded_when_the_table_is_made_is_kept_as_well(database):
    load(database, in_version("1"))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0006")
        assert connection.execute(text("SELECT count(*) FROM programmes")).scalar_one() == 1

    database.migrate()

    with database.reading() as session:
        assert KnowledgeBase(session).versions.get("programmes", "a-grant", "1").content == pack(
            in_version("1")
        )
