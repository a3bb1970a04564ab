"""A channel that takes nothing from us is named in one place, with since when and what to do."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.channels.outgoing import NotSentNow
from bot.channels.teams.faults import fault as teams_fault
from bot.channels.whatsapp.faults import ACCOUNT, TOKEN
from bot.channels.whatsapp.faults import fault as whatsapp_fault
from desk.broken_channels import OURS_TO_MEND, broken_channels, told
from knowledge.storage.deliveries import Way, deliveries
from knowledge.storage.held_up import HeldUp
from knowledge.storage.outbox import Delivery, Outbox, Sender, Shown
from knowledge.wording import known
from tests.desk.dead import given_on_whatsapp
from tests.desk.making import NOON, given_hubs

HUB = "combined-authority-hub"
AT_ONE = NOON + timedelta(hours=1)


@pytest.fixture
def case(database):
    given_hubs(database)
    return given_on_whatsapp(database, "c1", HUB)


def said(database, error, at=NOON):
    """Something that waits to be said to the person on WhatsApp, and why."""
    with database.open() as session:
        entry = Outbox(session).add("c1", Sender.BOT, Shown("a secret word"), at)
        Outbox(session).put_off(entry.id, at + timedelta(minutes=15), error)
    return entry.id


def broken(database):
    with database.reading() as session:
        return broken_channels(session)


def test_what_waits_for_our_access_is_counted_from_when_the_first_was_said(database, case):
    said(database, "token")
    said(database, "token", AT_ONE)
    said(database, "rate_130429")

    (found,) = broken(database)

    assert found == HeldUp("whatsapp", "token", NOON, 2)
    assert told(found) == (
        "WhatsApp takes nothing from us since 2 November 2026, 12:00, or earlier. Messages that wait: 2. "
        "Our access has ended. Whoever runs this desk puts a new token into SIGNPOST_WHATSAPP_ACCESS_TOKEN "
        "and starts Signpost again. What waits goes by itself then."
    )


@pytest.mark.parametrize("delivery", [Delivery.SENT, Delivery.DEAD])
def test_what_waits_no_more_is_no_sign_of_it(database, case, delivery):
    entry_id = said(database, "token")

    with database.open() as session:
        Outbox(session).settle(entry_id, delivery, "token")

    assert broken(database) == []


def test_a_card_for_a_channel_in_teams_counts_as_well(database, case):
    with database.open() as session:
        its = deliveries.c.case_id == case.id
        session.execute(update(deliveries).where(its).values(way=Way.TEAMS, error="token_refused"))

    assert [(one.channel, one.code) for one in broken(database)] == [("teams", "token_refused")]


def test_every_way_in_which_a_channel_can_refuse_us_is_among_them_and_has_words():
    ours = {whatsapp_fault(code).code for code in TOKEN | ACCOUNT}
    refused = teams_fault(401)

    assert isinstance(refused, NotSentNow)
    assert ours | {refused.code, "token"} == set(OURS_TO_MEND)
    for code in ours:
        assert known(f"utter_label_desk_mend_whatsapp_{code}")
    for code in ("token", "token_refused"):
        assert known(f"utter_label_desk_mend_teams_{code}")


def test_a_channel_without_words_of_its_own_is_named_all_the_same():
    words = told(HeldUp("another_one", "token", NOON, 1))

    assert words.startswith("another one takes nothing from us since")
    assert "Our access to the channel has ended." in words


@pytest.mark.parametrize("how_many", [1, 30])
def test_the_number_of_queries_does_not_grow(database, queries, case, how_many):
    for _ in range(how_many):
        said(database, "token")

    queries.clear()
    broken(database)

    assert len(queries) == 1
