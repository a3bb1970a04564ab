"""The pages that links in mails lead to: a look changes nothing, and a press does it once."""

import re

import pytest

from bot.gateway.middlewares import CSP
from desk.afterwards.asking import ask_due
from desk.afterwards.post import LINKS_LAST
from desk.effects import EffectContext, apply
from knowledge.replies import Card, Effect
from knowledge.storage.errands import Progress
from knowledge.storage.follow_ups import Standing
from knowledge.storage.notes import Notes, Reminder, Subscription
from knowledge.storage.outcomes import Outcomes
from knowledge.storage.person_mails import PersonMails
from knowledge.storage.wishes import Subscriptions
from tests.desk.afterwards.closed import A_WEEK_ON, GRANT, follow_ups, given_closed, mails
from tests.desk.making import NOON, given_conversation

TOKEN, OTHER = "t" * 32, "o" * 32
PAGE, STOP = f"/f/{TOKEN}", f"/f/{TOKEN}/stop"
LOAN = Card("a-loan", "programme", "A Loan <b>")
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def linked(world, token=TOKEN, number=0):
    """Let a token stand in the mail, as the one who brings it does."""
    with world.database.open() as session:
        PersonMails(session).link(mails(world.database)[number].id, token, A_WEEK_ON + LINKS_LAST)


@pytest.fixture
def asked(world):
    """A case that was asked about by mail a week after it was closed."""
    case = given_closed(world.database, cards=(GRANT, LOAN))
    ask_due(world.database, A_WEEK_ON, by_mail=True)
    linked(world)
    world.clock.now = A_WEEK_ON
    return case


@pytest.fixture
def wished(world):
    """Somebody who wants news and a reminder."""
    given_conversation(world.database)
    remind = {"address": "ada@example.org", "programme_id": "p1", "agreed_to": "?"}
    with world.database.open() as session:
        news = Effect("subscribe", {"address": "ada@example.org", "topics": []})
        apply(session, news, EffectContext("c1", "m1", "web"), NOON)
        apply(session, Effect("remind", remind), EffectContext("c1", "m2", "web"), NOON)
    linked(world)
    world.clock.now = NOON


@pytest.fixture
async def client(world):
    return (await world.gateway()).client


async def read(client, path=PAGE):
    answer = await client.get(path)
    return answer.status, await answer.text()


async def post(client, path=PAGE, **fields):
    answer = await client.post(path, data=fields)
    return answer.status, await answer.text()


def kept(world, case):
    with world.database.reading() as session:
        return {one.programme_id: one.answer for one in Outcomes(session).of_case(case.id)}


async def test_the_page_asks_with_a_button_for_each_answer_and_escapes_what_it_shows(client, asked):
    status, page = await read(client)

    assert status == 200
    assert "Did A Loan &lt;b&gt; start for you?" in page
    offered = re.findall(r'name="answer" value="([a-z_]+)"', page)
    assert offered == ["started", "applied", "not_yet", "not_suited"] * 2
    assert f'href="{STOP}"' in page


async def test_nobody_keeps_lists_or_frames_it(client, asked):
    for path in (PAGE, STOP, f"/f/{OTHER}"):
        answer = await client.get(path)

        assert answer.headers["Content-Security-Policy"] == CSP
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert "<script" not in await answer.text()


async def test_a_mail_scanner_that_follows_every_link_changes_nothing(client, world, asked):
    for path in (PAGE, STOP, f"{PAGE}?answer=started&programme=a-grant"):
        assert (await client.get(path)).status == 200
        assert (await client.head(path)).status == 200

    assert kept(world, asked) == {"a-grant": None, "a-loan": None}
    assert [one.state for one in follow_ups(world.database, asked)][1:] == [Standing.PLANNED] * 2


