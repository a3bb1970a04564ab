"""What Teams tells us is read as it is meant, and whatever it may send there is a decision."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.teams.protocol import Kind, Place, read
from demo.activities import ADA, BOT, PERSONAL, ROOM, in_room, mention
from demo.activities import activity as activity_of
from demo.bot_connector import TENANT

MINE = "<at>Signpost</at>"


class Nowhere:
    service_url = "https://smba.trafficmanager.net/uk/"


def activity(kind="message", **more):
    return activity_of(Nowhere, kind, **more)


def test_a_message_says_who_wrote_what_and_how_to_answer():
    found = read(activity(text="We need money"))

    assert (found.kind, found.text, found.place) == (Kind.TEXT, "We need money", Place.PERSONAL)
    assert found.identity == f"{TENANT}/{ADA}"
    assert found.room == ""
    assert found.address == {
        "service_url": Nowhere.service_url,
        "conversation": PERSONAL,
        "bot": BOT,
        "tenant": TENANT,
    }
    assert len(found.message_id) == 64


def test_one_person_is_one_whatever_the_case_of_their_id():
    upper = {"from": {"id": "29:x", "aadObjectId": ADA.upper()}}

    assert read(activity(text="x", **upper)).identity == f"{TENANT}/{ADA}"


@pytest.mark.parametrize("kind", ["channel", "groupChat"])
def test_where_others_read_along_only_what_is_said_to_the_bot_is_heard(kind):
    room = in_room(kind=kind)
    other = mention("Bob Example", "29:bob")

    assert read(activity(text="We need money", conversation=room)) is None
    assert read(activity(text="<at>Bob Example</at> hello", conversation=room, entities=[other])) is None
    found = read(activity(text=f"{MINE} We need money", conversation=room, entities=[mention(), other]))
    assert (found.text, found.room) == ("We need money", room["id"])


def test_a_message_in_a_channel_is_answered_in_its_thread():
    begun = read(activity(id="7", text=MINE, entities=[mention()], conversation=in_room(ROOM)))
    within = read(
        activity(id="8", text=MINE, entities=[mention()], conversation=in_room(f"{ROOM};messageid=7"))
    )

    assert begun.thread == within.thread == f"{ROOM};messageid=7"


def test_a_button_in_a_room_needs_no_mention():
    value = {"choice": "c1", "label": "Tell me more"}

    found = read(activity(text="Tell me more", value=value, conversation=in_room()))

    assert (found.kind, found.choice, found.text) == (Kind.CHOICE, "c1", "Tell me more")


@pytest.mark.parametrize(
    ("attachments", "kind", "has_files"),
    [
        ([{"contentType": "text/html", "content": "<p>x</p>"}], Kind.TEXT, False),
        ([{"contentType": "messageReference"}], Kind.TEXT, False),
        ([{"contentType": "application/vnd.microsoft.card.adaptive"}], Kind.TEXT, False),
        ([{"contentType": "image/png", "contentUrl": "https://x"}], Kind.TEXT, True),
        ([{"contentType": "application/vnd.microsoft.teams.file.download.info"}], Kind.TEXT, True),
        ([{}], Kind.TEXT, True),
        (["x"], Kind.TEXT, False),
        ("x", Kind.TEXT, False),
    ],
)
def test_a_file_is_told_from_what_teams_itself_attaches(attachments, kind, has_files):
    found = read(activity(text="We need money", attachments=attachments))

    assert (found.kind, found.has_files) == (kind, has_files)


def test_a_file_without_a_word_is_only_a_file():
    assert read(activity(text="", attachments=[{"contentType": "image/png"}])).kind is Kind.FILES


@pytest.mark.parametrize(
    ("kind", "event", "changed"),
    [
        ("messageUpdate", "editMessage", True),
        ("messageDelete", "softDeleteMessage", True),
        ("messageUpdate", "undeleteMessage", False),
        ("messageUpdate", None, False),
    ],
)
def test_a_change_of_a_message_is_told_from_its_return(kind, event, changed):
    found = read(activity(kind, channelData={"tenant": {"id": TENANT}, "eventType": event}))

    assert (found is not None and found.kind is Kind.CHANGED) is changed


def test_each_change_has_its_own_name_and_none_that_of_the_message():
    data = {"tenant": {"id": TENANT}, "eventType": "editMessage"}
    changes = [read(activity("messageUpdate", channelData=data, timestamp=f"{n}")) for n in (1, 2, 2)]

    names = [one.message_id for one in (read(activity(text="x")), *changes)]
    assert len(set(names)) == 3


@pytest.mark.parametrize(
    ("more", "installed"),
    [
        ({"type": "conversationUpdate", "membersAdded": [{"id": BOT}]}, True),
        ({"type": "conversationUpdate", "membersAdded": [{"id": "29:bob"}]}, False),
        ({"type": "conversationUpdate", "membersRemoved": [{"id": BOT}]}, False),
        ({"type": "conversationUpdate", "membersAdded": [None, {"id": "29:bob"}, {"id": BOT}]}, True),
        ({"type": "installationUpdate", "action": "add"}, True),
        ({"type": "installationUpdate", "action": "add-upgrade"}, False),
        ({"type": "installationUpdate", "action": "remove"}, False),
    ],
    ids=str,
)
def test_only_where_the_bot_itself_is_new_it_is_installed(more, installed):
    found = read(activity(**more))

    assert (found is not None and found.kind is Kind.INSTALLED) is installed


def test_both_ways_to_tell_of_it_have_one_name():
    told = [
        activity("conversationUpdate", id="1", membersAdded=[{"id": BOT}]),
        activity("installationUpdate", id="2", action="add"),
    ]

    assert len({read(one).message_id for one in told}) == 1


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda some: st.lists(some, max_size=3) | st.dictionaries(st.text(max_size=5), some, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    ["id", "from", "recipient", "conversation", "channelData", "text", "value", "attachments", "entities",
     "membersAdded", "name", "action", "timestamp", "serviceUrl"]
)  # fmt: skip
KINDS = st.sampled_from(
    ["message", "invoke", "conversationUpdate", "installationUpdate", "messageUpdate", "messageDelete", "x"]
)


@given(KINDS | ANYTHING, st.dictionaries(FIELDS, ANYTHING, max_size=5))
def test_whatever_an_activity_holds_there_is_a_decision(kind, odd):
    found = read(activity(kind) | odd)

    if found is not None:
        assert found.identity
        assert len(found.message_id) == 64
        assert all(isinstance(one, str) for one in found.address.values())
