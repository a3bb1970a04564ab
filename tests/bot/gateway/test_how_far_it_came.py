"""What the console says of a line to somebody on WhatsApp, and what an agent in Chatwoot is told."""

from demo.meta import call, status
from desk.relay import Relay
from desk.standing import standing
from knowledge.storage.chatwoot import ChatwootNotes
from knowledge.storage.lines import Lines
from knowledge.storage.outbox import Sender
from tests.desk.making import given_case

NEVER, FOR_NOW = 131026, 131000


def stands(phone):
    """Return how the lines of brokers stand, in words, oldest first."""
    read = phone.rows("SELECT person_read FROM conversations")[-1]
    with phone.world.database.reading() as session:
        lines = Lines(session).of_conversation(phone.conversation, [Sender.BROKER])
    return [standing(line, read).words for line in lines]


def given_agent(phone):
    """A case of this conversation, in the hands of an agent in Chatwoot."""
    now = phone.world.clock()
    case = given_case(
        phone.world.database, conversation_id=phone.conversation, channel="whatsapp", opened=now, changed=now
    )
    with phone.world.database.open() as session:
        Relay(session, "chatwoot:11", now).claim(case.id)
    return case


def agent_says(phone, case, text, number):
    with phone.world.database.open() as session:
        Relay(session, "chatwoot:11", phone.world.clock()).write(case.id, text, f"chatwoot:{number}")


def notes(phone, case):
    with phone.world.database.reading() as session:
        return [(one.name, one.text) for one in ChatwootNotes(session).of_case(case.id)]


async def test_a_line_is_on_its_way_then_sent_then_delivered_then_seen(phone, graph):
    await phone.write("Hello")
    phone.broker_says("News")
    found = [stands(phone)]
    await phone.settle()
    found.append(stands(phone))
    for state in ("delivered", "read"):
        await phone.meta_calls(call(statuses=[status(graph.wamid(len(graph.sent)), state)]))
        found.append(stands(phone))

    assert found == [["On its way."], ["Sent."], ["Delivered."], ["They have seen it."]]


async def test_a_line_that_waits_for_them_to_write_says_so(phone):
    await phone.write("Hello")
    phone.world.clock.forward(hours=25)
    phone.broker_says("News")
    await phone.settle()

    assert stands(phone) == ["Waiting: it goes when the person writes again."]


async def test_the_template_that_says_that_something_waits_is_not_the_line(phone, graph):
    await phone.write("Hello")
    phone.world.clock.forward(hours=25)
    phone.broker_says("News")
    await phone.settle()
    await phone.meta_calls(call(statuses=[status(graph.wamid(len(graph.sent)), "read")]))

    assert stands(phone) == ["Waiting: it goes when the person writes again."]


async def test_a_line_that_never_came_is_not_called_seen_when_a_later_one_is(phone, graph):
    await phone.write("Hello")
    phone.broker_says("first")
    await phone.settle()
    await phone.meta_calls(call(statuses=[status(graph.wamid(len(graph.sent)), "failed", NEVER)]))
    phone.broker_says("second")
    await phone.settle()
    await phone.meta_calls(call(statuses=[status(graph.wamid(len(graph.sent)), "read")]))

    first, second = stands(phone)
    assert first.startswith("Not delivered. WhatsApp cannot reach this person.")
    assert second == "They have seen it."


async def test_a_line_that_failed_for_now_is_on_its_way_again_and_then_seen(phone, graph):
    await phone.write("Hello")
    phone.broker_says("News")
    await phone.settle()
    await phone.meta_calls(call(statuses=[status(graph.wamid(len(graph.sent)), "failed", FOR_NOW)]))
    found = [stands(phone)]
    phone.world.clock.forward(hours=1)
    await phone.settle()
    await phone.meta_calls(call(statuses=[status(graph.wamid(len(graph.sent)), "read")]))
    found.append(stands(phone))

    assert found == [
        ["Waiting: it is tried again. WhatsApp did not take the message."],
        ["They have seen it."],
    ]


async def test_a_line_of_which_nothing_was_heard_is_not_called_seen_when_a_later_one_is(phone, graph):
    await phone.write("Hello")
    for words in ("first", "second"):
        phone.broker_says(words)
        await phone.settle()
    await phone.meta_calls(call(statuses=[status(graph.wamid(len(graph.sent)), "read")]))

    assert stands(phone) == ["Sent.", "They have seen it."]


async def test_an_agent_is_told_once_when_their_line_could_not_be_delivered(phone, graph):
    await phone.write("Hello")
    case = given_agent(phone)
    await phone.settle()
    agent_says(phone, case, "News", 900)
    await phone.settle()
    failed = call(statuses=[status(graph.wamid(len(graph.sent)), "failed", NEVER)])

    for _ in range(3):
        await phone.meta_calls(failed)

    ((name, text),) = notes(phone, case)
    assert name == "undelivered:900"
    assert "did not reach the person. WhatsApp cannot reach this person." in text


async def test_an_agent_hears_nothing_of_what_others_said(phone):
    await phone.write("Hello")
    case = given_agent(phone)
    await phone.settle()
    await phone.write("STOP")
    phone.broker_says("of a broker in the console")
    await phone.settle()

    assert phone.rows("SELECT error FROM outbox WHERE delivery = 'dead'") == ["stopped"]
    assert notes(phone, case) == []


async def test_an_agent_who_writes_to_somebody_who_said_stop_is_told_why_it_did_not_come(phone):
    await phone.write("Hello")
    case = given_agent(phone)
    await phone.settle()
    await phone.write("STOP")
    agent_says(phone, case, "News", 901)
    await phone.settle()

    ((_, text),) = notes(phone, case)
    assert "asked for no more messages" in text
