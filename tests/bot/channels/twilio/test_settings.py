"""Twilio is set up whole or not at all, alone, and its secrets are shown nowhere."""

import json

import pytest
from pydantic import ValidationError

from bot.channels.twilio.client import Twilio
from bot.channels.twilio.settings import TwilioSettings
from bot.channels.whatsapp.client import WhatsApp
from bot.channels.whatsapp_provider import ProviderRefused, phone_in_use, provider_in_use
from bot.checks import problems
from bot.preparation import NotPrepared, prepare
from bot.settings_list import listed
from knowledge.settings import KnowledgeSettings
from tests.bot.channels.twilio.exchange import ACCOUNT, KEY, NUMBER, PUBLIC, REMINDER

WHOLE = {
    "twilio_account_sid": ACCOUNT,
    "twilio_auth_token": "hidden-token",
    "twilio_numbers": {NUMBER: ""},
}
META = {"NUMBERS": '{"1": ""}', "APP_SECRET": "hidden", "VERIFY_TOKEN": "hidden", "ACCESS_TOKEN": "hidden"}


@pytest.fixture
def set_up(monkeypatch):
    """Set Twilio up in the environment."""
    monkeypatch.setenv("SIGNPOST_TWILIO_ACCOUNT_SID", ACCOUNT)
    monkeypatch.setenv("SIGNPOST_TWILIO_AUTH_TOKEN", "hidden")
    monkeypatch.setenv("SIGNPOST_TWILIO_NUMBERS", json.dumps({NUMBER: ""}))
    monkeypatch.setenv("SIGNPOST_PUBLIC_URL", PUBLIC)


@pytest.fixture
def meta_too(set_up, monkeypatch):
    """Set Meta's Cloud API up as well."""
    for name, value in META.items():
        monkeypatch.setenv(f"SIGNPOST_WHATSAPP_{name}", value)


def test_without_settings_twilio_brings_nothing():
    assert TwilioSettings().access() is None
    assert provider_in_use() is None
    assert phone_in_use() is None


def test_with_all_of_them_it_does():
    access = TwilioSettings(**WHOLE).access()

    assert (access.account, access.numbers, access.signed_with) == (ACCOUNT, {NUMBER: ""}, "hidden-token")
    assert (access.name, access.password) == (ACCOUNT, "hidden-token")
    assert "hidden" not in repr(access)


def test_messages_go_by_an_api_key_where_there_is_one():
    access = TwilioSettings(**WHOLE, twilio_api_key=KEY, twilio_api_key_secret="hidden-secret").access()

    assert (access.name, access.password, access.signed_with) == (KEY, "hidden-secret", "hidden-token")


@pytest.mark.parametrize("left_out", WHOLE)
def test_half_of_them_stop_the_start_and_the_missing_one_is_named(left_out):
    with pytest.raises(ValidationError, match=f"SIGNPOST_{left_out.upper()}") as refused:
        TwilioSettings(**{name: value for name, value in WHOLE.items() if name != left_out})

    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize(
    "impossible",
    [
        {"twilio_account_sid": "AC123"},
        {"twilio_account_sid": KEY},
        {"twilio_numbers": {"01632 960099": ""}},
        {"twilio_numbers": {"whatsapp:+441632960099": ""}},
        {"twilio_numbers": {"+44 1632 960099": ""}},
        {"twilio_api_key": KEY},
        {"twilio_api_key_secret": "hidden-secret"},
        {"twilio_api_key": ACCOUNT, "twilio_api_key_secret": "hidden-secret"},
        {"twilio_messaging_service": "MG1"},
        {"twilio_template": "adviser_replied"},
        {"twilio_follow_up_template": "HX1"},
        {"twilio_reminder_template": REMINDER.replace("6", "Z")},
        {"twilio_api_url": "https://api.example.org"},
        {"twilio_api_url": "https://api.twilio.com.example.org"},
        {"twilio_api_url": "http://api.twilio.com"},
        {"twilio_api_url": "https://name:word@api.twilio.com"},
        {"twilio_api_url": "https://api.twilio.com/2010-04-01"},
        {"twilio_api_url": "http://127.0.0.1:8000"},
        {"twilio_api_url": "http://169.254.169.254", "twilio_loopback": True},
        {"twilio_seconds": 0},
    ],
)
def test_what_cannot_work_or_is_not_safe_stops_the_start(impossible):
    with pytest.raises(ValidationError) as refused:
        TwilioSettings(**WHOLE | impossible)

    assert "hidden" not in str(refused.value)


def test_one_provider_brings_whatsapp(set_up, monkeypatch):
    assert isinstance(phone_in_use(), Twilio)

    for name in ("ACCOUNT_SID", "AUTH_TOKEN", "NUMBERS"):
        monkeypatch.delenv(f"SIGNPOST_TWILIO_{name}")
    for name, value in META.items():
        monkeypatch.setenv(f"SIGNPOST_WHATSAPP_{name}", value)
    assert isinstance(phone_in_use(), WhatsApp)


def test_two_at_once_stop_the_start_and_the_words_say_what_to_do(meta_too, tmp_path):
    with pytest.raises(ProviderRefused, match="take out either all SIGNPOST_WHATSAPP_"):
        phone_in_use()
    with pytest.raises(
        NotPrepared, match="cannot start: SIGNPOST_WHATSAPP_NUMBERS and SIGNPOST_TWILIO_NUMBERS"
    ):
        prepare(KnowledgeSettings(home=tmp_path), lambda _: None)

    assert [
        one
        for one in problems(KnowledgeSettings(home=tmp_path))
        if "SIGNPOST_TWILIO_NUMBERS are both set" in one
    ]


def test_without_the_address_that_twilio_signs_nothing_starts(set_up, monkeypatch):
    monkeypatch.delenv("SIGNPOST_PUBLIC_URL")

    with pytest.raises(ProviderRefused, match="SIGNPOST_PUBLIC_URL is needed"):
        phone_in_use()


def test_a_number_of_a_front_door_that_does_not_exist_is_named(set_up, monkeypatch, tmp_path):
    monkeypatch.setenv("SIGNPOST_TWILIO_NUMBERS", json.dumps({NUMBER: "no-such-hub"}))

    found = [one for one in problems(KnowledgeSettings(home=tmp_path)) if "no-such-hub" in one]

    assert len(found) == 1
    assert "SIGNPOST_TWILIO_NUMBERS" in found[0]


def test_secrets_are_not_listed(set_up, monkeypatch):
    monkeypatch.setenv("SIGNPOST_TWILIO_API_KEY", KEY)
    monkeypatch.setenv("SIGNPOST_TWILIO_API_KEY_SECRET", "hidden")

    lines = "\n".join(listed())

    assert "SIGNPOST_TWILIO_AUTH_TOKEN=(set)" in lines
    assert "SIGNPOST_TWILIO_API_KEY_SECRET=(set)" in lines
    assert "hidden" not in lines
