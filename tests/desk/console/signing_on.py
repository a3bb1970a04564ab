"""A console with a provider, and browsers that go through a sign-in step by step."""

from urllib.parse import parse_qs, urlencode, urlsplit

from aiohttp.test_utils import TestClient

from knowledge.storage.brokers import Brokers
from tests.desk.console.conftest import Desk

START, CALLBACK = "/desk/sign-in/start", "/desk/sign-in/callback"


class World:
    """A console, its provider, and browsers."""

    def __init__(self, database, clock, provider):
        self.database, self.clock, self.provider = database, clock, provider
        self.server = None
        self.clients = []

    def browser(self):
        self.clients.append(TestClient(self.server))
        return Desk(self.clients[-1])

    async def begin(self, browser):
        """Go to the provider, and return where it sends the browser back to."""
        answer = await browser.client.get(START, allow_redirects=False)
        assert answer.status == 302, await answer.text()
        there = await browser.client.session.get(answer.headers["Location"], allow_redirects=False)
        return urlsplit(there.headers["Location"])

    async def come_back(self, browser, back, **changed):
        query = {name: one[0] for name, one in parse_qs(back.query).items()} | changed
        given = {name: one for name, one in query.items() if one is not None}
        return await browser.see(f"{CALLBACK}?{urlencode(given)}")

    async def sign_in(self, browser=None):
        browser = browser or self.browser()
        return await self.come_back(browser, await self.begin(browser))

    def account(self, email="jo@hub.example"):
        with self.database.reading() as session:
            return Brokers(session).find_by_email(email)


async def is_in(browser):
    answer = await browser.client.get("/desk/", allow_redirects=False)
    return answer.status == 200


async def refused(world, status, says, browser=None, **changed):
    browser = browser or world.browser()
    back = await world.begin(browser)
    got, page = await world.come_back(browser, back, **changed)
    assert (got, says in page) == (status, True), page
    assert not await is_in(browser)
    return page