async def test_an_answer_is_kept_once_and_may_be_changed(client, world, asked):
    for answer in ("started", "started", "applied"):
        status, page = await post(client, programme="a-grant", answer=answer)
        assert (status, "Your answer is noted" in page) == (200, True)

    assert kept(world, asked) == {"a-grant": "applied", "a-loan": None}
    assert "You have answered: We applied" in (await read(client))[1]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"answer": "started"},
        {"programme": "a-grant"},
        {"programme": "a-grant", "answer": "rubbish"},
        {"programme": "another", "answer": "started"},
        {"programme": "\x00", "answer": "started"},
    ],
)
async def test_what_the_page_does_not_offer_is_refused(client, world, asked, fields):
    status, page = await post(client, **fields)

    assert (status, "I cannot read this answer" in page) == (400, True)
    assert kept(world, asked) == {"a-grant": None, "a-loan": None}


@pytest.mark.parametrize("path", ["", "/stop"])
@pytest.mark.parametrize(
    "token", ["unknown", TOKEN[:-1], OTHER, "%00", "..%2Fetc", "%F0%9F%98%80", "%ED%A0%80", "x" * 5000]
)
async def test_a_forged_token_opens_nothing_and_changes_nothing(client, world, asked, token, path):
    address = f"/f/{token}{path}"
    for status, page in (await read(client, address), await post(client, address, answer="started")):
        assert status in (400, 404)
        assert "A Loan" not in page

    assert kept(world, asked) == {"a-grant": None, "a-loan": None}


async def test_after_sixty_days_a_link_is_over(client, world, asked):
    world.clock.now = A_WEEK_ON + LINKS_LAST

    for path in (PAGE, STOP):
        assert (await read(client, path))[0] == 404
        status, page = await post(client, path, programme="a-grant", answer="started")
        assert (status, "This link does not work any more" in page) == (404, True)


async def test_after_everything_was_erased_the_link_leads_nowhere(client, world, asked):
    with world.database.open() as session:
        apply(session, Effect("erase"), EffectContext("c1", "m9", "web"), A_WEEK_ON)

    assert (await read(client))[0] == 404
    assert (await post(client, STOP))[0] == 404


async def test_to_stop_asks_first_and_then_ends_everything_also_pressed_twice(client, world, asked):
    status, page = await read(client, STOP)
    assert (status, "Shall Signpost stop writing to you?" in page) == (200, True)

    for _ in range(2):
        status, page = await post(client, STOP)
        assert (status, "No more mails come" in page) == (200, True)

    assert [one.state for one in follow_ups(world.database, asked)][1:] == [Standing.CANCELLED] * 2
    assert mails(world.database)[0].state is Progress.RECALLED


@pytest.mark.parametrize("origin", [None, "https://mail.example.com"])
async def test_a_mail_program_stops_it_with_one_post_and_is_not_sent_elsewhere(client, world, asked, origin):
    headers = {} if origin is None else {"Origin": origin}
    answer = await client.post(STOP, data=ONE_CLICK, headers=headers, allow_redirects=False)

    assert answer.status == 200
    assert follow_ups(world.database, asked)[1].state is Standing.CANCELLED


async def test_news_come_only_after_a_yes(client, world, wished):
    status, page = await read(client)
    with world.database.reading() as session:
        before = Subscriptions(session).find("1").confirmed

    for _ in range(2):
        assert "Your address is on the list" in (await post(client))[1]
        world.clock.forward(hours=1)

    with world.database.reading() as session:
        assert Subscriptions(session).find("1").confirmed == NOON
    assert (status, before, "Yes, send me news" in page) == (200, None, True)


async def test_who_stops_the_news_is_forgotten_with_the_reminders(client, world, wished):
    await post(client, STOP)

    with world.database.reading() as session:
        assert Notes(session).all(Subscription) == Notes(session).all(Reminder) == []
    assert (await post(client))[0] == 404


async def test_too_many_looks_from_one_address_are_slowed_down_but_a_stop_never_is(world, asked):
    client = (await world.gateway(plans_per_minute=2)).client

    assert [(await read(client))[0] for _ in range(3)] == [200, 200, 429]
    assert (await post(client, STOP))[0] == 200


async def test_the_log_does_not_tell_the_token(client, asked, caplog):
    caplog.set_level("INFO")

    await read(client)
    await post(client, STOP)

    # the server of the test has an access log of its own, which the real one is started without
    ours = [one.getMessage() for one in caplog.records if one.name != "aiohttp.access"]
    assert "POST /f/{token}/stop 200" in "\n".join(ours)
    assert TOKEN not in "\n".join(ours)
