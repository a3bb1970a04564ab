"""Programmes from the compose box of Teams, and what is done with a programme that is shown there."""

import time

import pytest

from demo.activities import activity, in_room
from demo.reading_cards import words
from demo.teams_limits import check_card
from desk.effects import apply
from knowledge.storage.programmes import Programmes
from tests.bot.gateway.conftest import Ledgered
from tests.bot.gateway.teams_office import EVE
from tests.databases import filled

LIMIT_S = 2.0


@pytest.fixture
def adviser(ada):
    """Somebody who looks things up in the facts that Signpost ships."""
    filled(ada.world.database)
    return ada


async def look(adviser, text=None, **options):
    """Type into the compose box, and return what is shown."""
    given = [{"name": "initialRun", "value": "true"}] if text is None else [{"name": "words", "value": text}]
    options = {"skip": 0, "count": 25} | options
    value = {"commandId": "programmes", "parameters": given, "queryOptions": options}
    made = activity(adviser.connector, "invoke", name="composeExtension/query", value=value)
    status, answer = await adviser.call(made)
    assert status == 200
    return answer["composeExtension"]


def titles(found):
    return [one["preview"]["content"]["title"] for one in found["attachments"]]


def button(found, title):
    shown = [one["content"]["body"][-1]["actions"] for one in found["attachments"]]
    return next(action for actions in shown for action in actions if action["title"] == title)


async def test_what_is_typed_finds_programmes_as_legal_cards_and_nothing_is_kept(adviser):
    found = await look(adviser, "robot")

    assert found["type"] == "result"
    assert titles(found)
    for one in found["attachments"]:
        check_card(one["content"])
        assert "Fit: " in words({"attachments": [one]})
    assert adviser.nothing_is_stored()


async def test_without_words_it_begins_with_what_was_seen_running_last(adviser):
    found = await look(adviser)
    with adviser.world.database.reading() as session:
        months = {one.name: one.last_known for one in Programmes(session).all()}

    seen = [months[title] for title in titles(found) if title in months]
    assert len(titles(found)) == 25
    assert seen == sorted(seen, reverse=True)


@pytest.mark.parametrize("text", [None, "grant", "the"])
async def test_pages_follow_each_other_without_a_gap(adviser, text):
    whole = titles(await look(adviser, text, count=12))
    pages = [titles(await look(adviser, text, skip=skip, count=4)) for skip in (0, 4, 8)]

    assert [title for page in pages for title in page] == whole


async def test_a_place_leaves_out_what_is_for_others(adviser):
    everywhere = titles(await look(adviser, "growth"))
    there = titles(await look(adviser, "growth warwick"))

    assert there
    assert len(there) <= len(everywhere)


async def test_what_nothing_has_is_said_in_words(adviser):
    found = await look(adviser, "xyzzy <script>")

    assert found == {"type": "message", "text": "No programme has all of these words. Try fewer, or others."}


async def test_it_answers_in_time_with_as_many_cards_as_teams_asks_for(adviser):
    await look(adviser, "grant")
    taken = []
    for text in (None, "grant", "robot cv8", "x" * 5000, "a " * 900):
        begun = time.perf_counter()
        await look(adviser, text)
        taken.append(time.perf_counter() - begun)

    assert max(taken) < LIMIT_S, taken


async def test_without_a_good_token_nothing_is_found(adviser):
    made = activity(
        adviser.connector, "invoke", name="composeExtension/query", value={"commandId": "programmes"}
    )

    assert (await adviser.call(made, headers={}))[0] == 401


@pytest.mark.parametrize("value", [None, [], {"commandId": "other"}, {"commandId": ["programmes"]}])
async def test_another_command_is_told_that_nobody_knows_it(adviser, value):
    made = activity(adviser.connector, "invoke", name="composeExtension/query", value=value)

    assert (await adviser.call(made))[0] == 501


async def test_a_record_that_is_wrong_is_noted_in_one_tap_once_for_each_person(adviser, monkeypatch):
    monkeypatch.setattr(Ledgered, "__call__", lambda _self, *given: apply(*given))
    found = button(await look(adviser, "robot"), "This record is wrong")
    for place in ({}, {"conversation": in_room()}, {"conversation": in_room(), **EVE.in_channel}):
        for _ in range(2):
            answer = await adviser.press(found, **place)

    assert answer["value"].startswith("Thank you. Somebody will look at the record of ")
    noted = adviser.rows("SELECT programme_id FROM wrong_information")
    assert noted == [found["data"]["programme"]] * 3
    assert adviser.rows("SELECT id FROM conversations") == []


@pytest.mark.parametrize(
    "data", [None, {}, {"programme": 5}, {"programme": "gone"}, {"programme": "x" * 5000}]
)
async def test_a_record_that_is_not_there_is_not_noted(adviser, data):
    found = button(await look(adviser, "robot"), "This record is wrong")
    answer = await adviser.press({**found, "data": data})

    assert answer["value"] == "This record is not here any more. Nothing was noted."
    assert adviser.world.effects.applied == []


async def test_a_programme_opens_as_a_mail_to_the_client(adviser):
    mail = button(await look(adviser, "robot"), "Copy as an e-mail")

    assert mail["url"].startswith("mailto:?subject=")
