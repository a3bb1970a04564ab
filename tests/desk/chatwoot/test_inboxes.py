"""Each front door can have an inbox of its own: its requests go there, and are answered from there alone."""

import pytest
from pydantic import ValidationError

from bot.chain_check import inbox_lines
from desk.casebook import Casebook
from desk.chatwoot.courier import ChatwootDesk
from desk.chatwoot.events import read
from desk.chatwoot.mirror import Mirror
from desk.chatwoot.replies import Replies
from desk.destination import Destination
from desk.relay import Relay
from desk.settings import DeskSettings
from desk.states import State
from desk.teams import NO_TEAMS
from desk.ways import WaySettings, WaysRefused, ways_in_use
from knowledge.storage.chatwoot import ChatwootConversations
from knowledge.storage.deliveries import Way
from tests.desk.chatwoot.fake import INBOX, SECRET, signed
from tests.desk.delivering import OneWay
from tests.desk.making import HUBS, NOON, given_case, make_consent

THEIR_INBOX, THEIR_SECRET = INBOX + 1, "another secret, as long as it takes"
OURS, THEIRS = HUBS[0].id, HUBS[1].id
OWN = {"chatwoot_inboxes": {THEIRS: THEIR_INBOX}, "chatwoot_secrets": {THEIRS: THEIR_SECRET}}


@pytest.fixture
def given(outside):
    return outside.chatwoot.settings(**OWN)


async def test_a_request_goes_into_the_inbox_of_its_front_door(outside):
    theirs = {"chatwoot_inboxes": {THEIRS: INBOX}, "chatwoot_secrets": {THEIRS: SECRET}}
    given = outside.chatwoot.settings(chatwoot_inbox=THEIR_INBOX, **theirs)
    case = given_case(outside.database, hub_id=THEIRS)
    at_work = OneWay(outside.database, DeskSettings(), ChatwootDesk(outside.database, given), outside.clock)

    while await at_work.deliver_next():
        pass

    with outside.database.reading() as session:
        theirs = ChatwootConversations(session, given.of_hub(THEIRS).inbox_name)
        assert theirs.find(case.id) is not None
        assert ChatwootConversations(session, given.inbox_name).find(case.id) is None


def hear(outside, given, event):
    body, _ = signed(event, outside.clock.now)
    with outside.database.open() as session:
        Replies(session, given, outside.clock.now).take(read(body, outside.clock.now), "d1")


async def test_an_agent_of_the_inbox_that_has_passed_a_request_on_cannot_take_it_any_more(
    outside, given, linked
):
    with outside.database.open() as session:
        to = Destination(HUBS[1], make_consent(), NO_TEAMS, None)
        Casebook(session).transfer(linked.id, to, "b1", NOON)

    hear(outside, given, outside.chatwoot.speaks("Hello"))

    assert outside.case(linked).state is State.WAITING
    assert outside.read() == []


async def test_in_a_shared_inbox_it_still_can(outside, linked):
    hear(outside, outside.settings, outside.chatwoot.speaks("Hello"))

    assert outside.case(linked).state is State.IN_CONVERSATION


async def test_what_is_said_at_the_next_front_door_is_not_told_in_the_inbox_of_the_one_before(
    outside, given, linked
):
    with outside.database.open() as session:
        to = Destination(HUBS[1], make_consent(), NO_TEAMS, None)
        Casebook(session).transfer(linked.id, to, "b1", outside.clock.now)
        Relay(session, "chatwoot:99", outside.clock.now).claim(linked.id)
    outside.clock.later(minutes=1)
    outside.says("a secret for them")

    mirror = Mirror(outside.database, given, outside.clock, lambda: 1.0)
    while await mirror.tell_next():
        pass

    assert "a secret for them" not in outside.chatwoot.said()


def test_each_inbox_is_known_by_its_own_secret(outside, given):
    shared, theirs = given.each()

    assert (shared.chatwoot_inbox, theirs.chatwoot_inbox) == (INBOX, THEIR_INBOX)
    assert (shared.secret, theirs.secret) == (SECRET.encode(), THEIR_SECRET.encode())
    assert (shared.is_for(OURS), shared.is_for(THEIRS)) == (True, False)
    assert (theirs.is_for(OURS), theirs.is_for(THEIRS)) == (False, True)
    assert theirs.of_hub(THEIRS).inbox_name == theirs.inbox_name


@pytest.mark.parametrize(
    "impossible",
    [
        {"chatwoot_secrets": {}},
        {"chatwoot_secrets": {THEIRS: "short"}},
        {"chatwoot_inboxes": {THEIRS: 0}},
        {"chatwoot_url": None},
    ],
)
def test_an_inbox_without_its_secret_or_number_stops_the_start(outside, impossible):
    with pytest.raises(ValidationError):
        outside.chatwoot.settings(**OWN | impossible)


def test_a_front_door_with_an_inbox_of_its_own_is_free_to_use_it(outside):
    there = (Way.CHATWOOT, Way.MAIL, Way.FOLDER)
    settings = WaySettings(desk_ways=["mail"], desk_ways_of={THEIRS: ["chatwoot"]})

    assert ways_in_use(settings, there, own_inbox=[THEIRS]).of(THEIRS) == (Way.CHATWOOT,)
    with pytest.raises(WaysRefused):
        ways_in_use(settings, there)


def test_an_inbox_that_several_front_doors_share_is_warned_of(monkeypatch):
    whole = {"URL": "https://chat.example.org", "ACCOUNT": "3", "INBOX": "7", "TOKEN": "t" * 20}
    for name, value in (whole | {"SECRET": "s" * 20}).items():
        monkeypatch.setenv(f"SIGNPOST_CHATWOOT_{name}", value)

    (line,) = inbox_lines([OURS, THEIRS])

    assert "inbox 7 of Chatwoot is shared by" in line
    assert list(inbox_lines([OURS])) == []
