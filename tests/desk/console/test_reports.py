"""What people say is wrong, as curators see it; nobody else does but administrators."""

import re
from datetime import timedelta

import pytest

from knowledge.storage.notes import Notes, WrongInformation
from knowledge.storage.programmes import Programmes
from knowledge.storage.record_versions import RecordVersion, RecordVersions
from knowledge.storage.releases import Releases
from knowledge.storage.reports import Reports
from tests.desk.console.conftest import BROKERS
from tests.desk.making import NOON
from tests.knowledge.factories import make_programme

REPORTS = "/desk/reports"
CURATOR = "al@hub.example"
WORDS = "The fee is wrong, ring me on 01632 960123 <b>now</b>"


def report(database, *, programme="press-fund", text=WORDS, conversation="c1", at=NOON):
    with database.open() as session:
        Notes(session).keep(WrongInformation(conversation, "m1", at, programme, text))
        return Reports(session).open(1)[0].id


def given_record(database, first_seen):
    with database.open() as session:
        record = make_programme("press-fund", version="abc123", last_known="2026-05")
        Programmes(session).replace_all([record])
        RecordVersions(session).keep([RecordVersion("programmes", "press-fund", "abc123", {}, first_seen)])
        Releases(session).note("another")


async def curator(browser):
    desk = browser()
    await desk.sign_in(CURATOR)
    return desk


async def test_a_curator_begins_with_the_reports(browser, database, accounts):
    report(database)
    desk = browser()

    answer = await desk.sign_in(CURATOR)

    assert answer.url.path == REPORTS
    assert "Wrong information" in desk.pages[-1]


async def test_a_report_names_the_record_as_it_is_now_and_passes_on_no_contact(browser, database, accounts):
    given_record(database, NOON - timedelta(days=1))
    report(database)

    _, page = await (await curator(browser)).see(REPORTS)

    assert "Press Fund" in page
    assert "record abc123, last known to run 2026-05" in page
    assert "The fee is wrong" in page
    assert "960123" not in page
    assert "&lt;b&gt;now" in page
    assert "has changed since" not in page
    assert '<span class="count">1</span>' in page


async def test_a_record_that_has_changed_since_is_said_to_have(browser, database, accounts):
    given_record(database, NOON + timedelta(days=1))
    report(database)

    _, page = await (await curator(browser)).see(REPORTS)

    assert "has changed since" in page


@pytest.mark.parametrize(("programme", "shown"), [(None, "Not about one programme"), ("gone", "gone")])
async def test_a_report_about_no_record_that_there_is_is_shown_too(
    browser, database, accounts, programme, shown
):
    report(database, programme=programme)

    _, page = await (await curator(browser)).see(REPORTS)

    assert shown in page


async def test_the_newest_come_first(browser, database, accounts):
    for n in range(3):
        report(database, conversation=f"c{n}", text=f"number {n}", at=NOON + timedelta(minutes=n))

    _, page = await (await curator(browser)).see(REPORTS)

    assert re.findall(r"number \d", page) == ["number 2", "number 1", "number 0"]


async def test_what_was_dealt_with_says_by_whom_and_when(browser, database, accounts):
    made = report(database)
    desk = await curator(browser)
    await desk.see(REPORTS)

    status, page = await desk.do(f"{REPORTS}/{made}/dealt")

    assert status == 200
    assert "Dealt with by Al Bloggs, 2 November 2026, 12:00" in page
    assert '<span class="count">0</span>' in page
    assert f"/{made}/dealt" not in page


async def test_two_curators_at_once_are_no_error(browser, database, accounts):
    made = report(database)
    first, second = await curator(browser), browser()
    await second.sign_in("di@hub.example")
    await first.see(REPORTS)
    await second.see(REPORTS)
    await first.do(f"{REPORTS}/{made}/dealt")

    _, page = await second.do(f"{REPORTS}/{made}/dealt")

    assert "Dealt with by Al Bloggs" in page


@pytest.mark.parametrize("number", ["0", "999999999", "9999999999", "x", "-1"])
async def test_a_report_that_is_not_there_is_said_not_to_be(browser, accounts, number):
    desk = await curator(browser)
    await desk.see(REPORTS)

    status, _ = await desk.do(f"{REPORTS}/{number}/dealt")

    assert status == 404


@pytest.mark.parametrize("broker", BROKERS, ids=lambda one: f"{one.role.value} {one.id}")
@pytest.mark.parametrize("act", ["", "/{}/dealt"])
async def test_every_role_is_tried_against_every_address_of_the_reports(
    browser, database, accounts, broker, act
):
    made = report(database)
    desk = browser()
    await desk.sign_in(broker.email)
    allowed = broker.id in ("b4", "b5")

    if act:
        await desk.see(REPORTS if allowed else "/desk/")
        status, page = await desk.do(REPORTS + act.format(made))
    else:
        status, page = await desk.see(REPORTS)

    assert status == (200 if allowed else 403)
    assert ("The fee" in page) == allowed
    with database.reading() as session:
        assert Reports(session).count_open() == (0 if allowed and act else 1)


@pytest.mark.parametrize("broker", BROKERS, ids=lambda one: f"{one.role.value} {one.id}")
async def test_the_way_to_the_reports_is_shown_to_whoever_has_both(browser, accounts, broker):
    desk = browser()
    await desk.sign_in(broker.email)

    _, page = await desk.see("/desk/")

    assert (f'<nav><a href="{REPORTS}"' in page) == (broker.id == "b5")


async def test_nobody_sees_reports_without_signing_in(browser, accounts):
    for method in ("GET", "POST"):
        answer = await browser().client.request(method, REPORTS + "/1/dealt", allow_redirects=False)
        assert answer.status in (302, 403, 405)


@pytest.mark.parametrize("csrf", ["", "forged"])
async def test_a_form_without_the_word_of_the_session_changes_nothing(browser, database, accounts, csrf):
    made = report(database)
    desk = await curator(browser)

    answer = await desk.client.post(f"{REPORTS}/{made}/dealt", data={"csrf": csrf})

    assert answer.status == 403


@pytest.mark.parametrize("how_many", [1, 30])
async def test_the_number_of_queries_does_not_grow(browser, database, accounts, queries, how_many):
    given_record(database, NOON)
    for n in range(how_many):
        report(database, conversation=f"c{n}")
    desk = await curator(browser)
    queries.clear()

    await desk.see(REPORTS)

    assert len(queries) <= 12
