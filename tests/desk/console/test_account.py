"""A broker's own account: a code for Teams, shown once, for themselves alone, and not too often."""

import logging
import re
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestClient

from desk.linking import CodeRefused, code_in, link
from desk.sign_in_settings import SignInSettings
from knowledge.storage.teams_links import TeamsLinks
from tests.desk.console.conftest import Desk, serving
from tests.desk.making import NOON

ACCOUNT = "/desk/account"
CODE = re.compile(r"desk [A-Z0-9]{4}-[A-Z0-9]{4}")


async def code_for(desk):
    await desk.see(ACCOUNT)
    status, text = await desk.do(f"{ACCOUNT}/teams-code")
    assert status == 200
    return code_in(CODE.search(text)[0])


def use(database, code, key="k1", now=NOON):
    with database.open() as session:
        return link(session, code, key, {}, now)


async def test_the_code_makes_its_own_broker_known_and_no_other(browser, database, desk):
    other = browser()
    await other.sign_in("sam@hub.example")

    assert use(database, await code_for(desk)).id == "b1"
    assert use(database, await code_for(other), "k2").id == "b2"


async def test_it_is_good_once_for_a_quarter_of_an_hour_and_until_the_next_one(database, desk):
    used = await code_for(desk)
    use(database, used)
    older, newer = await code_for(desk), await code_for(desk)

    for code, now in ((used, NOON), (older, NOON), (newer, NOON + timedelta(minutes=15))):
        with pytest.raises(CodeRefused):
            use(database, code, now=now)


async def test_it_stands_on_no_page_but_the_answer_and_in_no_log(desk, caplog):
    with caplog.at_level(logging.DEBUG):
        code = await code_for(desk)
    _, later = await desk.see(ACCOUNT)

    assert CODE.search(later) is None
    assert code[:4] not in caplog.text


async def test_who_asks_too_often_waits_and_others_do_not(browser, clock, desk):
    other = browser()
    await other.sign_in("sam@hub.example")
    for _ in range(5):
        await code_for(desk)

    status, text = await desk.do(f"{ACCOUNT}/teams-code")
    await code_for(other)
    clock.now += timedelta(minutes=15)
    await code_for(desk)

    assert status == 429
    assert "too many codes" in text


async def test_a_form_that_was_not_made_for_them_gives_no_code(database, desk):
    answer = await desk.client.post(f"{ACCOUNT}/teams-code", data={"csrf": "forged"})
    looked = await desk.client.get(f"{ACCOUNT}/teams-code")

    assert (answer.status, looked.status) == (403, 405)
    with database.reading() as session:
        assert TeamsLinks(session).redeem("ABCDEFGH", NOON) is None


async def test_they_can_be_forgotten_in_teams(database, desk):
    use(database, await code_for(desk))
    _, known = await desk.see(ACCOUNT)
    await desk.do(f"{ACCOUNT}/teams-forget")

    assert "Forget me in Teams" in known
    with database.reading() as session:
        assert TeamsLinks(session).of_broker("b1") is None


async def test_where_there_is_no_teams_there_are_no_codes(database, accounts, clock):
    async with serving(database, clock, SignInSettings(), in_teams=False) as server:
        desk = Desk(TestClient(server))
        await desk.sign_in()
        _, page = await desk.see(ACCOUNT)
        status, _ = await desk.do(f"{ACCOUNT}/teams-code")
        await desk.client.session.close()

    assert "cannot be worked in Teams" in page
    assert status == 404
