"""What may help, beside the conversation: asked for what the brief tells, and of use only to who has it."""

from dataclasses import dataclass, field, replace

import pytest
from aiohttp.test_utils import TestClient

from desk.sign_in_settings import SignInSettings
from desk.suggesting import SuggestionsAway
from knowledge.cards import card_for
from knowledge.storage.outbox import Outbox
from knowledge.storage.programmes import Programmes
from tests.desk.console.conftest import MESSAGE, Desk, serving
from tests.desk.making import NOON, make_brief, make_case
from tests.knowledge.factories import make_programme

PRESS = replace(make_programme("press"), name="Presses for <All>")


@dataclass
class FakeSuggester:
    """Remembers what it was asked; suggests the same whatever it is, unless it is away."""

    away: bool = False
    asked: list = field(default_factory=list)

    async def __call__(self, sought):
        self.asked.append(sought)
        if self.away:
            raise SuggestionsAway("TimeoutError")
        return (card_for(PRESS, NOON.date()),)


@pytest.fixture
def suggester():
    return FakeSuggester()


@pytest.fixture
async def desk(database, accounts, clock, suggester):
    with database.open() as session:
        Programmes(session).replace_all([PRESS])
    async with serving(database, clock, SignInSettings(), suggest=suggester) as server:
        made = Desk(TestClient(server))
        await made.sign_in()
        yield made
        await made.client.session.close()


@pytest.fixture
def page(case):
    return f"/desk/cases/{case.id}"


async def test_a_programme_is_sought_by_what_the_brief_tells_and_shown_with_one_tap(
    desk, page, suggester, database
):
    _, text = await desk.do(f"{page}/claim")
    await desk.do(f"{page}/insert", programme_id="press", message_id=MESSAGE.findall(text)[-1])

    assert "Show it to them: Presses for &lt;All&gt;" in text
    sought = suggester.asked[0]
    assert (sought.firm.places, sought.wants, sought.need) == (
        ("dudley",),
        ("grant",),
        make_brief(make_case()).need,
    )
    with database.reading() as session:
        assert Outbox(session).after("c1")[-1].shown.cards[0].id == "press"


async def test_nothing_is_sought_for_who_only_looks(desk, page, suggester):
    _, text = await desk.see(page)

    assert suggester.asked == []
    assert "Programmes that may fit" not in text


async def test_the_case_is_there_when_suggestions_are_not(desk, page, suggester, caplog):
    suggester.away = True
    status, text = await desk.do(f"{page}/claim")

    assert status == 200
    assert "cannot be looked up just now" in text
    assert "Your message" in text
    assert "press" not in caplog.text
