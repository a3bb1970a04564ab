"""Every role tries every address of the console on every thing, its own front door's and another's.

Who may do what stands here in full: an address that is added without a row fails.
"""

import uuid
from dataclasses import dataclass, field

import pytest
from sqlalchemy import select

from desk.brokers import Broker, Role, add_broker
from desk.chatwoot.settings import ChatwootSettings
from desk.console.app import make_console
from desk.console.parts import Parts
from desk.relay import Relay
from desk.settings import DeskSettings
from knowledge.storage.programmes import Programmes
from knowledge.storage.tables import metadata
from tests.desk.console.conftest import BROKERS, HUB, OTHER_HUB
from tests.desk.console.test_reports import report
from tests.desk.dead import dead_delivery
from tests.desk.making import NOON, given_case, given_conversation
from tests.knowledge.factories import make_programme

CASE, LETTER, REPORT = "/desk/cases/{id}", "/desk/letters/{id}", "/desk/reports/{id}"
EVERYBODY = (
    *BROKERS,
    Broker("b6", "Kim Bloggs", "kim@hub.example", Role.LEAD, frozenset({OTHER_HUB})),
    Broker("b7", "Lou Bloggs", "lou@hub.example", Role.ADMINISTRATOR, frozenset({OTHER_HUB})),
)
ALL = frozenset(one.id for one in EVERYBODY)
THEIRS = {HUB: frozenset({"b1", "b2", "b5"}), OTHER_HUB: frozenset({"b3", "b5", "b6", "b7"})}
LED = {HUB: frozenset({"b2", "b5"}), OTHER_HUB: frozenset({"b5", "b6", "b7"})}
ANYBODY = dict.fromkeys(THEIRS, ALL)
WORKING = dict.fromkeys(THEIRS, ALL - {"b4"})
CURATED = dict.fromkeys(THEIRS, frozenset({"b4", "b5", "b7"}))
LEADS = dict.fromkeys(THEIRS, frozenset({"b2", "b5", "b6", "b7"}))
HOLDER, COLLEAGUE = {HUB: "b1", OTHER_HUB: "b3"}, {HUB: "b2", OTHER_HUB: "b6"}
OPEN = {
    ("GET", "/desk/sign-in"),
    ("POST", "/desk/sign-in"),
    ("GET", "/desk/sign-in/start"),
    ("GET", "/desk/sign-in/callback"),
    ("GET", "/desk/static/{name}"),
    ("GET", "/desk/healthz"),
    ("POST", "/desk/chatwoot/events"),  # what comes there is signed
}


@dataclass(frozen=True)
class Row:
    """Who may do something with what belongs to each front door, and what they send; `held` by whom it is."""

    who: dict[str, frozenset[str]]
    fields: dict[str, str] = field(default_factory=dict)
    held: str | None = "self"


def case_row(who=THEIRS, held="self", **fields):
    return Row(who, fields, held)


ROWS = {
    # who has no cases is led on to the reports
    ("GET", "/desk/"): Row(ANYBODY),
    ("POST", "/desk/"): Row(ANYBODY, {"q": "press"}),
    ("GET", CASE): case_row(),
    ("GET", f"{CASE}/news"): case_row(),
    ("POST", f"{CASE}/claim"): case_row(held=None),
    ("POST", f"{CASE}/take-over"): case_row(LED, "holder"),
    ("POST", f"{CASE}/write"): case_row(text="Hello", message_id="w1"),
    ("POST", f"{CASE}/insert"): case_row(programme_id="p1", message_id="w1"),
    ("POST", f"{CASE}/return"): case_row(),
    ("POST", f"{CASE}/release"): case_row(),
    ("POST", f"{CASE}/close"): case_row(outcome="helped"),
    ("POST", f"{CASE}/to-colleague"): case_row(broker_id="colleague"),
    ("POST", f"{CASE}/ask-for-hub"): case_row(hub_id="country-hub"),
    ("POST", f"{CASE}/to-hub"): case_row(hub_id="country-hub", how="on the phone"),
    ("POST", f"{CASE}/note"): case_row(note="Rang them", message_id="n1"),
    ("POST", f"{CASE}/tag"): case_row(tag="press"),
    ("POST", f"{CASE}/untag"): case_row(tag="press"),
    ("GET", "/desk/letters"): Row(LEADS),
    ("POST", f"{LETTER}/again"): Row(LED),
    ("GET", "/desk/reports"): Row(CURATED),
    ("POST", f"{REPORT}/dealt"): Row(CURATED),
    ("GET", "/desk/account"): Row(WORKING),
    ("POST", "/desk/account/teams-code"): Row(WORKING),
    ("POST", "/desk/account/teams-forget"): Row(WORKING),
    ("POST", "/desk/sign-out"): Row(ANYBODY),
}


