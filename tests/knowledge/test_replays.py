"""An earlier answer is shown with the records as they were then, and with what differs today."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from knowledge.cards import card_for
from knowledge.firms import Firm
from knowledge.loading import Facts, apply
from knowledge.matching import match_of
from knowledge.needs import Need
from knowledge.packing import pack, unpack
from knowledge.ranges import Range
from knowledge.records import Eligibility, Programme
from knowledge.replays import fields, replay, told
from knowledge.replies import Card
from knowledge.storage.conversations import Conversations
from knowledge.storage.knowledge_base import KnowledgeBase
from knowledge.storage.outbox import EntryNotFound, Outbox, Sender, Shown
from tests.knowledge.factories import TODAY, make_programme

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
OLD = replace(make_programme("a-grant", price="free", eligibility=Eligibility(Range(None, 49))), version="1")
NEW = replace(make_programme("a-grant", price="paid", eligibility=Eligibility(Range(None, 249))), version="2")


@pytest.fixture
def shown(database):
    """What was answered with the first version, and a way to ask for it after more was loaded."""
    with database.open() as session:
        apply(session, Facts(programmes=(OLD,)), NOON)
        Conversations(session).start("c1", "web", "own", NOON)

    def show(*cards, then=(OLD,)):
        with database.open() as session:
            Outbox(session).add("c1", Sender.BOT, Shown("This may fit.", cards), NOON)
            apply(session, Facts(programmes=then), NOON)
        with database.reading() as session:
            entry = Outbox(session).get("c1", 1)
            return entry, replay(entry, KnowledgeBase(session))

    return show


def lines(shown):
    return list(told(*shown))


def test_the_record_is_shown_as_it_was_and_field_by_field_what_differs(shown):
    entry, (one,) = shown(card_for(OLD, TODAY), then=(NEW,))

    assert one.then.content == pack(OLD)
    assert one.now == pack(NEW)
    assert one.changes == (
        ("eligibility.employees.max", 49, 249),
        ("price", "free", "paid"),
        ("version", "1", "2"),
    )
    printed = lines((entry, [one]))
    assert printed[:2] == ["Message 1, said on 2026-11-24 12:00 UTC:", "This may fit."]
    assert '    price: "free"' in printed
    assert '    price: "free" -> "paid"' in printed


def test_the_answer_is_given_again_to_the_letter_whatever_changed_since(shown, monkeypatch):
    firm, need = Firm(places=("dudley",)), Need(barriers=frozenset({"finance"}))
    then = card_for(match_of(OLD, firm, need, TODAY), TODAY)
    answer = shown(then, then=(NEW,))
    monkeypatch.setattr("knowledge.matching.weights", lambda: pytest.fail("it was ranked again"))

    printed = lines(answer)

    assert answer[0].shown == Shown("This may fit.", (then,))
    start = printed.index(f"programme a-grant: {then.title}")
    as_shown = [then.badge, then.text, *(f"{label}: {text}" for label, text in then.lines), then.url]
    assert printed[start + 1 :][: len(list(filter(None, as_shown)))] == [
        f"  {line}" for line in as_shown if line
    ]


def test_the_card_of_then_can_be_made_again_from_the_record_of_then(shown):
    _, (one,) = shown(card_for(OLD, TODAY), then=(NEW,))

    assert card_for(unpack(Programme, one.then.content), TODAY) == one.card


def test_what_is_the_same_today_is_said_to_be(shown):
    answer = shown(card_for(OLD, TODAY))

    assert answer[1][0].changes == ()
    assert lines(answer)[-1] == "  Today: the same"


def test_a_record_that_is_gone_is_still_shown_as_it_was(shown):
    answer = shown(card_for(OLD, TODAY), then=(make_programme("b-grant"),))

    assert answer[1][0].then.content == pack(OLD)
    assert lines(answer)[-1] == "  Today: no longer in our records"


@pytest.mark.parametrize("version", ["", "7"])
def test_a_version_that_is_not_kept_is_not_made_up(shown, version):
    answer = shown(replace(card_for(OLD, TODAY), version=version))

    assert answer[1][0].then is None
    assert any("not kept" in line for line in lines(answer))
    assert not any("price" in line for line in lines(answer))


def test_what_is_no_record_of_ours_is_left_out(shown):
    _, records = shown(Card("x", "picture", "A picture"), card_for(OLD, TODAY))

    assert [one.card.id for one in records] == ["a-grant"]


def test_every_card_of_the_real_facts_leads_back_to_its_record(loaded, facts):
    some = [
        getattr(facts, kind)[0] for kind in ("programmes", "events", "case_studies", "hubs", "urgent_help")
    ]
    with loaded.open() as session:
        Conversations(session).start("c1", "web", "own", NOON)
        entry = Outbox(session).add(
            "c1", Sender.BOT, Shown("", tuple(card_for(one, TODAY) for one in some)), NOON
        )
        records = replay(entry, KnowledgeBase(session))

    assert [one.then.content for one in records] == [pack(one) for one in some]
    assert all(not one.changes for one in records)


@pytest.mark.parametrize("how_many", [1, 20])
def test_the_number_of_queries_does_not_grow_with_the_cards(database, queries, how_many):
    programmes = tuple(make_programme(f"p-{n}") for n in range(how_many))
    with database.open() as session:
        apply(session, Facts(programmes=programmes), NOON)
        Conversations(session).start("c1", "web", "own", NOON)
        shown = Shown("", tuple(card_for(one, TODAY) for one in programmes))
        entry = Outbox(session).add("c1", Sender.BOT, shown, NOON)
        queries.clear()
        replay(entry, KnowledgeBase(session))

    assert len(queries) == 2


def test_a_message_that_was_never_said_or_was_deleted_is_not_found(database):
    with database.reading() as session, pytest.raises(EntryNotFound, match="no message 7"):
        Outbox(session).get("c1", 7)


def test_every_field_has_its_whole_name():
    assert fields({"a": {"b": {"c": 1}}, "d": [2]}) == {"a.b.c": 1, "d": [2]}
