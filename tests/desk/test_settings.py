"""The desk's settings."""

import base64
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from desk.settings import DeskSettings
from tests.desk.making import NOON

MAILBOX = {"desk_mailbox": "desk@example.org"}
WEBHOOK = {
    "webhook_url": "https://desk.example.org/cases",
    "webhook_secret": f"whsec_{base64.b64encode(bytes(24)).decode()}",
    "webhook_hosts": ["desk.example.org"],
}


@pytest.mark.parametrize(
    "impossible",
    [
        {"smtp_host": "mail.example.org"},
        {"smtp_host": "mail.example.org", "smtp_tls": "none", "smtp_password": "x", **MAILBOX},
        {"desk_mailbox": "desk@example.org\nBcc: all@example.org"},
        {"desk_mailbox": "a@example.org, b@example.org"},
        {"mail_from": "nobody"},
        {"desk_mailboxes": {"hub": "x"}},
        {"smtp_port": 0},
        {"desk_hours": "office hours"},
        {"desk_hours_of": {"hub": "Mon-Fri 17:00-09:00"}},
        {"webhook_form": "xml", **WEBHOOK},
        {"webhook_form": "bot_framework"},
        {"desk_reply_hours": 0},
        {"desk_reply_hours": float("nan")},
    ],
)
def test_impossible_settings_stop_the_start(impossible):
    with pytest.raises(ValidationError):
        DeskSettings(**impossible)


def test_a_front_door_with_its_own_mailbox_gets_its_own_requests():
    given = DeskSettings(**MAILBOX, desk_mailboxes={"warwickshire-hub": "cw@example.org"})

    assert given.mailbox("warwickshire-hub") == "cw@example.org"
    assert given.mailbox("country-hub") == "desk@example.org"


def test_mailboxes_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("SIGNPOST_DESK_MAILBOX", "desk@example.org")
    monkeypatch.setenv("SIGNPOST_DESK_MAILBOXES", '{"hub": "hub@example.org"}')

    assert DeskSettings().mailbox("hub") == "hub@example.org"


def test_a_front_door_with_hours_of_its_own_keeps_those(monkeypatch):
    monkeypatch.setenv("SIGNPOST_DESK_HOURS", "Mon-Fri 09:00-16:00")
    monkeypatch.setenv("SIGNPOST_DESK_HOURS_OF", '{"hub": "Mon-Thu 10:00-15:00"}')

    friday = datetime(2026, 11, 6, 15, tzinfo=UTC)
    assert DeskSettings().promised("other", friday).open_now
    assert not DeskSettings().promised("hub", friday).open_now


def test_nothing_is_promised_for_front_doors_whose_hours_nobody_has_set():
    assert DeskSettings().promised("hub", NOON) is None


def test_hours_that_are_not_understood_are_refused_with_what_is_accepted():
    with pytest.raises(ValidationError, match="write them as in 'Mon-Fri 09:00-17:00'"):
        DeskSettings(desk_hours="nine to five")


def test_a_password_is_never_shown():
    assert "hunter2" not in repr(DeskSettings(smtp_password="hunter2"))


def test_a_start_that_is_refused_does_not_print_the_password():
    with pytest.raises(ValidationError) as refused:
        DeskSettings(smtp_host="mail.example.org", smtp_password="hunter2")

    assert "hunter2" not in str(refused.value)


def test_a_webhook_with_a_secret_and_an_allowed_host_can_start():
    given = DeskSettings(**WEBHOOK)

    assert given.webhook_key() == bytes(24)
    assert given.outward().checked(given.webhook_url).host == "desk.example.org"


@pytest.mark.parametrize("left_out", ["webhook_secret", "webhook_hosts"])
def test_a_webhook_without_a_secret_or_with_a_host_that_is_not_allowed_stops_the_start(left_out):
    with pytest.raises(ValidationError, match="WEBHOOK"):
        DeskSettings(**{name: value for name, value in WEBHOOK.items() if name != left_out})


@pytest.mark.parametrize(
    "secret",
    [
        "whsec_",
        "whsec_hunter2hunter2",
        f"whsec_{'!' * 32}",
        "whsec_hüntér2",
        base64.b64encode(bytes(32)).decode(),
        f"whsec_{base64.b64encode(bytes(23)).decode()}",
        f"whsec_{base64.b64encode(bytes(65)).decode()}",
    ],
)
def test_a_secret_that_is_none_stops_the_start_and_is_not_printed(secret):
    for given in ({**WEBHOOK, "webhook_secret": secret}, {"webhook_secret": secret}):
        with pytest.raises(ValidationError, match="SIGNPOST_WEBHOOK_SECRET is whsec_ and") as refused:
            DeskSettings(**given)

        assert secret.removeprefix("whsec_") == "" or secret not in str(refused.value)


@pytest.mark.parametrize(
    "impossible",
    [
        {"webhook_url": "http://desk.example.org/cases"},
        {"webhook_url": "https://other.example.org/cases"},
        {"webhook_url": "https://hunter2@desk.example.org/cases"},
        {"webhook_url": "https://localhost/", "webhook_hosts": ["localhost"]},
        {"webhook_url": "https://10.0.0.1/", "webhook_hosts": ["10.0.0.1"], "webhook_loopback": True},
        {"webhook_seconds": 0},
        {"webhook_seconds": 121},
    ],
)
def test_a_webhook_that_could_not_be_sent_stops_the_start(impossible):
    with pytest.raises(ValidationError) as refused:
        DeskSettings(**WEBHOOK | impossible)

    assert "hunter2" not in str(refused.value)


def test_a_webhook_comes_from_the_environment(monkeypatch):
    for name, value in WEBHOOK.items():
        monkeypatch.setenv(
            f"SIGNPOST_{name.upper()}", value if isinstance(value, str) else '["Desk.Example.org"]'
        )

    assert DeskSettings().webhook_url == WEBHOOK["webhook_url"]


def test_an_empty_webhook_is_none(monkeypatch):
    monkeypatch.setenv("SIGNPOST_WEBHOOK_URL", "")
    monkeypatch.setenv("SIGNPOST_WEBHOOK_SECRET", "")

    assert not DeskSettings().webhook_url


def test_every_setting_says_what_it_is_for():
    assert all(field.description for field in DeskSettings.model_fields.values())
