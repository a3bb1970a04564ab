"""Fifty brokers press the same button at once: over HTTP, each with a session of their own."""

import asyncio
from collections import Counter

from aiohttp import ClientSession, DummyCookieJar, TCPConnector

from desk.brokers import Broker, Role, add_broker
from desk.casebook import Casebook
from desk.console.guard import COOKIE
from desk.sign_in import begin_session
from desk.states import Change
from knowledge.storage.brokers import Brokers
from knowledge.storage.outbox import Sender
from tests.desk.console.conftest import HUB
from tests.desk.console.looking import address, said
from tests.desk.making import NOON

HOW_MANY = 50


def given_broker_with_session(database, number):
    """An account, and a session as a sign-in begins it; no password is checked, which would take a second."""
    broker = Broker(f"m{number}", f"Broker {number}", f"m{number}@hub.example", Role.BROKER, frozenset({HUB}))
    with database.open() as session:
        add_broker(session, broker, None, NOON)
        account = Brokers(session).find_by_id(broker.id)
        assert account is not None
        return begin_session(session, account, NOON)


async def claim(http, url, opened):
    """Press the button, and return the status, whose turn it was, and the page."""
    own = {"Cookie": f"{COOKIE}={opened.token}"}
    async with http.post(url, data={"csrf": opened.csrf}, headers=own, allow_redirects=False) as answer:
        return answer.status, opened.broker, await answer.text()


async def test_of_fifty_brokers_one_gets_the_case_and_the_others_read_who(console, database, case):
    sessions = [given_broker_with_session(database, number) for number in range(HOW_MANY)]

    url = console.make_url(address(case, "claim"))
    async with ClientSession(cookie_jar=DummyCookieJar(), connector=TCPConnector(limit=HOW_MANY)) as http:
        answers = await asyncio.gather(*(claim(http, url, opened) for opened in sessions))

    assert Counter(status for status, _, _ in answers) == {303: 1, 409: HOW_MANY - 1}
    winner = next(broker for status, broker, _ in answers if status == 303)
    with database.reading() as session:
        kept, history = Casebook(session).get(case.id), Casebook(session).audit(case.id)
    assert kept.broker == winner.id
    assert [event.who for event in history if event.change is Change.CLAIM] == [winner.id]
    told = f"{winner.name} was first and has this request in hand."
    assert [broker.id for status, broker, page in answers if status == 409 and told not in page] == []
    assert [sender for sender, _ in said(database)].count(Sender.SYSTEM) == 1
