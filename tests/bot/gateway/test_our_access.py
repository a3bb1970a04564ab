"""What a channel refuses for now, or until we mend something: it waits, is said once, and is named."""

import pytest

from demo.meta import call, status
from desk.broken_channels import broken_channels

NEWS = "News"


def broken(somebody):
    """Which channels the desk names as broken, why, and how much waits."""
    with somebody.world.database.reading() as session:
        return [(one.channel, one.code, one.waiting) for one in broken_channels(session)]


def times_said(graph):
    return [said.split("\n")[-1] for said in graph.texts()].count(NEWS)


async def test_a_token_that_was_withdrawn_is_named_until_a_new_one_is_taken(phone, graph):
    await phone.write("Hello")
    graph.failures = [(401, 190)] * 2
    phone.broker_says(NEWS)
    await phone.settle()
    assert broken(phone) == [("whatsapp", "token", 1)]
    phone.world.clock.forward(minutes=16)
    await phone.settle()
    assert broken(phone) == [("whatsapp", "token", 1)]

    phone.world.clock.forward(minutes=16)
    await phone.settle()

    assert (broken(phone), times_said(graph)) == ([], 1)


async def test_so_it_is_when_that_is_told_later_of_what_was_taken(phone, graph):
    await phone.write("Hello")
    phone.broker_says(NEWS)
    await phone.settle()

    for _ in range(3):
        await phone.meta_calls(call(statuses=[status(graph.wamid(len(graph.sent)), "failed", 190)]))

    assert broken(phone) == [("whatsapp", "token", 1)]
    phone.world.clock.forward(minutes=16)
    await phone.settle()
    assert (broken(phone), times_said(graph)) == ([], 2)


async def test_an_account_that_may_not_send_is_named_too(phone, graph):
    await phone.write("Hello")
    graph.failures = [(403, 131031)]
    phone.broker_says(NEWS)
    await phone.settle()

    assert broken(phone) == [("whatsapp", "account", 1)]


@pytest.mark.parametrize(("number", "seconds"), [(130429, 61), (131056, 11)])
async def test_too_many_messages_wait_a_moment_and_are_nobodys_to_mend(phone, graph, number, seconds):
    await phone.write("Hello")
    graph.failures = [(429, number)]
    phone.broker_says(NEWS)
    await phone.settle()
    assert phone.rows("SELECT error FROM outbox WHERE delivery = 'waiting'") == [f"rate_{number}"]
    assert broken(phone) == []

    phone.world.clock.forward(seconds=seconds)
    await phone.settle()

    assert times_said(graph) == 1


async def test_a_password_for_teams_that_has_ended_is_named_until_another_is_taken(ada, connector):
    connector.token_failures = [401] * 10
    await ada.write("Hello")
    ((channel, code, waiting),) = broken(ada)
    assert (channel, code, waiting > 0) == ("teams", "token", True)

    connector.token_failures = []
    for _ in range(2):
        ada.world.clock.forward(minutes=6)
        await ada.settle()

    assert broken(ada) == []


async def test_a_token_that_teams_does_not_take_is_named(ada, connector):
    await ada.write("Hello")
    connector.failures = [401, 401]
    ada.broker_says(NEWS)
    await ada.settle()

    assert broken(ada) == [("teams", "token_refused", 1)]


async def test_an_emoji_alone_is_answered_without_a_turn_and_is_no_place(phone, graph):
    await phone.write("Hello")
    await phone.write("\N{ROUND PUSHPIN}")

    assert phone.world.engine.texts() == ["Hello"]
    assert len(graph.sent) == 3
