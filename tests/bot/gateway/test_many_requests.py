"""Two hundred people ask for a person at once: over HTTP, through the gateway, the desk and a mail server."""

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest

from bot.engine.messages import Turn
from desk.brokers import Broker, Role
from desk.casebook import cases_of
from desk.console.queue import queue
from desk.couriers import MailServer
from desk.delivery import WaysOut
from desk.effects import EffectsAt
from desk.letters import CASE_HEADER
from desk.states import State
from desk.teams import NO_TEAMS
from desk.ways import Ways
from knowledge.replies import Reply
from knowledge.storage.cases import Cases
from knowledge.storage.deliveries import Deliveries, Progress, Way
from knowledge.storage.inbox import Inbox
from tests.desk.mailbox import open_mailbox
from tests.desk.making import HUBS, given_hubs, open_case

HOW_MANY = 200
IN_SECONDS = 30
LASTS = 60  # until it is a failure and not only slow
PLACES = {"combined-authority-hub": "dudley", "warwickshire-hub": "coventry", "country-hub": "outside"}
NAMES = [hub.id for hub in HUBS]


class RealTime:
    """The time, never twice the same."""

    def __init__(self):
        self.last = datetime.now(UTC)

    def __call__(self):
        self.last = max(datetime.now(UTC), self.last + timedelta(microseconds=1))
        return self.last


def agrees(spoken):
    """What the engine answers to the last word of a request: the reference, and the case to be opened."""
    number = int(spoken.text.split()[-1])
    hub = NAMES[number % len(NAMES)]
    brief = {"profile": {"places": [PLACES[hub]]}, "barriers": []}
    effect = open_case(case_id=f"case-{number}", hub_id=hub, brief=brief)
    return Turn((Reply("I have passed it on.", effects=(effect,)),), {}, {})


@pytest.fixture
def mailbox():
    with open_mailbox() as box:
        yield box


@pytest.fixture
async def gateway(world):
    """A gateway with the real desk behind it, and real time."""
    world.clock, world.effects = RealTime(), EffectsAt(NO_TEAMS)
    given_hubs(world.database)
    for number in range(HOW_MANY):
        world.engine.answers[f"Yes {number}"] = agrees
    plenty = {"messages_per_minute": 10 * HOW_MANY, "chats_per_minute": 10 * HOW_MANY}
    return await world.gateway(turn_seconds=25.0, **plenty)


@asynccontextmanager
async def delivering(database, settings):
    """The desk's own workers, at work."""
    stop = asyncio.Event()
    ways_out = WaysOut(database, settings, {Way.MAIL: MailServer(settings)}, Ways((Way.MAIL,)))
    running = asyncio.create_task(ways_out.keep_delivering(stop))
    yield
    stop.set()
    await running


async def begin(client):
    answer = await client.post("/api/conversations")
    assert answer.status == 201
    made = await answer.json()
    return made["id"], {"Authorization": f"Bearer {made['token']}"}


async def ask(client, number, conversation):
    """Say the last word of a request, and return the owner and the answers."""
    name, bearer = conversation
    body = {"message_id": "m1", "text": f"Yes {number}"}
    answer = await client.post(f"/api/conversations/{name}/messages", json=body, headers=bearer)
    content = await answer.json()
    return answer.status, content["owner"], [reply["text"] for reply in content["replies"]]


async def arrived(mailbox, how_many):
    async with asyncio.timeout(LASTS):
        while len(mailbox.arrived) < how_many:
            await asyncio.sleep(0.01)


def waiting_at(database, hub, now):
    """The queue of a broker of one front door, as the console shows it."""
    broker = Broker("b1", "Jo Bloggs", "jo@hub.example", Role.BROKER, frozenset({hub}))
    with database.reading() as session:
        cases = cases_of(Cases(session).in_states([State.WAITING]))
    return [row.case for row in queue(cases, broker, now).waiting]


def came(database, conversation):
    """When a request came: the place of its message in the inbox."""
    with database.reading() as session:
        return Inbox(session).find(conversation, "m1").id


async def test_two_hundred_at_once_are_routed_and_delivered_in_time_and_wait_in_the_order_they_came(
    world, gateway, mailbox, request, capfd
):
    client = gateway.client
    chats = [await begin(client) for _ in range(HOW_MANY)]

    began = monotonic()
    async with delivering(world.database, mailbox.settings()):
        # every one sends it twice, as a browser does that lost its line
        asked = [ask(client, number, chat) for number, chat in enumerate(chats) for _ in range(2)]
        answers = await asyncio.gather(*asked)
        routed = monotonic() - began
        await arrived(mailbox, HOW_MANY)
        delivered = monotonic() - began
    report = f"{HOW_MANY} at once: routed in {routed:.1f} s, the last letter out after {delivered:.1f} s"
    with capfd.disabled():
        request.config.get_terminal_writer().line(report)

    assert delivered < IN_SECONDS
    assert Counter(map(str, answers)) == {str((200, "queue", ["I have passed it on."])): 2 * HOW_MANY}
    in_order = [waiting_at(world.database, hub, world.clock()) for hub in NAMES]
    for hub, cases in zip(NAMES, in_order, strict=True):
        assert {case.hub_id for case in cases} == {hub}
        arrivals = [came(world.database, case.conversation_id) for case in cases]
        assert arrivals == sorted(arrivals)
    found = [case.id for cases in in_order for case in cases]
    assert Counter(found) == {f"case-{number}": 1 for number in range(HOW_MANY)}
    with world.database.reading() as session:
        sent = Deliveries(session).of_cases(found)
    assert Counter(one.state for one in sent) == {Progress.SENT: HOW_MANY}
    assert Counter(mail[CASE_HEADER] for mail in mailbox.arrived) == Counter(found)
