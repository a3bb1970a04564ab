"""Only Twilio itself, for our account and number, is let in; whatever else calls leaves nothing behind."""

from urllib.parse import urlencode

import pytest

from bot.channels.twilio.protocol import LARGEST_BODY
from tests.bot.channels.twilio.exchange import INCOMING, STATUS, TOKEN, said, signed, status
from tests.bot.gateway.switchboard import NOTED, WHERE

FORM = said("Hello")
BODY, GOOD = signed(FORM)
KEPT = ("conversations", "channel_people", "channel_arrivals", "inbox", "outbox", "early_fates")


def nothing_kept(phone):
    return all(phone.rows(f"SELECT count(*) FROM {name}") == [0] for name in KEPT)  # noqa: S608


def called(form=FORM, url=INCOMING, token=TOKEN, body=None):
    """Return a call that was signed for this address, and may have been changed afterwards."""
    made, headers = signed(form, url, token)
    return made if body is None else body, headers


SIGNATURE = GOOD["X-Twilio-Signature"]
MATRIX = {
    "no signature": (BODY, {"Content-Type": GOOD["Content-Type"]}, 401),
    "an empty one": (BODY, {**GOOD, "X-Twilio-Signature": ""}, 401),
    "a cut one": (BODY, {**GOOD, "X-Twilio-Signature": SIGNATURE[:-2]}, 401),
    "a wrong one": (BODY, {**GOOD, "X-Twilio-Signature": "A" * 27 + "="}, 401),
    "one of another token": (*called(token="another token"), 401),
    "one over another address": (*called(url=INCOMING.replace("signpost", "elsewhere")), 401),
    "one over the address of states": (*called(url=STATUS), 401),
    "one over http": (*called(url=INCOMING.replace("https", "http")), 401),
    "a changed body": (*called(body=urlencode(FORM | {"Body": "Goodbye"}).encode()), 401),
    "a changed writer": (*called(body=urlencode(FORM | {"From": "whatsapp:+441632960002"}).encode()), 401),
    "one field more": (*called(body=BODY + b"&ButtonPayload=signpost.read"), 401),
    "one field less": (*called(body=BODY.partition(b"&")[2]), 401),
    "a body that is no form": (*called(body=b"\xff\xfe"), 401),
    "no body": (*called(body=b""), 401),
    "another account": (*called(FORM | {"AccountSid": "AC" + "9" * 32}), 403),
    "no account": (*called({name: FORM[name] for name in FORM if name != "AccountSid"}), 403),
    "another number": (*called(FORM | {"To": "whatsapp:+441632960098"}), 403),
    "a text message": (*called(FORM | {"To": FORM["To"].removeprefix("whatsapp:")}), 403),
}


@pytest.mark.parametrize("name", MATRIX)
async def test_what_is_not_twilio_for_us_is_refused_and_nothing_of_it_is_stored(board, name, caplog):
    body, headers, expected = MATRIX[name]

    answer = await board.twilio_calls(FORM, body=body, headers=headers)

    assert answer.status == expected
    assert nothing_kept(board)
    assert board.graph.sent == []
    assert "441632960" not in caplog.text + await answer.text()


STATES = {
    "no signature": ({}, {"X-Twilio-Signature": ""}, 401),
    "one over the address of messages": ({}, None, 401),
    "another account": ({"AccountSid": "AC" + "9" * 32}, {}, 403),
    "another number": ({"From": "whatsapp:+441632960098"}, {}, 403),
}


@pytest.mark.parametrize("name", STATES)
async def test_a_state_that_is_not_told_by_twilio_changes_nothing(board, name):
    changed, more, expected = STATES[name]
    await board.write("Hello")
    form = status(board.graph.sid(1), "read") | changed
    body, headers = signed(form, INCOMING if more is None else STATUS)

    answer = await board.twilio_calls(form, NOTED, {**headers, **(more or {})}, body)

    assert answer.status == expected
    assert set(board.rows("SELECT state FROM channel_messages")) == {"sent"}
    assert board.rows("SELECT count(*) FROM early_fates") == [0]


async def test_the_host_that_a_request_names_is_not_asked(board):
    body, headers = signed(FORM, INCOMING.replace("signpost", "elsewhere"))
    forged = {**headers, "Host": "elsewhere.example.org", "X-Forwarded-Host": "elsewhere.example.org"}
    assert (await board.twilio_calls(FORM, body=body, headers=forged)).status == 401

    forged = {**GOOD, "Host": "elsewhere.example.org", "X-Forwarded-Proto": "http"}
    assert (await board.twilio_calls(FORM, headers=forged)).status == 200


async def test_a_call_that_comes_again_is_acknowledged_and_is_one_message(board):
    for _ in range(3):
        assert (await board.twilio_calls(FORM)).status == 200

    assert board.world.engine.texts() == ["Hello"]
    assert board.rows("SELECT count(*) FROM inbox") == [1]
    assert len(board.graph.sent) == 2


@pytest.mark.parametrize("where", [WHERE, NOTED])
async def test_a_body_that_nobody_sends_is_refused_unread(board, where):
    answer = await board.twilio_calls(FORM, where, body=b"Body=" + b"x" * LARGEST_BODY)

    assert answer.status == 413
    assert nothing_kept(board)


@pytest.mark.parametrize("where", [WHERE, NOTED])
async def test_nothing_is_fetched_there(board, where):
    assert (await board.gateway.client.get(where)).status == 405


async def test_without_settings_there_is_no_such_address(gateway):
    assert (await gateway.client.post(WHERE)).status == 404
    assert (await gateway.client.post(NOTED)).status == 404


async def test_the_mark_in_the_address_is_signed_with_it(board):
    await board.write("Hello")
    form = status("SM" + "9" * 32, "read")
    body, headers = signed(form, f"{STATUS}?of={'0' * 32}:0")

    answer = await board.twilio_calls(form, f"{NOTED}?of={'1' * 32}:0", headers, body)

    assert answer.status == 401
    assert board.rows("SELECT count(*) FROM early_fates") == [0]
