"""What becomes of the deliveries of a request that is over, or at another front door, before they go out."""

from datetime import timedelta

import pytest

from desk.casebook import Casebook
from desk.couriers import MailServer
from desk.destination import Destination
from desk.states import Change
from desk.teams import NO_TEAMS
from knowledge.storage.deliveries import Deliveries, Progress
from tests.desk.delivering import OneWay
from tests.desk.mailbox import open_mailbox
from tests.desk.making import HUBS, NOON, given_case, make_consent

LATER = NOON + timedelta(minutes=10)


@pytest.fixture
def mailbox():
    with open_mailbox() as box:
        yield box


def worker(database, settings) -> OneWay:
    return OneWay(database, settings, MailServer(settings), lambda: NOON, lambda: 1.0)


def deliveries(database, case):
    with database.reading() as session:
        return Deliveries(session).of_cases([case.id])


def over(session, case, ending):
    book = Casebook(session)
    if ending is Change.CLOSE:
        book.change(case.id, Change.CLAIM, "b1", "claimed", NOON, broker="b1")
    book.change(case.id, ending, "b1", "over", NOON)


@pytest.mark.parametrize("ending", [Change.CLOSE, Change.EXPIRE])
async def test_a_request_that_is_over_is_not_announced_any_more(database, mailbox, ending):
    case = given_case(database)
    with database.open() as session:
        over(session, case, ending)

    await worker(database, mailbox.settings()).deliver_next()

    assert mailbox.arrived == []
    assert [one.state for one in deliveries(database, case)] == [Progress.RECALLED]


async def test_what_was_given_up_and_is_sent_again_is_void_once_the_request_is_over(database, mailbox):
    case = given_case(database)
    with database.open() as session:
        (one,) = Deliveries(session).of_cases([case.id])
        Deliveries(session).take("w", NOON, LATER)
        Deliveries(session).settle(one.id, "w", Progress.DEAD, NOON, "smtp_550")
        over(session, case, Change.EXPIRE)
        Deliveries(session).revive(one.id, NOON)

    await worker(database, mailbox.settings()).deliver_next()

    assert mailbox.arrived == []
    assert [one.state for one in deliveries(database, case)] == [Progress.RECALLED]


async def test_what_was_given_up_is_void_once_another_front_door_has_the_request(database, mailbox):
    case = given_case(database)
    with database.open() as session:
        (one,) = Deliveries(session).of_cases([case.id])
        Deliveries(session).take("w", NOON, LATER)
        Deliveries(session).settle(one.id, "w", Progress.DEAD, NOON, "smtp_550")
        to = Destination(HUBS[1], make_consent(), NO_TEAMS, None)
        Casebook(session).transfer(case.id, to, "b1", NOON)
        Deliveries(session).revive(one.id, NOON)
    at_work = worker(database, mailbox.settings())

    while await at_work.deliver_next():
        pass

    stands = {one.hub_id: one.state for one in deliveries(database, case)}
    assert stands == {case.hub_id: Progress.RECALLED, HUBS[1].id: Progress.SENT}