@pytest.fixture
def made(database, accounts, password_hash):
    with database.open() as session:
        for broker in EVERYBODY[len(BROKERS) :]:
            add_broker(session, broker, password_hash, NOON)
        Programmes(session).replace_all([make_programme("p1")])


def given(database, path, hub, row, broker):
    """Return the address of something new that belongs to this front door."""
    name = uuid.uuid4().hex
    if path.startswith("/desk/reports/"):
        return path.format(id=report(database, conversation=name))
    if "{id}" not in path:
        return path
    given_conversation(database, name, "we need a new press")
    case = given_case(database, conversation_id=name, message_id=name, hub_id=hub)
    if path.startswith(LETTER):
        return path.format(id=dead_delivery(database, case))
    holder = broker.id if row.held == "self" and broker.id in row.who[hub] else HOLDER[hub]
    if row.held is not None:
        with database.open() as session:
            Relay(session, holder, NOON).claim(case.id)
    return path.format(id=case.id)


def everything(database):
    """All that is kept but who is signed in since when."""
    kept = [one for one in metadata.sorted_tables if not one.name.startswith("broker")]
    with database.reading() as session:
        return {table.name: session.execute(select(table)).all() for table in kept}


def test_every_address_of_the_console_has_a_row_here(database):
    chatwoot = ChatwootSettings(
        chatwoot_url="https://chat.hub.example",
        chatwoot_account=3,
        chatwoot_inbox=7,
        chatwoot_token="t",
        chatwoot_secret="secret-that-chatwoot-made-up",
    )
    app = make_console(Parts(database, DeskSettings(), lambda: NOON, chatwoot=chatwoot))
    there = {(one.method, one.resource.canonical) for one in app.router.routes() if one.method != "HEAD"}

    assert there == ROWS.keys() | OPEN


@pytest.mark.parametrize("hub", THEIRS)
@pytest.mark.parametrize("broker", EVERYBODY, ids=lambda one: f"{one.role.value} {one.id}")
async def test_a_role_does_what_it_may_and_nothing_else(browser, database, made, broker, hub):
    desk = browser()
    await desk.sign_in(broker.email)
    await desk.see("/desk/")  # who has no cases is led to the reports
    for (method, path), row in ROWS.items():
        target, may = given(database, path, hub, row, broker), broker.id in row.who[hub]
        fields = {
            name: (COLLEAGUE if broker.id == HOLDER[hub] else HOLDER)[hub] if value == "colleague" else value
            for name, value in row.fields.items()
        }
        before = everything(database)

        status, _ = await (desk.see(target) if method == "GET" else desk.do(target, **fields))

        if may:
            assert status == 200, (method, path)
        else:
            assert status in (403, 404), (method, path)
            assert everything(database) == before, (method, path)


async def test_who_is_not_signed_in_gets_nothing_but_the_way_in(browser, database, made):
    client, nobody = browser().client, Broker("", "", "", Role.CURATOR)
    for hub in THEIRS:
        for (method, path), row in ROWS.items():
            target = given(database, path, hub, row, nobody)
            before = everything(database)

            answer = await client.request(method, target, data=row.fields or None, allow_redirects=False)

            assert (answer.status, answer.headers["Location"]) == (302, "/desk/sign-in"), (method, path)
            assert everything(database) == before, (method, path)
