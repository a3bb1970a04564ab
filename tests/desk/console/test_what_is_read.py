"""What a broker reads of a case and what not: before, between and after, withdrawn and erased."""

from datetime import timedelta

import pytest

from desk.casebook import Casebook
from desk.cases import Part
from desk.effects import EffectContext, apply
from knowledge.records import Status
from knowledge.replies import Effect
from knowledge.storage.outbox import Outbox, Sender, Shown
from knowledge.storage.programmes import Programmes
from knowledge.storage.releases import Releases
from tests.desk.console.looking import address, said
from tests.desk.making import (
    NOON,
    given_case,
    given_conversation,
    make_consent,
)
from tests.knowledge.factories import make_programme


async def test_what_is_said_when_no_broker_has_the_case_is_not_theirs_to_read(desk, database, case, clock):
    await desk.see(address(case))
    clock.now = NOON + timedelta(minutes=10)
    await desk.do(address(case, "claim"))
    clock.now = NOON + timedelta(minutes=20)
    await desk.do(address(case, "return"))
    with database.open() as session:
        for minutes in (-5, 15, 25):
            words = Shown(f"said at {minutes}")
            Outbox(session).add("c1", Sender.PERSON, words, NOON + timedelta(minutes=minutes))

    _, text = await desk.see(address(case))

    assert "said at 15" in text
    assert "said at -5" not in text
    assert "said at 25" not in text


@pytest.mark.parametrize("consented", [True, False])
async def test_what_is_said_while_a_case_waits_is_read_with_consent(desk, database, accounts, consented):
    given_conversation(database)
    left_out = () if consented else (Part.CONVERSATION,)
    case = given_case(database, consent=make_consent(*left_out))
    with database.open() as session:
        Outbox(session).add("c1", Sender.PERSON, Shown("while I wait"), NOON + timedelta(minutes=1))

    _, text = await desk.see(address(case))

    assert ("while I wait" in text) == consented


async def test_what_was_left_out_is_not_read_either_when_it_is_told_while_the_case_waits(
    desk, database, accounts, clock
):
    given_conversation(database)
    case = given_case(database, consent=make_consent(Part.NAME, Part.CONTACT), person=None)
    told = "My name is Sam Jones, ring 07700 900123"
    with database.open() as session:
        Outbox(session).add("c1", Sender.PERSON, Shown(told), NOON + timedelta(minutes=1))
    _, waiting = await desk.see(address(case))
    _, waiting_news = await desk.see(address(case, "news"))
    clock.now = NOON + timedelta(minutes=2)
    await desk.do(address(case, "claim"))
    with database.open() as session:
        Outbox(session).add("c1", Sender.PERSON, Shown("It is Lee to you"), NOON + timedelta(minutes=3))

    _, page = await desk.see(address(case))
    _, news = await desk.see(address(case, "news"))

    for text in (waiting, waiting_news, page, news):
        assert "My name is [removed], ring [removed]" in text
        assert not any(part in text for part in ("Jones", "07700"))
    assert "It is Lee to you" in page
    assert "It is Lee to you" in news


async def test_the_news_reads_no_words_that_are_on_the_page_already(desk, database, case, monkeypatch):
    await desk.see(address(case))
    await desk.do(address(case, "claim"))
    asked, after = [], Outbox.after
    with database.open() as session:
        last = Outbox(session).add("c1", Sender.PERSON, Shown("the last word"), NOON + timedelta(minutes=1))
    monkeypatch.setattr(Outbox, "after", lambda *given: asked.append(given[1:]) or after(*given))

    await desk.see(address(case, f"news?after={last.seq}"))

    assert asked == [("c1", last.seq)]


async def test_a_programme_that_has_closed_is_not_shown_to_anybody(desk, database, case):
    with database.open() as session:
        Programmes(session).replace_all([make_programme("gone", status=Status.CLOSED)])
        Releases(session).note("another")
    await desk.see(address(case))
    await desk.do(address(case, "claim"))

    status, _ = await desk.do(address(case, "insert"), programme_id="gone", message_id="w1")

    assert status == 404
    assert all(sender is not Sender.BROKER for sender, _ in said(database))


async def test_a_case_whose_person_erased_everything_shows_nothing_of_them(desk, database, case):
    with database.open() as session:
        Casebook(session).erase("c1", NOON)

    _, text = await desk.see(address(case))

    assert "had their data erased" in text
    assert "ada@example.org" not in text


async def test_the_page_of_a_request_that_was_taken_back_says_so_and_shows_nothing_of_it(
    database, desk, case
):
    await desk.see(address(case))
    await desk.do(address(case, "claim"))
    with database.open() as session:
        Outbox(session).add("c1", Sender.PERSON, Shown("a secret word"), NOON)
        apply(session, Effect("withdraw_case", {"case_id": case.id}), EffectContext("c1", "m9", "web"), NOON)

    _, text = await desk.see(address(case))
    _, news = await desk.see(address(case, "news"))

    assert "has taken this request back" in text
    assert "secret" not in text + news
    assert "Ada Example" not in text


async def test_the_page_shows_what_was_ruled_out_and_what_was_promised(desk, case):
    _, text = await desk.see(address(case))

    assert "Programme Two: at most 9 people" in text
    assert "Somebody should reply by 4 pm today." in text
