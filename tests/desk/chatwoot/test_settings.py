"""Chatwoot is set up whole, or the start is refused with what to do."""

import pytest
from pydantic import ValidationError

from bot.settings_list import listed
from desk.chatwoot.settings import NEEDED, ChatwootSettings

WHOLE = {
    "chatwoot_url": "https://chat.hub.example",
    "chatwoot_account": 3,
    "chatwoot_inbox": 7,
    "chatwoot_token": "agent-token-of-the-desk",
    "chatwoot_secret": "secret-that-chatwoot-made-up",
}


def test_without_settings_there_is_none():
    assert not ChatwootSettings().is_set


def test_an_address_below_a_path_is_kept():
    given = ChatwootSettings(**WHOLE | {"chatwoot_url": "https://hub.example/chat/"})

    assert given.address("contacts") == "https://hub.example/chat/api/v1/accounts/3/contacts"


@pytest.mark.parametrize("left_out", NEEDED)
def test_one_that_is_missing_is_named(left_out):
    with pytest.raises(ValidationError, match=f"SIGNPOST_{left_out.upper()}"):
        ChatwootSettings(**{name: value for name, value in WHOLE.items() if name != left_out})


@pytest.mark.parametrize(
    ("impossible", "told"),
    [
        ({"chatwoot_url": "http://chat.hub.example"}, "SIGNPOST_CHATWOOT_URL"),
        ({"chatwoot_url": "https://10.0.0.1"}, "SIGNPOST_CHATWOOT_URL"),
        ({"chatwoot_url": "https://127.0.0.1"}, "SIGNPOST_CHATWOOT_URL"),
        ({"chatwoot_url": "https://a:b@chat.hub.example"}, "SIGNPOST_CHATWOOT_URL"),
        ({"chatwoot_url": "https://chat.hub.example?x=1"}, "SIGNPOST_CHATWOOT_URL"),
        ({"chatwoot_url": "https://["}, "SIGNPOST_CHATWOOT_URL"),
        ({"chatwoot_url": "chat"}, "SIGNPOST_CHATWOOT_URL"),
        ({"chatwoot_token": "two words"}, "SIGNPOST_CHATWOOT_TOKEN"),
        ({"chatwoot_token": "line\r\nbreak"}, "SIGNPOST_CHATWOOT_TOKEN"),
        ({"chatwoot_secret": "short"}, "SIGNPOST_CHATWOOT_SECRET"),
        ({"chatwoot_account": 0}, "chatwoot_account"),
        ({"chatwoot_seconds": 0}, "chatwoot_seconds"),
    ],
)
def test_what_cannot_work_stops_the_start_and_shows_no_secret(impossible, told):
    with pytest.raises(ValidationError, match=told) as refused:
        ChatwootSettings(**WHOLE | impossible)

    assert WHOLE["chatwoot_token"] not in str(refused.value)
    assert WHOLE["chatwoot_secret"] not in str(refused.value)


def test_another_account_or_inbox_is_another_place():
    places = {
        ChatwootSettings(**WHOLE | other).inbox_name
        for other in (
            {},
            {"chatwoot_account": 4},
            {"chatwoot_inbox": 8},
            {"chatwoot_url": "https://b.example"},
        )
    }

    assert len(places) == 4


def test_the_settings_are_listed_without_their_secrets(monkeypatch):
    for name, value in WHOLE.items():
        monkeypatch.setenv(f"SIGNPOST_{name.upper()}", str(value))

    lines = "\n".join(listed())

    assert "SIGNPOST_CHATWOOT_URL=https://chat.hub.example" in lines
    assert "SIGNPOST_CHATWOOT_TOKEN=(set)" in lines
    assert WHOLE["chatwoot_token"] not in lines
    assert WHOLE["chatwoot_secret"] not in lines


def test_every_setting_says_what_it_is_for():
    assert all(field.description for field in ChatwootSettings.model_fields.values())
