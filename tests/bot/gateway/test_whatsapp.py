"""From a signed call of Meta's to a legal answer on the telephone, over the real gateway and its database."""

import asyncio
import base64
import json

import pytest
from sqlalchemy import select
from sqlalchemy import text as sql
from sqlalchemy.exc import OperationalError

from bot.channels.whatsapp.client import WhatsApp
from bot.gateway import whatsapp
from bot.gateway.arrivals import Arrivals
from desk.people import find
from knowledge.replies import Effect
from knowledge.storage.channel_people import channel_people
from knowledge.storage.conversations import Conversations, Owner
from knowledge.storage.notes import Notes, Subscription
from knowledge.storage.opt_outs import OptOuts
from knowledge.storage.outbox import Outbox, Sender, Shown
from tests.bot.channels.whatsapp.graph import (
    NUMBER,
    WORD,
    Graph,
    call,
    choices,
    message,
    signed,
    status,
    text,
)

WHERE = "/channels/whatsapp"
PHONE = "441632960001"


class Telephone:
    """A person on WhatsApp, with Meta in between."""

    def __init__(self, world, gateway, graph):
        self.world, self.gateway, self.graph = world, gateway, graph
        self.count = 0

    async def meta_calls(self, content, headers=None):
        """Let Meta call, and let all that follows from it end."""
        body, made = signed(content)
        answer = await self.gateway.client.post(
            WHERE, data=body, headers=made if headers is None else headers
        )
        await self.settle()
        return answer.status

    async def write(self, said, **more):
        self.count += 1
        self.world.clock.forward(seconds=1)
        sent = text(said, **{"wamid": f"wamid.in{self.count}", "at": self.count, **more})
        assert await self.meta_calls(call(messages=[sent])) == 200

    async def send(self, kind, content, wamid="wamid.other"):
        assert await self.meta_calls(call(messages=[message(kind, content, wamid=wamid)])) == 200

    async def settle(self):
        while running := list(self.gateway.parts.jobs._running):
            await asyncio.gather(*running)
        await self.gateway.parts.sending.send_due()

    def broker_says(self, words):
        with self.world.database.open() as session:
            Outbox(session).add(self.conversation, Sender.BROKER, Shown(words), self.world.clock())

    def hand_to(self, owner):
        with self.world.database.open() as session:
            Conversations(session).hand_to(self.conversation, owner)

    @property
    def conversation(self):
        return self.rows("SELECT conversation_id FROM channel_people")[-1]

    def rows(self, query):
        with self.world.database.reading() as session:
            return list(session.scalars(sql(query)))


@pytest.fixture
async def graph():
    made = Graph()
    await made.server.start_server()
    yield made
    made.stopping.set()
    await made.server.close()


@pytest.fixture
async def phone(world, graph):
    settings = graph.settings()
    channel = WhatsApp(settings, settings.access())
    world.channels = {"whatsapp": channel}
    world.routes = lambda parts: whatsapp.routes(Arrivals(parts, "a key that tells people apart"), channel)
    gateway = await world.gateway()
    background = [task for task in asyncio.all_tasks() if task.get_name() == "sending"]
    for task in background:  # a test says when things are sent
        task.cancel()
    yield Telephone(world, gateway, graph)
    await channel.close()


async def test_without_settings_there_is_no_such_address(gateway):
    assert (await gateway.client.get(WHERE)).status == 404
    assert (await gateway.client.post(WHERE)).status == 404


async def test_meta_is_told_that_the_address_is_ours(phone):
    asked = {"hub.mode": "subscribe", "hub.verify_token": WORD, "hub.challenge": "1158201444"}

    answer = await phone.gateway.client.get(WHERE, params=asked)

    assert (answer.status, answer.content_type, await answer.text()) == (200, "text/plain", "1158201444")


