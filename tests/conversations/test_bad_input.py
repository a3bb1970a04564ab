"""What people send by accident or on purpose: each gets a friendly or a 4xx answer, and nothing is lost."""

import json
import urllib.error
import urllib.request

import pytest

from tests.servers import Chat

pytestmark = pytest.mark.whole

TOLD = "joinery in Telford, 6 of us"


@pytest.fixture
def told(chat):
    chat.say(TOLD)
    return chat


def status_of(call):
    """The status and the error code of a refused call."""
    with pytest.raises(urllib.error.HTTPError) as refused:
        call()
    body = json.loads(refused.value.read())
    assert set(body["error"]) == {"code", "message"}
    assert "Traceback" not in str(body)
    return refused.value.code


def still_knows(chat):
    return chat.noted["profile"]["places"] == ["telford_and_wrekin"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "👍🎉",
        "x" * 2001,
        "\x00\x07\x1b[31m",
        "<script>alert(1)</script>",
        "<b>grant</b> & <img src=x onerror=alert(1)>",
        "/restart",
        "/session_start",
        '/request_human{"a":1}',
        "/erase{}",
        "'; DROP TABLE cases; --",
        "{{ 7*7 }} ${7*7}",
        "we are in Atlantis",
    ],
)
def test_odd_text_gets_a_friendly_answer_and_changes_nothing(told, text):
    replies = told.say(text)

    assert replies
    assert all(reply["text"] for reply in replies)
    assert still_knows(told)
    assert told.noted["case"] is None


def test_a_postcode_outside_the_region_is_said_to_be_outside(chat):
    chat.say("we're a bakery, our postcode is SW1A 2AA")

    assert chat.noted["profile"]["places"] == ["outside"]


def test_two_places_in_one_message_lead_to_the_question_which(chat):
    chat.say("we have workshops in Dudley and in Walsall, where can we get a loan?")

    assert {"Dudley", "Walsall"} <= set(chat.labels)

    chat.choose("Walsall")
    assert chat.noted["profile"]["places"] == ["walsall"]


def test_a_choice_that_was_never_issued_is_refused(told):
    path = f"/api/conversations/{told.id}/messages"

    assert 400 <= status_of(lambda: told.call("POST", path, {"choice": "made-up", "message_id": "x"})) < 500
    assert still_knows(told)


def test_a_choice_of_another_conversation_is_refused(told, servers):
    other = Chat(servers.address).begin()
    other.choose("Find money")
    theirs = other.replies[0]["choices"][0]["choice"]
    path = f"/api/conversations/{told.id}/messages"

    assert 400 <= status_of(lambda: told.call("POST", path, {"choice": theirs, "message_id": "x"})) < 500


def test_another_conversations_token_opens_nothing(told, servers):
    stranger = Chat(servers.address).begin()

    assert status_of(lambda: stranger.call("GET", f"/api/conversations/{told.id}")) in (401, 403, 404)


@pytest.mark.parametrize(
    ("body", "kind", "expected"),
    [
        (b"{", "application/json", 400),
        (b'["a"]', "application/json", 400),
        (b"text=hello", "application/x-www-form-urlencoded", 415),
        (b'{"text": "' + b"x" * 1_000_000 + b'", "message_id": "m"}', "application/json", 413),
        (b'{"text": 7, "message_id": "m"}', "application/json", 400),
    ],
)
def test_bodies_that_are_no_message_are_refused(told, body, kind, expected):
    url = f"{told.address}/api/conversations/{told.id}/messages"
    headers = {"Content-Type": kind, "Authorization": f"Bearer {told.token}"}
    request = urllib.request.Request(url, body, headers)

    assert status_of(lambda: urllib.request.urlopen(request, timeout=10)) == expected
    assert still_knows(told)


@pytest.mark.parametrize(
    "contact", ["jo@nowhere", "jo.example.org", "jo@@example.org", "07700 90045", "+44 1", "12345"]
)
def test_a_contact_that_cannot_work_is_not_taken_and_asked_for_again(told, contact):
    told.say("can I speak to somebody please")
    told.choose("yes")
    told.say("Jo Bloggs")

    told.say(contact)
    assert told.noted["case"] is None
    assert told.text

    told.say("jo.bloggs@example.org")
    assert told.noted["case"]["reference"]
