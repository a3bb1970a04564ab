"""Messages reach the Graph API, and each of its errors has one meaning."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.outgoing import NeverSent, NotSentNow, Outgoing
from bot.channels.whatsapp import client as module
from bot.channels.whatsapp.client import WhatsApp
from bot.channels.whatsapp.faults import fault
from bot.channels.whatsapp.protocol import name_of
from demo.graph import Graph, words
from demo.meta import NUMBER
from desk.windows import WINDOW_CLOSED
from knowledge.storage.channel_messages import Part
from knowledge.storage.outbox import Entry, Kind, Sender, Shown

NOW = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
TO = {"number": NUMBER, "phone": "441632960001"}
TEXT = {"type": "text", "text": {"body": "Hello"}}
PART = Part("0" * 32, 1)


@pytest.fixture
async def graph():
    made = Graph()
    await made.server.start()
    yield made
    made.stopping.set()
    await made.server.close()
    assert not made.refused


@pytest.fixture
async def channel(graph):
    settings = graph.settings()
    made = WhatsApp(settings, settings.access())
    yield made
    await made.close()


def row(silent=timedelta(), in_reply_to=None, sender=Sender.BROKER, **more):
    entry = Entry("e1", "c1", 1, sender, Kind.SAID, NOW, Shown("Hello"), in_reply_to)
    return Outgoing(entry, TO, NOW - silent, **{"is_stopped": False, **more})


async def test_a_message_is_taken_and_is_known_by_our_own_name_for_it(channel, graph):
    message_id = await channel.post(TEXT, TO, PART)

    assert message_id == name_of(graph.wamid(1))
    assert graph.sent[0]["to"] == "441632960001"
    assert graph.sent[0]["biz_opaque_callback_data"] == PART.mark


async def test_who_has_no_number_is_reached_by_their_id_for_our_business(channel, graph):
    await channel.post(TEXT, {"number": NUMBER, "user_id": "GB.1"}, PART)

    assert graph.sent[0]["recipient"] == "GB.1"


@pytest.mark.parametrize(
    ("address", "code"),
    [({}, "no_address"), ({"number": "9", "phone": "1"}, "number_gone"), ({"number": NUMBER}, "no_address")],
)
async def test_who_cannot_be_reached_is_tried_no_more(channel, graph, address, code):
    with pytest.raises(NeverSent) as refused:
        await channel.post(TEXT, address, PART)

    assert (refused.value.code, graph.sent) == (code, [])


@pytest.mark.parametrize(
    ("failure", "kind", "code"),
    [
        ((400, 131047), NotSentNow, WINDOW_CLOSED),
        ((400, 130429), NotSentNow, "rate_130429"),
        ((400, 131056), NotSentNow, "rate_131056"),
        ((429, None), NotSentNow, "rate_429"),
        ((401, 190), NotSentNow, "token"),
        ((401, None), NotSentNow, "token"),
        ((403, 10), NotSentNow, "account"),
        ((400, 131026), NeverSent, "graph_131026"),
        ((400, 131030), NeverSent, "graph_131030"),
        ((400, 131009), NeverSent, "graph_131009"),
        ((400, 131000), NotSentNow, "graph_131000"),
        ((500, None), NotSentNow, "graph_500"),
        ((503, 2), NotSentNow, "graph_2"),
        ((400, None), NeverSent, "graph_400"),
        ((302, None), NotSentNow, "graph_302"),
    ],
)
async def test_each_error_means_later_or_never(channel, graph, failure, kind, code):
    graph.failures = [failure]

    with pytest.raises(kind) as failed:
        await channel.post(TEXT, TO, PART)

    assert failed.value.code == code


async def test_a_token_that_is_no_longer_valid_is_told_to_whoever_runs_this_and_shown_to_nobody(
    channel, graph, caplog
):
    graph.failures = [(401, 190)]

    with pytest.raises(NotSentNow):
        await channel.post(TEXT, TO, PART)

    assert "SIGNPOST_WHATSAPP_ACCESS_TOKEN" in caplog.text
    assert "system user" not in caplog.text
    assert "441632960001" not in caplog.text


async def test_how_long_to_wait_is_kept_to_but_not_for_ever(channel, graph):
    graph.failures, graph.headers = [(429, None), (429, None)], {"Retry-After": "120"}
    with pytest.raises(NotSentNow) as first:
        await channel.post(TEXT, TO, PART)
    graph.headers = {"Retry-After": "999999"}
    with pytest.raises(NotSentNow) as second:
        await channel.post(TEXT, TO, PART)

    assert (first.value.after, second.value.after) == (timedelta(seconds=120), timedelta(hours=1))


async def test_who_does_not_answer_in_time_is_tried_again(graph, monkeypatch):
    monkeypatch.setattr(module, "SECONDS", 0.1)
    settings, graph.failures = graph.settings(), ["hang"]
    channel = WhatsApp(settings, settings.access())

    with pytest.raises(NotSentNow, match="timeout"):
        await channel.post(TEXT, TO, PART)
    await channel.close()


async def test_who_is_not_there_is_tried_again(channel, graph):
    await graph.server.close()

    with pytest.raises(NotSentNow):
        await channel.post(TEXT, TO, PART)


async def test_a_message_is_marked_as_read_and_an_answer_announced(channel, graph):
    await channel.seen("wamid.1", NUMBER, is_typing=True)

    assert graph.read == [
        {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": "wamid.1",
            "typing_indicator": {"type": "text"},
        }
    ]


async def test_when_that_fails_nothing_is_lost(channel, graph):
    graph.failures = [(500, None)]

    await channel.seen("wamid.1", NUMBER, is_typing=False)

    assert graph.read == []


async def test_within_a_day_of_their_last_message_people_get_what_is_said(channel):
    (payload,) = channel.render(row(timedelta(hours=23, minutes=58)), NOW)

    assert "Hello" in words(payload)


@pytest.mark.parametrize(("may_knock", "knocks"), [(True, True), (False, False)])
async def test_after_that_it_waits_and_a_template_says_so_once(channel, may_knock, knocks):
    with pytest.raises(NotSentNow) as waits:
        channel.render(row(timedelta(hours=23, minutes=59), may_knock=may_knock), NOW)

    assert waits.value.code == WINDOW_CLOSED
    assert (waits.value.knock is not None) is knocks


async def test_without_a_template_it_only_waits(graph):
    settings = graph.settings(whatsapp_template=None)
    with pytest.raises(NotSentNow) as waits:
        WhatsApp(settings, settings.access()).render(row(timedelta(days=2), may_knock=True), NOW)

    assert waits.value.knock is None


async def test_who_asked_for_silence_gets_answers_and_nothing_else(channel):
    with pytest.raises(NeverSent, match="stopped"):
        channel.render(row(is_stopped=True), NOW)

    with pytest.raises(NeverSent, match="stopped"):
        channel.render(row(is_stopped=True, in_reply_to="desk:w1"), NOW)
    assert channel.render(row(is_stopped=True, in_reply_to="m1", sender=Sender.BOT), NOW)


def test_an_error_that_nobody_knows_is_one_of_the_message():
    assert isinstance(fault(999999), NeverSent)
    assert isinstance(fault(None), NeverSent)
