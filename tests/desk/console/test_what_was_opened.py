"""Whoever opens a request has read it, though nobody took it up: the person hears so, and they are told."""

import pytest

from desk.effects import EffectContext, apply
from knowledge.replies import Effect
from knowledge.storage.case_readings import CaseReadings
from knowledge.storage.deliveries import Deliveries, Kind
from knowledge.storage.outbox import Outbox
from tests.desk.console.conftest import HUB
from tests.desk.console.looking import address
from tests.desk.making import NOON


def withdraw(database, case):
    """Take the case back, and return what the person reads and the front doors that are told."""
    with database.open() as session:
        content = {"case_id": case.id}
        apply(session, Effect("withdraw_case", content), EffectContext("c1", "m9", "web"), NOON)
        (said,) = Outbox(session).replies_to("c1", "m9")
        sent = Deliveries(session).of_cases([case.id])
        return said.shown.text, [one.hub_id for one in sent if one.kind is Kind.WITHDRAWAL]


@pytest.mark.parametrize("page", ["", "news"])
async def test_what_somebody_opened_and_did_not_take_up_was_read(database, browser, case, page):
    desk = browser()
    await desk.sign_in()
    await desk.see(address(case, page))

    text, told = withdraw(database, case)

    assert "somebody there had opened it" in text
    assert told == [HUB]


async def test_what_only_stood_in_the_queue_was_not_read(database, browser, case):
    desk = browser()
    await desk.sign_in()
    await desk.see("/desk/")

    text, told = withdraw(database, case)

    assert "had not been sent to Combined Authority Hub yet" in text
    assert told == []


async def test_who_may_not_see_it_has_not_read_it(database, browser, case):
    desk = browser()
    await desk.sign_in("pat@hub.example")
    await desk.see(address(case))

    with database.reading() as session:
        assert CaseReadings(session).of_case(case.id) == []


async def test_the_first_who_opens_it_counts_for_all_of_the_front_door(database, browser, case):
    for email in ("sam@hub.example", "jo@hub.example"):
        desk = browser()
        await desk.sign_in(email)
        await desk.see(address(case))

    with database.reading() as session:
        assert [(one.hub_id, one.broker) for one in CaseReadings(session).of_case(case.id)] == [(HUB, "b2")]
