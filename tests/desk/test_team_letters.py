"""Each team that gets a request is told, at its own address if it has one."""

import json
from datetime import timedelta

import pytest

from desk.casebook import Casebook
from desk.couriers import Folder, MailServer, Parcel
from desk.effects import EffectsAt
from desk.escalation import look
from desk.settings import DeskSettings
from desk.webhooks import body_of
from knowledge.storage.cases import Cases
from knowledge.storage.deliveries import Deliveries, Kind
from tests.desk.delivering import OneWay
from tests.desk.mailbox import open_mailbox
from tests.desk.making import CHAIN, CONTEXT, NOON, given_conversation, given_hubs, open_case

HOUR = timedelta(hours=1)
MONTH = timedelta(days=30)
MAKING = {"profile": {"places": ["dudley"], "sectors": ["manufacturing"]}, "barriers": []}


@pytest.fixture
def mailbox():
    with open_mailbox() as box:
        yield box


@pytest.fixture
def case(database):
    """A case that the makers got, who have no address of their own."""
    given_hubs(database)
    given_conversation(database)
    with database.open() as session:
        EffectsAt(CHAIN)(session, open_case(brief=MAKING), CONTEXT, NOON)
        return Cases(session).newest(1)[0]


def worker(database, courier, now):
    return OneWay(database, DeskSettings(), courier, lambda: now, lambda: 1.0)


async def test_the_letter_goes_to_the_team_and_to_the_front_door_where_the_team_has_no_address(
    database, mailbox, case
):
    courier = MailServer(mailbox.settings(), CHAIN)
    await worker(database, courier, NOON).deliver_next()
    look(database, CHAIN, MONTH, NOON + 2 * HOUR)
    await worker(database, courier, NOON + 2 * HOUR).deliver_next()

    assert mailbox.recipients == ["desk@example.org", "everybody@hub.example"]
    first, second = mailbox.arrived
    assert first["Subject"] == "Signpost request SP-ABC234 for Combined Authority Hub"
    assert second["Subject"] == "Signpost request SP-ABC234 is now with the everybody"
    assert "Why that team: The team before it did not take the request up in time." in (
        second.get_body().get_content()
    )


async def test_every_team_that_was_told_is_told_that_it_was_taken_back(database, mailbox, case):
    courier = MailServer(mailbox.settings(), CHAIN)
    for now in (NOON, NOON + 2 * HOUR):
        look(database, CHAIN, MONTH, now)
        await worker(database, courier, now).deliver_next()
    look(database, CHAIN, MONTH, NOON + 4 * HOUR)  # the lead was not told before it was taken back
    mailbox.recipients.clear()
    with database.open() as session:
        Casebook(session).erase("c1", NOON + 5 * HOUR)

    while await worker(database, courier, NOON + 5 * HOUR).deliver_next():
        pass

    assert sorted(mailbox.recipients) == ["desk@example.org", "everybody@hub.example"]
    assert {mail["Subject"] for mail in mailbox.arrived[2:]} == {"Signpost request SP-ABC234: taken back"}


async def test_without_a_mail_server_the_file_of_the_request_is_replaced(database, tmp_path, case):
    courier = Folder(DeskSettings(), tmp_path, CHAIN)
    await worker(database, courier, NOON).deliver_next()
    look(database, CHAIN, MONTH, NOON + 2 * HOUR)
    await worker(database, courier, NOON + 2 * HOUR).deliver_next()

    assert [path.name for path in tmp_path.glob("*.eml")] == ["SP-ABC234.eml"]
    assert "is now with the everybody" in (tmp_path / "SP-ABC234.eml").read_text()


def test_a_machine_is_told_that_it_was_passed_on_and_to_whom(database, case):
    look(database, CHAIN, MONTH, NOON + 2 * HOUR)
    with database.reading() as session:
        second = Deliveries(session).of_cases([case.id])[1]
        told = json.loads(body_of(Parcel(second, Casebook(session).get(case.id), NOON)))

    assert second.kind is Kind.PASSED_ON
    assert told["type"] == "case.passed_on"
    assert told["data"]["brief"]["team"]["id"] == "everybody"