@pytest.mark.parametrize(
    "wrong", [{"hub.verify_token": "guess"}, {"hub.verify_token": ""}, {"hub.mode": "unsubscribe"}]
)
async def test_nobody_else_is(phone, wrong):
    asked = {"hub.mode": "subscribe", "hub.verify_token": WORD, "hub.challenge": "1158201444", **wrong}

    answer = await phone.gateway.client.get(WHERE, params=asked)

    assert answer.status == 403
    assert "1158201444" not in await answer.text()


def bad_headers():
    body, good = signed(call(messages=[text("hello")]))
    made = good["X-Hub-Signature-256"]
    again = json.dumps(json.loads(body), separators=(",", ":")).encode()
    return {
        "missing": None,
        "empty": "",
        "of another secret": signed(body, "another secret")[1]["X-Hub-Signature-256"],
        "cut": made[:-2],
        "sha1": "sha1=" + made.removeprefix("sha256=")[:40],
        "over the same content in other bytes": signed(again)[1]["X-Hub-Signature-256"],
    }


@pytest.mark.parametrize("name", bad_headers())
async def test_what_is_not_signed_by_meta_is_refused_and_nothing_of_it_is_stored(phone, name):
    header = bad_headers()[name]
    headers = {} if header is None else {"X-Hub-Signature-256": header}

    assert await phone.meta_calls(call(messages=[text("hello")]), headers) == 401

    assert phone.rows("SELECT id FROM conversations") == []


async def test_a_call_may_be_as_large_as_meta_says_and_no_larger(phone):
    large = {**call(messages=[text("hello")]), "padding": "x" * 2_900_000}
    too_large = {**call(messages=[text("hello", wamid="wamid.2")]), "padding": "x" * 3_200_000}

    assert await phone.meta_calls(large) == 200
    assert await phone.meta_calls(too_large) == 413
    assert phone.world.engine.texts() == ["hello"]


async def test_a_signed_call_that_is_no_json_is_refused(phone):
    assert await phone.meta_calls(b"{") == 400


async def test_who_writes_for_the_first_time_is_told_what_this_is_and_gets_an_answer(phone, graph):
    await phone.write("We need money")

    first, answer = graph.texts()
    assert "automated guide" in first
    assert answer.startswith("You said: We need money")
    assert "*A programme*" in answer
    assert [row["title"] for row in choices(graph.sent[1])] == ["Tell me more"]
    assert graph.read[0]["typing_indicator"] == {"type": "text"}


async def test_a_button_means_what_it_was_issued_for(phone, graph):
    await phone.write("We need money")
    pressed = choices(graph.sent[-1])[0]

    await phone.send("interactive", {"type": "button_reply", "button_reply": pressed})

    assert (phone.world.engine.asked[-1].text, phone.world.engine.asked[-1].intent) == (
        "Tell me more",
        "ask_details",
    )


@pytest.mark.parametrize("made_up", ["gone", "no id at all / ☺", ""])
async def test_a_button_of_last_month_means_what_stood_on_it(phone, made_up):
    await phone.write("We need money")
    old = {"id": made_up, "title": "Show others"}

    await phone.send("interactive", {"type": "button_reply", "button_reply": old})

    assert (phone.world.engine.asked[-1].text, phone.world.engine.asked[-1].intent) == ("Show others", None)


async def test_two_presses_of_one_button_are_two_messages_and_one_press_twice_is_one(phone, graph):
    await phone.write("We need money")
    pressed = {"type": "button_reply", "button_reply": choices(graph.sent[-1])[0]}
    for wamid in ("wamid.p1", "wamid.p1", "wamid.p2"):
        await phone.send("interactive", pressed, wamid=wamid)

    assert phone.world.engine.texts() == ["We need money", "Tell me more", "Tell me more"]


async def test_the_same_call_five_times_at_once_is_one_turn(phone, graph):
    body = call(messages=[text("We need money")])

    found = await asyncio.gather(*(phone.meta_calls(body) for _ in range(5)))
    await phone.settle()

    assert found == [200] * 5
    assert phone.world.engine.texts() == ["We need money"]
    assert len(graph.sent) == 2


