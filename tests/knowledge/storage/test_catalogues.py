"""The catalogue of a release: made once, replaced when facts are loaded, and never half."""

from threading import Event

import pytest

from knowledge.cataloguing import catalogue_of
from knowledge.loading import Facts, apply
from knowledge.storage import catalogues, programmes
from knowledge.storage.catalogues import Catalogues
from knowledge.storage.database import Database
from knowledge.storage.knowledge_base import KnowledgeBase
from tests.knowledge.factories import make_programme
from tests.postgres import postgres_address, postgres_server  # noqa: F401 - fixtures

OLD, NEW = catalogue_of([make_programme("old")]), catalogue_of([make_programme("new")])


@pytest.fixture
def large(monkeypatch):
    """Every release counts as a large one."""
    monkeypatch.setattr(catalogues, "AT_ONCE", 0)


@pytest.fixture
def ours(monkeypatch):
    """The catalogues of a process that has just started."""
    made = Catalogues()
    monkeypatch.setattr(programmes, "CATALOGUES", made)
    return made


def never():
    raise AssertionError("nobody asked for that")


def load(database, *names):
    with database.open() as session:
        apply(session, Facts(programmes=tuple(make_programme(name) for name in names)))


def present(database):
    with database.reading() as session:
        return [one.id for one in KnowledgeBase(session).programmes.all()]


def test_a_small_release_is_in_use_at_once():
    kept = Catalogues()
    kept.of("one", lambda: OLD, never)

    assert kept.of("two", lambda: NEW, never) is NEW


def test_while_a_large_release_is_read_answers_come_from_the_one_before(large):
    kept, go_on = Catalogues(), Event()
    kept.of("one", lambda: OLD, never)

    def aside():
        go_on.wait(10)
        return "two", NEW

    assert kept.of("two", never, aside) is OLD
    assert kept.of("two", never, never) is OLD
    go_on.set()
    kept.wait()
    assert kept.of("two", never, never) is NEW


def test_a_large_release_is_prepared_before_answers_come_from_it(large):
    kept, prepared = Catalogues(), []
    kept.before_use(prepared.append)
    kept.of("one", lambda: OLD, never)

    kept.of("two", never, lambda: ("two", NEW))
    kept.wait()

    assert prepared == [NEW]


def test_a_release_that_could_not_be_read_is_read_at_the_next_question(large):
    kept = Catalogues()
    kept.of("one", lambda: OLD, never)

    kept.of("two", never, never)
    kept.wait()

    assert kept.of("two", never, lambda: ("two", NEW)) is OLD
    kept.wait()
    assert kept.of("two", never, never) is NEW


def test_another_process_that_loads_facts_is_noticed(large, ours, tmp_path):
    database, another = (Database(f"sqlite:///{tmp_path / 'one.db'}") for _ in range(2))
    database.migrate()
    load(database, "first-of-all")
    assert present(database) == ["first-of-all"]

    load(another, "first-of-all", "and-another")
    while_it_is_read = present(database)
    ours.wait()

    assert while_it_is_read in (["first-of-all"], ["first-of-all", "and-another"])
    assert present(database) == ["first-of-all", "and-another"]
    database.close()
    another.close()


def test_postgresql_gives_the_same_records(postgres_address, ours, facts):  # noqa: F811
    database = Database(postgres_address)
    database.migrate()
    with database.open() as session:
        apply(session, facts)

    with database.reading() as session:
        assert tuple(KnowledgeBase(session).programmes.all()) == facts.programmes
    database.close()
