"""What may be said on WhatsApp, and when: stop, the closed window, and what became of what was sent."""

import pytest

from demo.meta import call, status
from knowledge.storage.conversations import Conversations
from knowledge.storage.notes import Notes, Subscription
from knowledge.storage.opt_outs import OptOuts
from knowledge.storage.outbox import Kind, Outbox, Sender, Shown
from tests.bot.gateway.telephone import PHONE


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


async def test_what_waits_for_the_day_to_be_said_unasked_holds_up_no_word_of_a_broker(phone, graph):
    await phone.write("Hello")
    phone.world.clock.now = phone.world.clock.now.replace(hour=22)
    with phone.world.database.open() as session:
        unasked = Shown("How did it go?")
        Outbox(session).add(
            phone.conversation, Sender.SYSTEM, unasked, phone.world.clock(), kind=Kind.FOLLOW_UP
        )
    await phone.settle()
    assert phone.rows("SELECT error FROM outbox WHERE delivery = 'waiting'") == ["out_of_hours"]

    phone.broker_says("I am still here")
    await phone.settle()

    assert phone.rows("SELECT kind FROM outbox WHERE delivery = 'waiting'") == ["follow_up"]
    assert "I am still here" in str(graph.sent[-1])


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


async def test_what_was_taken_without_an_answer_is_known_from_its_fate_and_does_not_go_again(phone, graph):
    await phone.write("Hello")
    before = len(graph.sent)
    graph.forgets = 1
    phone.broker_says("News")
    await phone.settle()
    assert [len(graph.sent), *phone.rows("SELECT error FROM outbox WHERE delivery = 'waiting'")] == [
        before + 1,
        "ServerDisconnectedError",
    ]

    mark = graph.sent[-1]["biz_opaque_callback_data"]
    fate = status(graph.wamid(before + 1), "delivered", mark=mark)
    await phone.meta_calls(call(statuses=[fate]))
    phone.world.clock.forward(seconds=61)
    await phone.settle()

    assert len(graph.sent) == before + 1
    assert phone.rows("SELECT delivery FROM outbox ORDER BY seq")[-1] == "sent"
    assert phone.rows("SELECT state FROM channel_messages")[-1] == "delivered"


@pytest.mark.parametrize("mark", ["0" * 32 + ":0", "", "x:0", "0" * 32 + ":99999", "DROP TABLE outbox"])
async def test_a_mark_of_nothing_of_ours_changes_nothing(phone, graph, mark):
    await phone.write("Hello")
    before = phone.rows("SELECT id FROM channel_messages")
    assert await phone.meta_calls(call(statuses=[status("wamid.strange", "delivered", mark=mark)])) == 200

    assert phone.rows("SELECT id FROM channel_messages") == before


async def test_the_mark_of_a_conversation_on_another_channel_changes_nothing(phone):
    with phone.world.database.open() as session:
        Conversations(session).start("elsewhere", "web", "", phone.world.clock())
        line = Outbox(session).add("elsewhere", Sender.BROKER, Shown("Hello"), phone.world.clock())
    fate = status("wamid.strange", "read", mark=f"{line.id}:0")
    assert await phone.meta_calls(call(statuses=[fate])) == 200

    assert phone.rows("SELECT id FROM channel_messages") == []


async def test_what_failed_without_an_answer_is_brought_again_when_it_may_help(phone, graph):
    await phone.write("Hello")
    before = len(graph.sent)
    graph.forgets = 1
    phone.broker_says("News")
    await phone.settle()
    mark = graph.sent[-1]["biz_opaque_callback_data"]
    await phone.meta_calls(call(statuses=[status(graph.wamid(before + 1), "failed", 131000, mark=mark)]))
    for _ in range(3):
        phone.world.clock.forward(minutes=2)
        await phone.settle()

    assert len(graph.sent) == before + 2
    assert phone.rows("SELECT delivery FROM outbox ORDER BY seq")[-1] == "sent"
