"""Deliveries are held by one worker at a time, and never lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from knowledge.storage.cases import Cases
from knowledge.storage.deliveries import Deliveries, Delivery, Kind, Progress, Way
from tests.databases import with_tables
from tests.knowledge.storage.making_cases import NOON, make_record

LATER = NOON + timedelta(minutes=5)


def make_delivery(delivery_id: str = "d1", next_try: datetime = NOON) -> Delivery:
    return Delivery(delivery_id, "case-1", Kind.CASE, Progress.WAITING, NOON, 0, next_try)


@pytest.fixture
def database(tmp_path):
    """A database with one case."""
    made = with_tables(f"sqlite:///{tmp_path / 'signpost.db'}")
    with made.open() as session:
        Cases(session).add(make_record(), [])
    yield made
    made.close()


def add(database, *given: Delivery) -> None:
    with database.open() as session:
        for delivery in given:
            Deliveries(session).add(delivery)


def take(database, holder: str = "w1", now: datetime = NOON) -> Delivery | None:
    with database.open() as session:
        return Deliveries(session).take(holder, now, now + timedelta(minutes=1))


def test_what_is_due_the_longest_is_taken_first(database):
    add(database, make_delivery("young"), make_delivery("old", NOON - timedelta(hours=1)))

    taken = take(database)

    assert taken is not None
    assert (taken.id, taken.attempts, taken.lease_owner) == ("old", 1, "w1")


def test_what_is_not_due_is_left_alone(database):
    add(database, make_delivery(next_try=LATER))

    assert take(database) is None
    assert take(database, now=LATER) is not None


def test_what_somebody_holds_is_free_again_when_the_time_is_over(database):
    add(database, make_delivery())
    take(database)

    assert take(database, "w2") is None
    again = take(database, "w2", LATER)
    assert again is not None
    assert again.attempts == 2


def test_many_workers_get_one_delivery_between_them(database):
    add(database, make_delivery())

    with ThreadPoolExecutor(8) as workers:
        taken = list(workers.map(lambda n: take(database, f"w{n}"), range(8)))

    assert sum(one is not None for one in taken) == 1


def test_only_the_holder_can_say_how_it_went(database):
    add(database, make_delivery())
    take(database)

    with database.open() as session:
        kept = Deliveries(session)
        assert not kept.settle("d1", "w2", Progress.SENT, NOON, None)
        assert not kept.put_off("d1", "w2", LATER, "timeout")
        assert kept.settle("d1", "w1", Progress.SENT, NOON, None)

    assert take(database, now=LATER) is None


def test_what_is_put_off_comes_again_with_its_error(database):
    add(database, make_delivery())
    take(database)

    with database.open() as session:
        Deliveries(session).put_off("d1", "w1", LATER, "timeout")

    again = take(database, now=LATER)
    assert take(database) is None
    assert again is not None
    assert again.error == "timeout"


def test_what_is_recalled_is_not_taken_and_what_was_sent_stays_sent(database):
    add(database, make_delivery("sent"), make_delivery("waiting"))
    with database.open() as session:
        Deliveries(session).take("w1", NOON, LATER)
        Deliveries(session).settle("sent", "w1", Progress.SENT, NOON, None)
        Deliveries(session).recall("case-1", NOON)
        states = {one.id: one.state for one in Deliveries(session).of_cases(["case-1"])}

    assert states == {"sent": Progress.SENT, "waiting": Progress.RECALLED}
    assert take(database, now=LATER) is None


def test_what_was_told_by_one_way_is_not_told_by_it_again_because_another_was_tried_again(database):
    add(database, make_delivery())
    with database.open() as session:
        kept = Deliveries(session)
        assert kept.send_by(kept.without_way([], NOON), [Way.WEBHOOK, Way.MAIL], NOON)
    by_way = {one.way: one for one in of_case(database)}
    for way in Way.WEBHOOK, Way.MAIL:
        with database.open() as session:
            Deliveries(session).take_by(way, "w1", NOON, LATER)
            end = Progress.SENT if way is Way.WEBHOOK else Progress.DEAD
            Deliveries(session).settle(by_way[way].id, "w1", end, NOON, None)
    with database.open() as session:
        Deliveries(session).revive(by_way[Way.MAIL].id, LATER)

    with database.open() as session:
        kept = Deliveries(session)
        assert kept.send_by(kept.without_way([Way.WEBHOOK], LATER), [Way.WEBHOOK], LATER)

    states = {one.way: one.state for one in of_case(database)}
    assert states == {Way.WEBHOOK: Progress.SENT, Way.MAIL: Progress.RECALLED}


def of_case(database):
    with database.reading() as session:
        return Deliveries(session).of_cases(["case-1"])
