"""The desk's settings."""

import pytest
from pydantic import ValidationError

from desk.settings import DeskSettings

MAILBOX = {"desk_mailbox": "desk@example.org"}


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


def test_a_password_is_never_shown():
    assert "hunter2" not in repr(DeskSettings(smtp_password="hunter2"))


def test_a_start_that_is_refused_does_not_print_the_password():
    with pytest.raises(ValidationError) as refused:
        DeskSettings(smtp_host="mail.example.org", smtp_password="hunter2")

    assert "hunter2" not in str(refused.value)


def test_every_setting_says_what_it_is_for():
    assert all(field.description for field in DeskSettings.model_fields.values())
