"""Teams is set up whole or not at all, goes only where it should, and its secret is shown nowhere."""

import pytest
from pydantic import ValidationError

from bot.channels.teams.settings import TeamsSettings
from bot.settings_list import listed
from demo.activities import OTHER_TENANT
from demo.bot_connector import APP, TENANT

WHOLE = {"teams_app_id": APP, "teams_app_password": "hidden-secret", "teams_tenant": TENANT}


def test_without_settings_there_is_no_teams():
    assert TeamsSettings().access() is None


def test_with_all_of_them_there_is_and_only_our_own_people_are_answered():
    access = TeamsSettings(**WHOLE | {"teams_app_id": APP.upper()}).access()

    assert (access.app_id, access.password, access.tenants) == (APP, "hidden-secret", frozenset({TENANT}))
    assert access.service.hosts == {"smba.trafficmanager.net"}
    assert access.login.hosts == {"login.microsoftonline.com"}
    assert access.openid.hosts == {"login.botframework.com"}
    assert "hidden" not in repr(access)


def test_other_organisations_are_answered_when_they_are_named():
    access = TeamsSettings(**WHOLE, teams_tenants=[OTHER_TENANT.upper()]).access()

    assert access.tenants == {OTHER_TENANT}


@pytest.mark.parametrize("left_out", WHOLE)
def test_half_of_them_stop_the_start_and_the_missing_one_is_named(left_out):
    with pytest.raises(ValidationError, match=f"SIGNPOST_{left_out.upper()}") as refused:
        TeamsSettings(**{name: value for name, value in WHOLE.items() if name != left_out})

    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize(
    "impossible",
    [
        {"teams_app_id": "signpost"},
        {"teams_tenant": "common"},
        {"teams_tenant": "hub.onmicrosoft.com"},
        {"teams_tenants": ["*"]},
        {"teams_service_hosts": []},
        {"teams_service_hosts": ["https://smba.trafficmanager.net"]},
        {"teams_service_hosts": ["*.trafficmanager.net"]},
        {"teams_login_url": "http://login.microsoftonline.com"},
        {"teams_login_url": "https://127.0.0.1"},
        {"teams_login_url": "http://127.0.0.1:8000"},
        {"teams_login_url": "https://10.0.0.1"},
        {"teams_login_url": "https://name:word@login.microsoftonline.com"},
        {"teams_login_url": "https://login.microsoftonline.com?x"},
        {"teams_openid_url": "login.botframework.com"},
        {"teams_seconds": 0},
        {"teams_seconds": 40},
    ],
    ids=str,
)
def test_what_cannot_work_or_is_not_safe_stops_the_start(impossible):
    with pytest.raises(ValidationError):
        TeamsSettings(**WHOLE | impossible)


def test_secrets_are_not_listed(monkeypatch):
    monkeypatch.setenv("SIGNPOST_TEAMS_APP_ID", APP)
    monkeypatch.setenv("SIGNPOST_TEAMS_TENANT", TENANT)
    monkeypatch.setenv("SIGNPOST_TEAMS_APP_PASSWORD", "hidden")

    lines = "\n".join(listed())

    assert "SIGNPOST_TEAMS_APP_PASSWORD=(set)" in lines
    assert "hidden" not in lines
