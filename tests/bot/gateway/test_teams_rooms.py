"""Where somebody writes in Teams and what else happens there: rooms, installs, files, changes."""

import pytest

from demo.activities import ADA, BOT, PERSONAL, ROOM, in_room, mention
from demo.bot_connector import TENANT

BOB = {"id": "29:bob", "name": "Bob Example", "aadObjectId": "0b0b7bb5-3c1a-4f1e-8a1b-1f2e3d4c5b6a"}
THREAD = f"{ROOM};messageid=100"


async def ask_in(ada, room, said="We need money", **more):
    await ada.tell(text=f"<at>Signpost</at> {said}", entities=[mention()], conversation=room, **more)


async def test_in_a_channel_the_bot_answers_in_the_thread_when_it_is_named(ada, connector):
    await ask_in(ada, in_room())
    await ada.tell(text="Thanks, that helps", conversation=in_room())

    assert ada.world.engine.texts() == ["We need money"]
    assert set(connector.to) == {THREAD}
    assert connector.texts()[-1].startswith("You said: We need money")
    assert connector.typing == 0


async def test_in_a_group_it_shows_that_it_types(ada, connector):
    await ask_in(ada, in_room("19:group@thread.v2", "groupChat"))

    assert connector.typing == 1
    assert set(connector.to) == {"19:group@thread.v2"}


async def test_what_is_said_in_a_room_and_alone_are_conversations_of_one_person(ada):
    await ada.write("Something private")
    await ask_in(ada, in_room())
    await ask_in(ada, in_room(f"{ROOM};messageid=200"))

    assert len(ada.rows("SELECT id FROM conversations")) == 3
    assert len(ada.rows("SELECT id FROM people")) == 1
    assert len({asked.conversation for asked in ada.world.engine.asked}) == 3


async def test_what_this_is_is_said_once_to_each_person_and_not_in_every_thread(ada, connector):
    for number in range(3):
        await ask_in(ada, in_room(f"{ROOM};messageid={number}"))
    await ask_in(ada, in_room(f"{ROOM};messageid=0"), **{"from": BOB})

    assert ["automated guide" in said for said in connector.texts()] == [
        True,
        False,
        False,
        False,
        True,
        False,
    ]


async def test_two_people_in_one_thread_have_a_conversation_each(ada):
    await ask_in(ada, in_room())
    await ask_in(ada, in_room(), **{"from": BOB})

    assert len(set(ada.rows("SELECT conversation_id FROM channel_people"))) == 2
    assert len(ada.rows("SELECT id FROM people")) == 2


async def test_a_colleague_who_presses_a_button_asks_for_themselves(ada):
    await ask_in(ada, in_room())
    await ada.press(ada.offered[0], conversation=in_room(), **{"from": BOB})

    asked = ada.world.engine.asked[-1]
    assert (asked.text, asked.intent) == ("Tell me more", None)
    assert asked.conversation != ada.world.engine.asked[0].conversation


async def test_where_the_app_is_added_it_says_hello_once(ada, connector):
    await ada.tell("installationUpdate", action="add")
    await ada.tell("conversationUpdate", membersAdded=[{"id": BOT}, {"id": "29:ada"}])

    first, welcome = connector.texts()
    assert "automated guide" in first
    assert "Kenilworth" in welcome
    assert connector.to == [PERSONAL, PERSONAL]

    await ada.write("We need money")
    assert len(ada.rows("SELECT id FROM conversations")) == 1


async def test_in_a_team_the_hello_says_how_to_ask_there(ada, connector):
    room = in_room(ROOM)
    await ada.tell("conversationUpdate", membersAdded=[{"id": BOT}], conversation=room)

    assert "Name me in a message" in connector.texts()[-1]
    assert set(connector.to) == {ROOM}


@pytest.mark.parametrize(
    "more",
    [
        {"kind": "conversationUpdate", "membersAdded": [{"id": "29:bob"}]},
        {"kind": "conversationUpdate", "membersRemoved": [{"id": BOT}]},
        {"kind": "installationUpdate", "action": "remove"},
        {"kind": "messageReaction", "reactionsAdded": [{"type": "like"}]},
    ],
    ids=str,
)
async def test_who_else_comes_goes_or_likes_is_passed_over(ada, connector, more):
    await ada.tell(**more)

    assert ada.nothing_is_stored()
    assert connector.sent == []


async def test_a_file_alone_is_refused_with_a_reason_and_not_kept(ada, connector):
    file = {"contentType": "image/png", "contentUrl": "https://example.org/hall.png", "name": "hall.png"}
    await ada.tell(text="", attachments=[file])

    assert "cannot look at pictures" in connector.texts()[-1]
    assert ada.world.engine.texts() == []
    kept = ada.rows("SELECT content FROM outbox") + ada.rows("SELECT text FROM inbox")
    assert not [one for one in kept if one and "hall.png" in one]


async def test_words_beside_a_file_are_answered_and_the_file_is_refused(ada, connector):
    await ada.write("We need money", attachments=[{"contentType": "image/png"}])

    *_, refused, answer = connector.texts()
    assert "I answer what you wrote" in refused
    assert answer.startswith("You said: We need money")


@pytest.mark.parametrize(
    ("kind", "event"), [("messageUpdate", "editMessage"), ("messageDelete", "softDeleteMessage")]
)
async def test_who_changes_or_deletes_a_message_is_told_once_what_counts(ada, connector, kind, event):
    await ada.write("We need money", id="m-first")
    data = {"tenant": {"id": TENANT}, "eventType": event}
    for _ in range(2):
        await ada.tell(kind, id="m-first", text="We need staff", channelData=data, timestamp="t1")
    assert [said for said in connector.texts() if "changed or deleted" in said] == connector.texts()[-1:]

    await ada.tell(kind, id="m-first", text="We need space", channelData=data, timestamp="t2")
    assert len([said for said in connector.texts() if "changed or deleted" in said]) == 2
    assert ada.world.engine.texts() == ["We need money"]


async def test_a_change_in_a_room_is_passed_over(ada, connector):
    data = {"tenant": {"id": TENANT}, "eventType": "editMessage"}
    await ada.tell("messageUpdate", conversation=in_room(), channelData=data, text="x")

    assert connector.sent == []


async def test_a_new_name_of_the_chat_is_where_the_next_answer_goes(ada, connector):
    await ada.write("Hello")
    await ada.write(
        "Again", conversation={"id": "a:2ada", "conversationType": "personal", "tenantId": TENANT}
    )

    assert connector.to == [PERSONAL, PERSONAL, "a:2ada"]
    assert ADA not in str(ada.rows("SELECT address FROM channel_people"))
