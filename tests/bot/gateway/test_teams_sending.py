"""What is said reaches people in Teams once, in order, as fast as Teams allows, or is given up visibly."""

import pytest

from demo.bot_connector import PASSWORD


async def test_too_many_requests_wait_as_long_as_they_are_told_to(ada, connector, caplog):
    await ada.write("Hello")
    connector.failures, connector.headers = [429], {"Retry-After": "120"}
    ada.broker_says("First")
    ada.broker_says("Second")
    sent = len(connector.sent)

    await ada.settle()
    ada.world.clock.forward(seconds=119)
    await ada.settle()
    assert len(connector.sent) == sent
    assert "rate_429" in caplog.text

    ada.world.clock.forward(seconds=2)
    await ada.settle()
    assert [said.rpartition(">")[2] for said in connector.texts()[sent:]] == ["First", "Second"]


@pytest.mark.parametrize("status", [502, 503, 504, 500, 412, 408])
async def test_what_passes_is_tried_again(ada, connector, status):
    await ada.write("Hello")
    connector.failures = [status] * 3
    ada.broker_says("News")
    for _ in range(5):
        await ada.settle()
        ada.world.clock.forward(minutes=2)

    assert [said for said in connector.texts() if said.endswith("News")] == connector.texts()[-1:]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (403, "blocked"),
        (404, "conversation_gone"),
        (413, "teams_too_large"),
        (400, "teams_400"),
        (418, "teams_418"),
    ],
)
async def test_what_never_passes_is_given_up_where_somebody_sees_it(ada, connector, status, code, caplog):
    await ada.write("Hello")
    connector.failures = [status]
    ada.broker_says("News")
    await ada.settle()

    assert ada.rows("SELECT error FROM outbox WHERE delivery = 'dead'") == [code]
    assert f"given up: {code}" in caplog.text


async def test_who_took_the_app_away_and_adds_it_again_is_reached_again(ada, connector):
    await ada.write("Hello")
    connector.failures = [403]
    ada.broker_says("Lost")
    await ada.settle()

    await ada.write("I am back")

    assert connector.texts()[-1].startswith("You said: I am back")


async def test_a_token_that_was_withdrawn_is_fetched_anew_and_nothing_waits(ada, connector):
    await ada.write("Hello")
    connector.failures = [401]
    ada.broker_says("News")
    await ada.settle()

    assert connector.texts()[-1].endswith("News")
    assert len(connector.tokens) == 2


async def test_a_fresh_token_that_is_refused_is_told_to_whoever_runs_this_and_what_waits_goes_later(
    ada, connector, caplog
):
    await ada.write("Hello")
    connector.failures = [401, 401]
    ada.broker_says("News")
    await ada.settle()
    assert "single tenant" in caplog.text
    assert ada.rows("SELECT error FROM outbox WHERE delivery = 'waiting'") == ["token_refused"]

    ada.world.clock.forward(minutes=6)
    await ada.settle()
    assert connector.texts()[-1].endswith("News")


async def test_one_token_serves_for_many_messages(ada, connector):
    for number in range(5):
        await ada.write(f"Hello {number}")

    assert len(connector.tokens) == 1


@pytest.mark.parametrize("status", [400, 401])
async def test_a_password_that_has_ended_is_told_and_shown_to_nobody(ada, connector, caplog, status):
    connector.token_failures = [status] * 10
    await ada.write("Hello")

    assert "SIGNPOST_TEAMS_APP_PASSWORD" in caplog.text
    assert PASSWORD not in caplog.text
    assert set(ada.rows("SELECT error FROM outbox WHERE delivery = 'waiting'")) >= {"token"}

    connector.token_failures = []
    for _ in range(2):
        ada.world.clock.forward(minutes=6)
        await ada.settle()
    assert connector.texts()[-1].startswith("You said: Hello")


async def test_without_typing_the_answer_comes_all_the_same(ada, connector):
    connector.failures = [500]  # the first thing that is posted
    await ada.write("Hello")
    ada.world.clock.forward(minutes=1)
    await ada.settle()

    assert connector.texts()[-1].startswith("You said: Hello")


async def test_a_stored_address_whose_host_is_allowed_no_more_gets_no_token(ada, connector):
    await ada.write("Hello")
    channel = ada.world.channels["teams"]
    settings = connector.settings(teams_service_hosts=["smba.trafficmanager.net"])
    channel.connector._access = settings.access()
    ada.broker_says("News")
    sent = len(connector.sent)

    await ada.settle()

    assert len(connector.sent) == sent
    assert ada.rows("SELECT error FROM outbox WHERE delivery = 'dead'") == ["host_not_allowed"]