async def test_two_calls_at_once_of_one_new_person_are_one_conversation_with_both_answered(phone, graph):
    one, other = (call(messages=[text(said, wamid=f"wamid.{said}")]) for said in ("one", "other"))

    await asyncio.gather(phone.meta_calls(one), phone.meta_calls(other))
    await phone.settle()

    assert len(phone.rows("SELECT id FROM conversations")) == 1
    assert sorted(phone.world.engine.texts()) == ["one", "other"]
    assert phone.world.engine.overlaps == 0
    assert len(graph.sent) == 3


async def test_several_messages_in_one_call_are_answered_in_the_order_they_were_written(phone):
    said = [text("second", wamid="b", at=2), text("first", wamid="a", at=1)]

    await phone.meta_calls(call(messages=said))

    assert phone.world.engine.texts() == ["first", "second"]


async def test_a_message_that_comes_after_a_later_one_is_answered_as_well(phone):
    await phone.write("later", at=9_999_999_999)
    await phone.write("earlier", at=1)

    assert phone.world.engine.texts() == ["later", "earlier"]


async def test_what_is_for_a_number_that_is_not_ours_is_acknowledged_and_passed_over(phone, caplog):
    assert await phone.meta_calls(call(number="999", messages=[text("hello")])) == 200

    assert phone.rows("SELECT id FROM conversations") == []
    assert "not ours" in caplog.text


async def test_without_a_database_meta_is_asked_to_come_again(phone, monkeypatch):
    def gone():
        raise OperationalError("SELECT 1", {}, Exception("away"))

    body, headers = signed(call(messages=[text("hello")]))
    with monkeypatch.context() as patched:
        patched.setattr(phone.world.database, "open", gone)
        answer = await phone.gateway.client.post(WHERE, data=body, headers=headers)
    assert answer.status == 503

    await phone.meta_calls(call(messages=[text("hello")]))
    assert phone.world.engine.texts() == ["hello"]


@pytest.mark.parametrize(
    ("kind", "content", "answer"),
    [
        ("image", {"id": "1", "caption": "our hall"}, "cannot look at pictures"),
        ("audio", {"id": "1"}, "cannot look at pictures"),
        ("document", {"id": "1", "filename": "x.pdf"}, "cannot look at pictures"),
        ("sticker", {"id": "1"}, "cannot look at pictures"),
        ("contacts", [{"name": {}}], "cannot take contacts"),
        ("order", {}, "Nothing can be ordered"),
        ("location", {"latitude": 52.4, "longitude": -1.5}, "the town or the postcode"),
        ("edit", {}, "changed or deleted"),
        ("revoke", {}, "changed or deleted"),
        ("unsupported", None, "this kind of message"),
    ],
)
async def test_what_cannot_be_read_is_answered_once_with_a_reason_and_not_kept(
    phone, graph, kind, content, answer
):
    await phone.write("Hello")
    for _ in range(3):
        await phone.send(kind, content)

    assert [said for said in graph.texts() if answer in said] == graph.texts()[-1:]
    assert phone.world.engine.texts() == ["Hello"]
    kept = phone.rows("SELECT content FROM outbox") + phone.rows("SELECT text FROM inbox")
    assert not [one for one in kept if one and ("our hall" in one or "52.4" in one)]


async def test_a_reaction_is_passed_over(phone, graph):
    await phone.write("Hello")
    await phone.send("reaction", {"message_id": "wamid.x", "emoji": "\N{THUMBS UP SIGN}"})

    assert len(graph.sent) == 2


async def test_a_text_too_long_to_read_is_answered_with_that(phone, graph):
    await phone.write("We need money. " * 200)

    assert "more than I can read" in graph.texts()[-1]
    assert phone.world.engine.texts() == []


