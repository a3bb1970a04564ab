"""Whatever Meta may send is read for what it is, and nothing in it can break the rest of a call."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.whatsapp.protocol import KNOCK_PAYLOAD, Kind, Moved, name_of, read
from demo.meta import NUMBER, call, message, status, text

OURS = {NUMBER: ""}


def only(content):
    (found,) = read(content, OURS).messages
    return found


@pytest.mark.parametrize(
    ("sent", "kind", "said", "choice"),
    [
        (text("We need money"), Kind.TEXT, "We need money", ""),
        (message("button", {"payload": "c1", "text": "Tell me more"}), Kind.CHOICE, "Tell me more", "c1"),
        (message("button", {"payload": KNOCK_PAYLOAD, "text": "Read"}), Kind.KNOCKED, "Read", ""),
        (message("interactive", {"type": "button_reply", "button_reply": {"id": "c1", "title": "More"}}),
         Kind.CHOICE, "More", "c1"),
        (message("interactive", {"type": "list_reply", "list_reply":
            {"id": "c1", "title": "Where do I…", "description": "Where do I start?"}}),
         Kind.CHOICE, "Where do I start?", "c1"),
        (message("interactive", {"type": "nfm_reply"}), Kind.UNSUPPORTED, "", ""),
        *((message(kind, {"id": "m"}), Kind.MEDIA, "", "")
          for kind in ("image", "audio", "video", "document", "sticker")),
        (message("location", {"latitude": 52.4, "longitude": -1.5}), Kind.LOCATION, "", ""),
        (message("location", "\N{ROUND PUSHPIN}"), Kind.LOCATION, "", ""),
        (message("contacts", [{}]), Kind.CONTACTS, "", ""),
        (message("order", {}), Kind.ORDER, "", ""),
        (message("edit", {}), Kind.CHANGED, "", ""),
        (message("revoke", {}), Kind.CHANGED, "", ""),
        (message("unsupported", None), Kind.UNSUPPORTED, "", ""),
        (message("hologram", {}), Kind.UNSUPPORTED, "", ""),
    ],
)  # fmt: skip
def test_every_kind_of_message_is_read_for_what_it_is(sent, kind, said, choice):
    found = only(call(messages=[sent]))

    assert (found.kind, found.text, found.choice) == (kind, said, choice)


def test_a_reaction_is_passed_over():
    assert read(call(messages=[message("reaction", {"emoji": "+"})]), OURS).messages == ()


def test_several_entries_changes_messages_and_statuses_are_all_read_by_their_time():
    one = call(messages=[text("2", wamid="b", at=2), text("1", wamid="a", at=1)])
    other = call(messages=[text("3", wamid="c", at=3)], statuses=[status("x", "read"), status("y", "sent")])
    one["entry"] += other["entry"]
    one["entry"][0]["changes"] *= 1

    found = read(one, OURS)

    assert [m.text for m in found.messages] == ["1", "2", "3"]
    assert [(s.message_id, s.state) for s in found.statuses] == [
        (name_of("x"), "read"),
        (name_of("y"), "sent"),
    ]


def test_what_is_for_another_number_is_counted_and_left_out():
    found = read(call(number="999", messages=[text("hello")], statuses=[status("x", "read")]), OURS)

    assert (found.messages, found.statuses, found.strange) == ((), (), 1)


def test_what_is_for_another_product_is_left_out():
    assert read({**call(messages=[text("hello")]), "object": "page"}, OURS).messages == ()


@pytest.mark.parametrize(
    ("sender", "contact", "identity", "address"),
    [
        ("441632960001", {"wa_id": "441632960001"}, "441632960001", {"phone": "441632960001"}),
        ("441632960001", {"wa_id": "441632960001", "user_id": "GB.1"}, "GB.1",
         {"user_id": "GB.1", "phone": "441632960001"}),
        ("GB.1", {"wa_id": "GB.1", "user_id": "GB.1"}, "GB.1", {"user_id": "GB.1"}),
        (None, {"user_id": "GB.1"}, "GB.1", {"user_id": "GB.1"}),
        ("+441632960001", {}, "441632960001", {"phone": "441632960001"}),
    ],
)  # fmt: skip
def test_who_wrote_is_their_id_for_our_business_or_else_their_number(sender, contact, identity, address):
    found = only(call(contacts=[contact], messages=[text("hello", sender=sender)]))

    assert found.identity == identity
    assert found.address == {"number": NUMBER, **address}


def test_of_several_people_in_one_call_each_has_their_own_id():
    people = [{"wa_id": "1", "user_id": "GB.1"}, {"wa_id": "2", "user_id": "GB.2"}]
    said = [text("a", wamid="a", sender="2"), text("b", wamid="b", sender="1")]

    found = read(call(contacts=people, messages=said), OURS)

    assert [m.identity for m in found.messages] == ["GB.2", "GB.1"]


def test_a_message_without_a_name_or_without_a_sender_is_left_out():
    nameless, nobodys = text("hello", wamid=""), text("hello", sender=None)

    assert read(call(messages=[nameless, nobodys]), OURS).messages == ()


def test_a_message_is_known_by_a_name_without_the_number_that_meta_puts_into_its_own():
    found = only(call(messages=[text("hello", wamid="wamid.NDQxNjMyOTYwMDAx")]))

    assert len(found.message_id) == 64
    assert "NDQx" not in found.message_id


@pytest.mark.parametrize(
    ("value", "moved"),
    [
        ({"messages": [message("system", {"type": "user_changed_number", "wa_id": "2"}, sender="1")]},
         Moved("1", "2", {"phone": "2"})),
        ({"messages": [message("system", {"type": "user_changed_number", "wa_id": "2"}, sender="GB.1")]},
         Moved("GB.1", "GB.1", {"phone": "2"})),
        ({"messages": [message("system", {"user_id": "GB.2", "wa_id": "2"}, sender="GB.1")]},
         Moved("GB.1", "GB.2", {"user_id": "GB.2", "phone": "2"})),
        ({"user_id_update": [{"user_id": {"previous": "GB.1", "current": "GB.2"}, "wa_id": "2"}]},
         Moved("GB.1", "GB.2", {"user_id": "GB.2", "phone": "2"})),
    ],
)  # fmt: skip
def test_a_new_name_of_a_person_is_read(value, moved):
    found = read(call(**value), OURS)

    assert (found.moves, found.messages) == ((moved,), ())


def test_why_a_message_of_ours_failed_is_read():
    (found,) = read(call(statuses=[status("x", "failed", 131047)]), OURS).statuses

    assert (found.state, found.error) == ("failed", 131047)


LEAF = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
NAMES = st.sampled_from(
    ["type", "from", "id", "text", "body", "interactive", "button_reply", "list_reply", "system", "user_id",
     "wa_id", "timestamp", "errors", "code", "status", "button", "payload", "title", "reaction"]
)  # fmt: skip
ANYTHING = st.recursive(LEAF, lambda inner: st.lists(inner) | st.dictionaries(NAMES | st.text(), inner))


@given(ANYTHING, ANYTHING, ANYTHING, ANYTHING)
def test_anything_at_all_in_a_call_is_read_without_an_error_and_the_rest_of_it_stays(one, two, three, four):
    content = call(contacts=one, statuses=three, user_id_update=four)
    content["entry"] = [two, *content["entry"], *call(messages=[one, text("still here"), three])["entry"]]

    found = read(content, OURS)

    assert "still here" in [message.text for message in found.messages]
    assert all(len(message.message_id) == 64 and message.identity for message in found.messages)


@given(ANYTHING)
def test_anything_but_a_call_is_none(content):
    given = content if isinstance(content, dict) else {"entry": content}

    assert read(json.loads(json.dumps(given)), OURS).messages == ()
