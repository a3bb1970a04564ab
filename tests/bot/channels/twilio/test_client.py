"""Messages reach Twilio's Messages API, and each of its errors has one meaning."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.outgoing import NeverSent, NotSentNow, Outgoing
from bot.channels.twilio.client import Twilio
from bot.channels.twilio.faults import fault
from bot.channels.whatsapp.protocol import name_of
from desk.windows import WINDOW_CLOSED
from knowledge.storage.channel_messages import Part
from knowledge.storage.outbox import Entry, Kind, Sender, Shown
from tests.bot.channels.twilio.exchange import (
    FOLLOW_UP,
    KEY,
    KEY_SECRET,
    NUMBER,
    PHONE,
    PUBLIC,
    REPLIED,
    SERVICE,
    STATUS,
    Exchange,
    words,
)

NOW = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
TO = {"number": NUMBER, "phone": PHONE}
TEXT = {"Body": "Hello"}
PART = Part("0" * 32, 1)


@pytest.fixture
async def exchange():
    made = Exchange()
    await made.server.start_server()
    yield made
    made.stopping.set()
    await made.server.close()


def channel_to(exchange, **given):
    settings = exchange.settings(**given)
    return Twilio(settings, settings.access(), f"{PUBLIC}/")


@pytest.fixture
async def channel(exchange):
    made = channel_to(exchange)
    yield made
    await made.close()


def row(silent=timedelta(), in_reply_to=None, sender=Sender.BROKER, kind=Kind.SAID, **more):
    entry = Entry("e1", "c1", 1, sender, kind, NOW, Shown("Hello", blanks=("SP-1", "A grant")), in_reply_to)
    return Outgoing(entry, TO, NOW - silent, **{"is_stopped": False, **more})


async def test_a_message_is_taken_and_is_known_by_our_own_name_for_it(channel, exchange):
    message_id = await channel.post(TEXT, TO, PART)

    assert message_id == name_of(exchange.sid(1))
    assert exchange.sent == [
        {
            "From": f"whatsapp:{NUMBER}",
            "To": f"whatsapp:+{PHONE}",
            "StatusCallback": f"{STATUS}?of={PART.mark}",
            **TEXT,
        }
    ]


async def test_who_has_no_number_is_reached_by_their_id_for_our_business(channel, exchange):
    await channel.post(TEXT, {"number": NUMBER, "user_id": "GB.1a"}, PART)

    assert exchange.sent[0]["To"] == "whatsapp:GB.1a"


async def test_a_messaging_service_is_named_with_the_number(exchange):
    channel = channel_to(exchange, twilio_messaging_service=SERVICE)
    await channel.post(TEXT, TO, PART)
    await channel.close()

    assert (exchange.sent[0]["MessagingServiceSid"], exchange.sent[0]["From"]) == (
        SERVICE,
        f"whatsapp:{NUMBER}",
    )


async def test_with_an_api_key_the_auth_token_stays_here(exchange):
    exchange.name, exchange.password = KEY, KEY_SECRET
    channel = channel_to(exchange, twilio_api_key=KEY, twilio_api_key_secret=KEY_SECRET)
    await channel.post(TEXT, TO, PART)
    await channel.close()

    assert exchange.texts() == ["Hello"]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ({}, "number_gone"),
        ({"number": "106540352242922", "phone": PHONE}, "number_gone"),
        ({"number": NUMBER}, "no_address"),
    ],
)
async def test_who_cannot_be_reached_is_tried_no_more(channel, exchange, address, code):
    with pytest.raises(NeverSent) as refused:
        await channel.post(TEXT, address, PART)

    assert (refused.value.code, exchange.sent) == (code, [])


@pytest.mark.parametrize(
    ("failure", "kind", "code"),
    [
        ((400, 63016), NotSentNow, WINDOW_CLOSED),
        ((400, 63018), NotSentNow, "rate_63018"),
        ((429, 20429), NotSentNow, "rate_20429"),
        ((429, 63038), NotSentNow, "rate_63038"),
        ((429, None), NotSentNow, "rate_429"),
        ((401, 20003), NotSentNow, "token"),
        ((401, None), NotSentNow, "token"),
        ((403, 20403), NotSentNow, "account"),
        ((400, 63007), NotSentNow, "account"),
        ((400, 21610), NeverSent, "stopped"),
        ((400, 21211), NeverSent, "twilio_21211"),
        ((400, 21656), NeverSent, "twilio_21656"),
        ((400, 63024), NeverSent, "twilio_63024"),
        ((400, 63012), NotSentNow, "twilio_63012"),
        ((500, 20500), NotSentNow, "twilio_20500"),
        ((502, None), NotSentNow, "twilio_502"),
        ((302, None), NotSentNow, "twilio_302"),
        ((400, None), NeverSent, "twilio_400"),
    ],
)
async def test_each_error_means_later_or_never(channel, exchange, failure, kind, code):
    exchange.failures = [failure]

    with pytest.raises(kind) as failed:
        await channel.post(TEXT, TO, PART)

    assert failed.value.code == code


async def test_a_password_that_is_refused_is_told_to_whoever_runs_this_and_shown_to_nobody(
    channel, exchange, caplog
):
    exchange.password = "another"

    with pytest.raises(NotSentNow, match="token"):
        await channel.post(TEXT, TO, PART)

    assert "SIGNPOST_TWILIO_AUTH_TOKEN" in caplog.text
    assert "auth token of" not in caplog.text
    assert PHONE not in caplog.text


async def test_how_long_to_wait_is_kept_to(channel, exchange):
    exchange.failures, exchange.headers = [(429, 20429)], {"Retry-After": "120"}

    with pytest.raises(NotSentNow) as failed:
        await channel.post(TEXT, TO, PART)

    assert failed.value.after == timedelta(seconds=120)


async def test_who_does_not_answer_in_time_is_tried_again(exchange):
    exchange.failures = ["hang"]
    channel = channel_to(exchange, twilio_seconds=0.1)

    with pytest.raises(NotSentNow, match="timeout"):
        await channel.post(TEXT, TO, PART)
    await channel.close()


async def test_who_is_not_there_is_tried_again(channel, exchange):
    await exchange.server.close()

    with pytest.raises(NotSentNow, match="no_connection"):
        await channel.post(TEXT, TO, PART)


async def test_within_a_day_of_their_last_message_people_get_what_is_said(channel):
    (payload,) = channel.render(row(timedelta(hours=23, minutes=58)), NOW)

    assert "Hello" in words(payload)


@pytest.mark.parametrize(("may_knock", "knocks"), [(True, True), (False, False)])
async def test_after_that_it_waits_and_a_template_says_so_once(channel, may_knock, knocks):
    with pytest.raises(NotSentNow) as waits:
        channel.render(row(timedelta(hours=24), may_knock=may_knock), NOW)

    assert waits.value.code == WINDOW_CLOSED
    assert waits.value.knock == ({"ContentSid": REPLIED} if knocks else None)


async def test_what_is_said_unasked_to_who_is_silent_is_said_in_approved_words_or_never(exchange):
    asked = row(timedelta(days=7), kind=Kind.FOLLOW_UP, sender=Sender.SYSTEM)
    (payload,) = channel_to(exchange, twilio_follow_up_template=FOLLOW_UP).render(asked, NOW)
    assert payload["ContentSid"] == FOLLOW_UP

    with pytest.raises(NeverSent, match="no_template"):
        channel_to(exchange).render(asked, NOW)


async def test_who_asked_for_silence_gets_answers_and_nothing_else(channel):
    with pytest.raises(NeverSent, match="stopped"):
        channel.render(row(is_stopped=True), NOW)

    assert channel.render(row(is_stopped=True, in_reply_to="m1", sender=Sender.BOT), NOW)


def test_an_error_that_nobody_knows_is_one_of_the_message():
    assert isinstance(fault(999999), NeverSent)
    assert isinstance(fault(None), NeverSent)
