"""Plans, records and a chat without JavaScript that mean harm, in a real browser on the smallest screen."""

import random
import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from itertools import cycle
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from knowledge.firms import Firm
from knowledge.needs import Need
from knowledge.plans import Asked, DateKind, KeptDate, KeptJourney, KeptPlan, KeptProgramme, KeptStep
from knowledge.ranges import Range
from knowledge.records import Condition, Contact, Eligibility, Programme
from knowledge.storage.conversations import Conversations, conversations
from knowledge.storage.outbox import Outbox, Sender, Shown
from knowledge.storage.plans import Origin, Plans
from knowledge.storage.programmes import Programmes
from knowledge.storage.releases import Releases
from tests import hostile
from tests.bot.channels.web.gateways import RunningGateway, running
from tests.guarded import Guarded
from tests.looks import TOO_WIDE

pytestmark = pytest.mark.browser

PLANS, RECORDS, LINES = 25, 40, 250
DAY = date(2026, 11, 30)
BLANKS = re.compile(r"[\s\ufeff\x00\x1c-\x1f\x85]")
HALVES = re.compile("[\x00\ud800-\udfff]")


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[RunningGateway]:
    with running(tmp_path) as served:
        yield served


@pytest.fixture
def guarded(browser: Browser, gateway: RunningGateway) -> Iterator[Guarded]:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    yield Guarded(context.new_page(), gateway.url)
    context.close()


class Words:
    """Harm without halves of characters: no page is made of those, since UTF-8 has none."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def __call__(self) -> str:
        return HALVES.sub("", hostile.text(self.chance))


def plan(number: int) -> KeptPlan:
    say = Words(number)
    steps = tuple(step(say, place) for place in range(say.chance.randint(1, 6)))
    ways = tuple(KeptJourney(say(), say(), say()) for _ in range(2))
    return KeptPlan(say() or "A plan", DAY, ways, steps)


def step(say: Words, place: int) -> KeptStep:
    url = HALVES.sub("", say.chance.choice(hostile.LINKS))
    programmes = tuple(
        KeptProgramme(f"p{n}", "1", say(), say(), url, "2026-05", True, (say(), say())) for n in range(2)
    )
    dates = (KeptDate(DateKind.OPENS, DAY, "p1", say()),)
    weeks, starts = Range(say.chance.choice((0, 1, 5200)), None), Range(place, 9_999)
    return KeptStep(
        f"s{place}", "1", say(), say(), say(), say(), say(), weeks, starts, (say(),), programmes, dates
    )


def plainly(text: str) -> str:
    return BLANKS.sub("", text)


def all_of(shown: Shown) -> str:
    """Everything in a reply, in one piece."""
    given = asdict(shown)

    def walk(one: object) -> Iterator[str]:
        if isinstance(one, dict):
            one = one.values()
        yield from ([one] if isinstance(one, str) else [text for inner in one or () for text in walk(inner)])

    return "".join(walk(given))


def missing(page: Page, told: list[str]) -> list[str]:
    read = plainly(page.locator("main").text_content() or "")
    return [text for text in told if plainly(text) not in read]


def test_a_plan_of_such_words_is_a_page_of_text(gateway: RunningGateway, guarded: Guarded) -> None:
    now = datetime.now(UTC)
    with gateway.database.open() as session:
        Conversations(session).start("c1", "web", "own", now)
        for number in range(PLANS):
            key, asked = f"{number:032}", Asked(Firm(), Need())
            Plans(session).keep(key, plan(number), asked, Origin("c1", f"m{number}"), now)
    for number in range(PLANS):
        guarded.page.goto(f"{gateway.url}/plans/{number:032}")

        told = [text for one in plan(number).steps for text in (one.title, one.purpose, one.do, one.in_hand)]
        assert missing(guarded.page, told) == []
        assert (guarded.trouble(), guarded.page.evaluate(TOO_WIDE)) == ([], [])


def test_a_chat_without_javascript_is_a_page_of_text(gateway: RunningGateway, guarded: Guarded) -> None:
    guarded.page.goto(f"{gateway.url}/chat")
    replies = [shown for shown in hostile.replies(LINES * 3, 7) if not HALVES.search(all_of(shown))][:LINES]
    with gateway.database.open() as session:
        conversation = session.scalars(select(conversations.c.id)).one()
        for shown, sender in zip(replies, cycle(Sender), strict=False):
            Outbox(session).add(conversation, sender, shown, datetime.now(UTC))
    guarded.page.reload()

    told = [text for one in replies for text in (one.text, *one.notices)]
    told += [
        text
        for one in replies
        for card in one.cards
        for text in (card.title, card.text, *sum(card.lines, ()))
    ]
    assert missing(guarded.page, told) == []
    assert (guarded.trouble(), guarded.page.evaluate(TOO_WIDE)) == ([], [])


def test_records_of_such_words_are_pages_of_text(gateway: RunningGateway, guarded: Guarded) -> None:
    records = [record(number) for number in range(RECORDS)]
    with gateway.database.open() as session:
        Programmes(session).replace_all(records)
        Releases(session).note("of harm")
    for path in ("/programmes", *(f"/programmes/{one.id}" for one in records)):
        guarded.page.goto(gateway.url + path)
        assert (guarded.trouble(), guarded.page.evaluate(TOO_WIDE)) == ([], []), path
    for one in records:
        guarded.page.goto(f"{gateway.url}/programmes/{one.id}")
        assert missing(guarded.page, [one.name, one.summary, one.provider]) == []


def record(number: int) -> Programme:
    """A record without halves of characters."""
    made = hostile.programme(random.Random(number), number)
    contact = Contact(
        HALVES.sub("", made.contact.url or ""), *(HALVES.sub("", made.contact.email or ""),) * 2
    )
    asked = tuple(Condition(HALVES.sub("", one.words)) for one in made.eligibility.conditions)
    words = {name: HALVES.sub("", getattr(made, name)) for name in ("name", "provider", "summary")}
    return replace(made, **words, contact=contact, eligibility=Eligibility(conditions=asked))
