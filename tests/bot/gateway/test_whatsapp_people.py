"""Who somebody is on WhatsApp, how little of it is kept, and what is left when they have it deleted."""

import base64

from sqlalchemy import select
from sqlalchemy import text as sql

from demo.graph import choices
from demo.meta import NUMBER, call, message, text
from desk.people import find
from knowledge.replies import Effect
from knowledge.storage.channel_people import channel_people
from knowledge.storage.conversations import conversations
from knowledge.storage.erasure import erase_conversation
from tests.bot.gateway.telephone import PHONE


async def test_who_has_a_new_number_or_id_is_the_same_person(phone):
    await phone.write("Hello")
    changed = message("system", {"type": "user_changed_number", "wa_id": "441632960002"}, wamid="wamid.s")
    await phone.meta_calls(call(messages=[changed]))
    await phone.write("I am back", sender="441632960002")

    known = {"wa_id": "441632960002", "user_id": "GB.1"}
    again = text("And with an id", wamid="wamid.u", sender="441632960002")
    await phone.meta_calls(call(contacts=[known], messages=[again]))
    update = {"user_id": {"previous": "GB.1", "current": "GB.2"}}
    await phone.meta_calls(call(user_id_update=[update]))
    last = text("And another", wamid="wamid.v", sender=None)
    await phone.meta_calls(call(contacts=[{"user_id": "GB.2"}], messages=[last]))

    assert len(phone.rows("SELECT id FROM conversations")) == 1
    assert phone.world.engine.texts() == ["Hello", "I am back", "And with an id", "And another"]


async def test_who_stopped_under_an_old_name_has_stopped_under_the_new_one(phone):
    await phone.write("STOP")
    await phone.write("Hello", sender="441632960002")
    changed = message("system", {"type": "user_changed_number", "wa_id": "441632960002"}, wamid="wamid.s")

    await phone.meta_calls(call(messages=[changed]))

    assert phone.rows("SELECT stopped FROM channel_people") != [None]
    assert len(phone.rows("SELECT key FROM channel_people")) == 1


async def test_a_number_stands_in_the_address_alone_and_in_no_log(phone, caplog):
    caplog.set_level("DEBUG")
    wamid = f"wamid.{base64.b64encode(PHONE.encode()).decode()}"
    await phone.write("Hello", wamid=wamid)
    await phone.send("image", {"id": "1"})
    await phone.write("STOP")

    kept = ""
    with phone.world.database.reading() as session:
        names = session.scalars(sql("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        for name in names:
            for row in session.execute(sql(f"SELECT * FROM {name}")).mappings():  # noqa: S608
                kept += str({column: value for column, value in row.items() if column != "address"})
    assert PHONE not in kept
    assert wamid not in kept
    ours = "".join(
        r.getMessage() for r in caplog.records if r.name.startswith(("bot", "signpost", "aiohttp"))
    )
    assert PHONE not in ours
    assert "Hello" not in ours


async def test_after_all_is_deleted_and_said_so_no_way_to_the_person_is_kept(phone, graph):
    await phone.write("We need money")
    phone.world.engine.effects = (Effect("erase"),)
    await phone.write("Delete all")
    assert graph.texts()[-1].startswith("You said: Delete all")
    assert phone.rows("SELECT address FROM channel_people") == ["{}"]

    phone.world.engine.effects = ()
    await phone.write("Hello again")
    assert graph.texts()[-1].startswith("You said: Hello again")
    with phone.world.database.reading() as session:
        assert NUMBER in str(session.scalars(select(channel_people.c.address)).one())


async def test_of_a_long_message_nothing_more_goes_once_it_is_deleted(phone, graph, monkeypatch):
    await phone.write("Hello")
    before, channel = len(graph.sent), phone.world.channels["whatsapp"]
    really = channel.post

    async def post(payload, address, part):
        with phone.world.database.open() as session:
            conversation_id = session.scalars(select(conversations.c.id)).one()
            erase_conversation(session, conversation_id, phone.world.clock())
        return await really(payload, address, part)

    monkeypatch.setattr(channel, "post", post)
    phone.broker_says("A long word. " * 500)
    await phone.settle()

    assert len(graph.sent) == before + 1
    assert phone.rows("SELECT address FROM channel_people") == ["{}"]
    assert phone.rows("SELECT id FROM channel_messages") == []


async def test_what_was_deleted_does_not_come_back_when_meta_delivers_it_again(phone):
    await phone.write("We need money", wamid="wamid.first")
    phone.world.engine.effects = (Effect("erase"),)
    await phone.write("Delete all")

    await phone.write("We need money", wamid="wamid.first")

    assert phone.world.engine.texts() == ["We need money", "Delete all"]
    assert "We need money" not in str(phone.rows("SELECT content FROM outbox"))


async def test_a_button_of_ours_with_such_a_word_on_it_is_a_choice(phone, graph):
    await phone.write("We need money")
    pressed = {"id": choices(graph.sent[-1])[0]["id"], "title": "Help"}

    await phone.send("interactive", {"type": "button_reply", "button_reply": pressed})

    assert phone.world.engine.asked[-1].intent == "ask_details"


async def test_who_wrote_is_found_again_by_their_number_also_after_everything_was_deleted(phone):
    await phone.write("Hello")
    phone.world.engine.effects = (Effect("erase"),)
    await phone.write("Delete all")
    phone.world.engine.effects = ()
    await phone.write("Hello again")

    (conversation,) = phone.rows("SELECT conversation_id FROM channel_people")
    with phone.world.database.reading() as session:
        assert conversation in str(find(session, f"+{PHONE}"))