async def test_help_says_what_this_is_and_how_to_reach_a_person_also_while_a_broker_speaks(phone, graph):
    await phone.write("Hello")
    phone.hand_to(Owner.BROKER)

    await phone.write("HELP")

    assert "automated guide" in graph.texts()[-1]
    assert "Coventry Hub: 01632 960001" in graph.texts()[-1]
    assert "my data" in graph.texts()[-1]


async def test_while_a_broker_has_the_conversation_only_they_answer(phone, graph):
    await phone.write("Hello")
    phone.hand_to(Owner.BROKER)
    sent = len(graph.sent)

    await phone.write("Are you there?")
    phone.broker_says("Yes, I am")
    await phone.settle()

    assert graph.texts()[sent:] == ["*Adviser*\n\nYes, I am"]
    assert "typing_indicator" not in graph.read[-1]


async def test_after_stop_nothing_unasked_is_sent_and_what_they_write_is_answered(phone, graph):
    await phone.write("Hello")
    await phone.write("Stop!")
    assert "no more messages" in graph.texts()[-1]

    phone.broker_says("Are you still there?")
    await phone.settle()
    assert "Are you still there?" not in " ".join(graph.texts())
    assert phone.rows("SELECT error FROM outbox WHERE delivery = 'dead'") == ["stopped"]

    await phone.write("We need money")
    assert graph.texts()[-1].startswith("You said: We need money")
    phone.broker_says("Then I can help")
    await phone.settle()
    assert "Then I can help" in graph.texts()[-1]


async def test_stop_ends_questions_reminders_and_news_as_well(phone):
    await phone.write("Hello")
    (conversation,) = phone.rows("SELECT conversation_id FROM channel_people")
    with phone.world.database.open() as session:
        note = Subscription(conversation, "m9", phone.world.clock(), "ada@example.org", ())
        Notes(session).keep(note)
    await phone.write("STOP")

    with phone.world.database.reading() as session:
        assert OptOuts(session).has(conversation)
        assert Notes(session).all(Subscription) == []


async def test_who_wrote_is_found_again_by_their_number_also_after_everything_was_deleted(phone):
    await phone.write("Hello")
    phone.world.engine.effects = (Effect("erase"),)
    await phone.write("Delete all")
    phone.world.engine.effects = ()
    await phone.write("Hello again")

    (conversation,) = phone.rows("SELECT conversation_id FROM channel_people")
    with phone.world.database.reading() as session:
        assert conversation in str(find(session, f"+{PHONE}"))


async def test_after_stop_nobody_knocks(phone, graph):
    await phone.write("Hello")
    await phone.write("STOP")
    await phone.write("One more thing")
    phone.world.clock.forward(hours=25)
    phone.broker_says("Here it is")
    sent = len(graph.sent)

    await phone.settle()

    assert len(graph.sent) == sent


async def test_start_undoes_stop_and_is_otherwise_a_word_like_any_other(phone, graph):
    await phone.write("START")
    assert phone.world.engine.texts() == ["START"]

    await phone.write("STOP")
    await phone.write("Start")
    assert "messages from me again" in graph.texts()[-1]
    phone.broker_says("Hello")
    await phone.settle()
    assert graph.texts()[-1].endswith("Hello")


async def test_after_a_day_a_template_says_once_that_something_waits_and_it_comes_when_they_write(
    phone, graph
):
    await phone.write("Hello")
    phone.world.clock.forward(hours=24)
    phone.broker_says("I have found something")
    phone.broker_says("And another thing")
    sent = len(graph.sent)

    for _ in range(5):
        await phone.settle()
        phone.world.clock.forward(hours=1)
    assert graph.texts()[sent:] == ["template adviser_replied en_GB"]

    await phone.send("button", {"payload": "signpost.read", "text": "Read"})
    assert [said.split("\n")[-1] for said in graph.texts()[sent + 1 :]] == [
        "I have found something",
        "And another thing",
    ]
    assert phone.world.engine.texts() == ["Hello"]


