"""A console for a browser: the facts that Signpost ships, a broker who may do everything, and one request."""

from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Page

from desk.brokers import Broker, Role, add_broker
from desk.cases import Case
from desk.sign_in_settings import SignInSettings
from knowledge.cards import card_for
from knowledge.storage.database import Database
from knowledge.storage.hubs import Hubs
from knowledge.storage.outbox import Outbox, Sender, Shown
from knowledge.storage.programmes import Programmes
from tests.databases import filled
from tests.desk.console.aside import aside
from tests.desk.console.conftest import PASSWORD, Clock, serving
from tests.desk.making import NOON, given_case, given_conversation, make_brief, make_case

HUB = "business-growth-west-midlands"
EMAIL = "sam@hub.example"
BROKERS = (
    Broker("b1", "Sam Bloggs", EMAIL, Role.ADMINISTRATOR),
    Broker("b2", "Jo Bloggs", "jo@hub.example", Role.BROKER, frozenset({HUB})),
)


@dataclass
class Console:
    """Where it is, what it works with, and the request that waits there."""

    address: str
    database: Database
    case: Case

    @property
    def page_of_case(self) -> str:
        return f"{self.address}/desk/cases/{self.case.id}"

    def signed_in(self, page: Page) -> Page:
        """Let the broker in by the form."""
        page.goto(f"{self.address}/desk/")
        page.get_by_label("E-mail").fill(EMAIL)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("heading", name="Requests for a person").wait_for()
        return page

    def taken(self, page: Page) -> Page:
        """Let the broker take the request, and look at it."""
        self.signed_in(page).goto(self.page_of_case)
        page.get_by_role("button", name="Take this request").click()
        page.get_by_label("Your message").wait_for()
        return page

    def say_as_person(self, text: str) -> None:
        with self.database.open() as session:
            Outbox(session).add("c1", Sender.PERSON, Shown(text), NOON)


def given_request(database, **given):
    """A request that waits at a front door that there is."""
    with database.reading() as session:
        hub = next(one for one in Hubs(session).all() if one.id == HUB)
    draft = make_case(hub_id=HUB, **given)
    brief = given.pop("brief", make_brief(draft).pack() | {"hub_name": hub.name})
    return given_case(database, hub_id=HUB, brief=brief, answer_by=NOON + timedelta(hours=4), **given)


def a_few_of(database):
    """Return what suggests the first programmes there are, whatever is sought."""

    async def suggest(_sought):
        with database.reading() as session:
            return tuple(card_for(one, NOON.date()) for one in Programmes(session).all()[:5])

    return suggest


@contextmanager
def open_console(database, password_hash):
    """Serve it beside the browser."""
    filled(database)
    with database.open() as session:
        for broker in BROKERS:
            add_broker(session, broker, password_hash, NOON)
    given_conversation(database, "c1", "we need a new press")
    case = given_request(database)
    with aside() as run:
        stack = AsyncExitStack()
        server = run(
            stack.enter_async_context(
                serving(database, Clock(), SignInSettings(), suggest=a_few_of(database))
            )
        )
        try:
            yield Console(f"http://127.0.0.1:{server.port}", database, case)
        finally:
            run(stack.aclose())
