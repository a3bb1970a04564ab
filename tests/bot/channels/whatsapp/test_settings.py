"""WhatsApp is set up whole or not at all, and its secrets are shown nowhere."""

import pytest
from pydantic import ValidationError

from bot.channels.whatsapp.settings import WhatsAppSettings
from bot.settings_list import listed

WHOLE = {
    "whatsapp_numbers": {"1": ""},
    "whatsapp_app_secret": "hidden-secret",
    "whatsapp_verify_token": "hidden-word",
    "whatsapp_access_token": "hidden-token",
}


def test_without_settings_there_is_no_whatsapp():
    assert WhatsAppSettings().access() is None


def test_with_all_of_them_there_is():
    access = WhatsAppSettings(**WHOLE).access()

    assert (access.numbers, access.app_secret, access.access_token) == (
        {"1": ""},
        "hidden-secret",
        "hidden-token",
    )


@pytest.mark.parametrize("left_out", WHOLE)
def test_half_of_them_stop_the_start_and_the_missing_one_is_named(left_out):
    with pytest.raises(ValidationError, match=f"SIGNPOST_{left_out.upper()}") as refused:
        WhatsAppSettings(**{name: value for name, value in WHOLE.items() if name != left_out})

    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize(
    "impossible",
    [
        {"whatsapp_numbers": {"+44 1632": ""}},
        {"whatsapp_graph_url": "http://graph.facebook.com"},
        {"whatsapp_graph_url": "http://127.0.0.1:8000"},
        {"whatsapp_graph_url": "https://127.0.0.1"},
        {"whatsapp_graph_url": "http://graph.example.org", "whatsapp_loopback": True},
        {"whatsapp_graph_url": "https://name:word@graph.facebook.com"},
        {"whatsapp_graph_url": "graph.facebook.com"},
        {"whatsapp_graph_version": "latest"},
        {"whatsapp_template": "Not A Name"},
        {"whatsapp_template_language": "English"},
    ],
)
def test_what_cannot_work_or_is_not_safe_stops_the_start(impossible):
    with pytest.raises(ValidationError):
        WhatsAppSettings(**WHOLE | impossible)


def test_secrets_are_not_listed(monkeypatch):
    monkeypatch.setenv("SIGNPOST_WHATSAPP_NUMBERS", '{"1": "h1"}')
    for name in ("APP_SECRET", "VERIFY_TOKEN", "ACCESS_TOKEN"):
        monkeypatch.setenv(f"SIGNPOST_WHATSAPP_{name}", "hidden")

    lines = "\n".join(listed())

    assert "SIGNPOST_WHATSAPP_APP_SECRET=(set)" in lines
    assert "hidden" not in lines