async def test_each_time_the_window_closes_there_is_one_template(phone, graph):
    await phone.write("Hello")
    for _ in range(2):
        phone.world.clock.forward(hours=25)
        phone.broker_says("News")
        await phone.settle()
        await phone.write("Yes?")

    assert [said for said in graph.texts() if said.startswith("template")] == [
        "template adviser_replied en_GB"
    ] * 2


async def test_a_template_that_meta_refuses_loses_nothing(phone, graph, caplog):
    await phone.write("Hello")
    phone.world.clock.forward(hours=25)
    phone.broker_says("News")
    graph.failures = [(400, 132001)]
    await phone.settle()
    assert "graph_132001" in caplog.text

    await phone.write("Yes?")
    assert any(said.endswith("News") for said in graph.texts())


async def test_a_press_on_read_when_nothing_waits_is_answered(phone, graph):
    await phone.write("Hello")
    await phone.send("button", {"payload": "signpost.read", "text": "Read"})

    assert "no new message" in graph.texts()[-1]


async def test_after_five_days_without_a_word_it_is_given_up_where_somebody_sees_it(phone):
    await phone.write("Hello")
    phone.world.clock.forward(hours=25)
    phone.broker_says("News")
    for _ in range(7):
        await phone.settle()
        phone.world.clock.forward(days=1)

    assert phone.rows("SELECT error FROM outbox WHERE delivery = 'dead'") == ["window_closed"]


async def test_when_meta_counts_the_day_otherwise_what_was_sent_waits_and_is_announced(phone, graph):
    await phone.write("Hello")
    phone.world.clock.forward(hours=20)
    phone.broker_says("News")
    await phone.settle()
    failed = graph.wamid(len(graph.sent))

    await phone.meta_calls(call(statuses=[status(failed, "failed", 131047)]))
    phone.world.clock.forward(minutes=31)
    await phone.settle()
    assert graph.texts()[-1].startswith("template")

    await phone.write("Yes?")
    assert [said.split("\n")[-1] for said in graph.texts()].count("News") == 2


async def test_the_same_said_at_once_is_the_same(phone, graph):
    await phone.write("Hello")
    phone.broker_says("News")
    graph.failures = [(400, 131047)]
    await phone.settle()
    phone.world.clock.forward(minutes=31)
    await phone.settle()

    assert graph.texts()[-1].startswith("template")


async def test_a_rate_that_is_told_later_has_it_sent_again(phone, graph):
    await phone.write("Hello")
    phone.broker_says("News")
    await phone.settle()
    failed = status(graph.wamid(len(graph.sent)), "failed", 131056)
    for _ in range(3):
        await phone.meta_calls(call(statuses=[failed]))
    phone.world.clock.forward(minutes=1)
    await phone.settle()

    assert [said.split("\n")[-1] for said in graph.texts()].count("News") == 2


async def test_who_cannot_be_reached_at_all_is_given_up(phone, graph, caplog):
    await phone.write("Hello")
    phone.broker_says("News")
    await phone.settle()
    await phone.meta_calls(call(statuses=[status(graph.wamid(len(graph.sent)), "failed", 131026)]))

    assert phone.rows("SELECT error FROM outbox WHERE delivery = 'dead'") == ["graph_131026"]
    assert PHONE not in caplog.text


async def test_what_a_person_has_read_is_noted_and_older_news_changes_nothing(phone, graph):
    await phone.write("Hello")
    last = graph.wamid(len(graph.sent))
    for state in ("read", "delivered", "sent", "unheard-of"):
        assert await phone.meta_calls(call(statuses=[status(last, state)])) == 200
    assert await phone.meta_calls(call(statuses=[status("wamid.unknown", "read")])) == 200

    assert phone.rows("SELECT person_read FROM conversations") == [3]
    assert sorted(phone.rows("SELECT state FROM channel_messages")) == ["read", "sent"]


async def test_no_status_is_ever_a_message(phone):
    await phone.meta_calls(call(statuses=[status("wamid.x", "delivered")]))

    assert phone.world.engine.asked == []


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
