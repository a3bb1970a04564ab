"""What is committed together is stored together, and whoever waits is told of their own alone."""

import asyncio
import threading

import pytest
from sqlalchemy import event, func, insert, select
from sqlalchemy.exc import OperationalError

from bot.gateway.ledger import DatabaseDown, Ledger
from knowledge.storage.choices import choices
from knowledge.storage.conversations import Conversations, conversations
from tests.databases import with_tables
from tests.desk.making import NOON


class NotToday(Exception):
    """What a unit raises here."""


@pytest.fixture
def database(tmp_path):
    made = with_tables(f"sqlite:///{tmp_path / 'signpost.db'}")
    yield made
    made.close()


@pytest.fixture
def ledger(database):
    made = Ledger(database)
    yield made
    made.close()


@pytest.fixture
def commits(database):
    """The commits since the beginning of the test."""
    seen = []
    event.listen(database.engine, "commit", seen.append)
    return seen


def starts(name):
    def work(session):
        Conversations(session).start(name, "web", "own", NOON)
        return name

    return work


def refuses(session):
    starts("refused")(session)
    raise NotToday


def breaks_a_rule(session):
    its = {
        "id": "x",
        "conversation_id": "nobody",
        "intent": "i",
        "entities": {},
        "label": "l",
        "issued": NOON,
    }
    session.execute(insert(choices), its)


def kept(database):
    with database.reading() as session:
        return sorted(session.scalars(select(conversations.c.id)))


async def all_at_once(ledger, works):
    """Hold the writer up until all of them wait, and return what came of each."""
    free = threading.Event()
    holding = asyncio.create_task(ledger.write(lambda _session: free.wait(10)))
    await asyncio.sleep(0)
    waiting = [asyncio.create_task(ledger.write(work)) for work in works]
    await asyncio.sleep(0)
    free.set()
    found = await asyncio.gather(*waiting, return_exceptions=True)
    await holding
    return found


async def test_what_waits_is_committed_together_and_each_gets_its_own(ledger, database, commits):
    found = await all_at_once(ledger, [starts(f"c{number}") for number in range(20)])

    assert found == [f"c{number}" for number in range(20)]
    assert len(kept(database)) == 20
    assert len(commits) <= 3  # the one that held it up, and one or two rounds


async def test_what_fails_undoes_nothing_but_its_own(ledger, database):
    found = await all_at_once(ledger, [starts("c1"), refuses, starts("c2"), starts("c1")])

    assert [type(one).__name__ for one in found] == ["str", "NotToday", "str", "IntegrityError"]
    assert kept(database) == ["c1", "c2"]


async def test_what_the_database_refuses_is_told_to_whom_it_is_of(ledger, database):
    found = await all_at_once(ledger, [starts("c1"), breaks_a_rule, starts("c2")])

    assert [type(one).__name__ for one in found] == ["str", "IntegrityError", "str"]
    assert kept(database) == ["c1", "c2"]


async def test_when_the_database_is_away_everybody_is_told_and_nothing_is_stored(ledger, database):
    def away(_connection):
        raise OperationalError("COMMIT", {}, Exception("disk I/O error"))

    event.listen(database.engine, "commit", away)
    found = await all_at_once(ledger, [starts("c1"), starts("c2")])
    event.remove(database.engine, "commit", away)

    assert {type(one) for one in found} == {DatabaseDown}
    assert kept(database) == []
    assert await ledger.write(starts("c3")) == "c3"


async def test_what_nobody_waits_for_any_more_is_not_begun(ledger, database):
    free = threading.Event()
    holding = asyncio.create_task(ledger.write(lambda _session: free.wait(10)))
    await asyncio.sleep(0)
    given_up = asyncio.create_task(ledger.write(starts("c1")))
    await asyncio.sleep(0)
    given_up.cancel()
    with pytest.raises(asyncio.CancelledError):
        await given_up
    free.set()
    await holding
    await ledger.write(starts("c2"))

    assert kept(database) == ["c2"]


async def test_one_unit_sees_what_one_before_it_wrote(ledger):
    found = await all_at_once(
        ledger, [starts("c1"), lambda s: s.scalar(select(func.count()).select_from(conversations))]
    )

    assert found == ["c1", 1]
