"""The settings of signing in: what cannot work, or would let anybody in, stops the start."""

import pytest
from pydantic import ValidationError

from desk.sign_in_settings import SignInSettings

TENANT = "11111111-2222-3333-4444-555555555555"
ENTRA = {
    "openid_issuer": f"https://login.microsoftonline.com/{TENANT}/v2.0",
    "openid_client_id": "desk",
    "openid_client_secret": "hunter2",
    "desk_address": "https://desk.example.org",
}
OTHER = ENTRA | {"openid_issuer": "https://id.example.org/realms/hub"}


def test_brokers_sign_in_with_passwords_until_something_else_is_set():
    given = SignInSettings()

    assert given.desk_local_sign_in
    assert not given.openid_issuer


def test_the_tenant_of_entra_is_known_by_its_issuer():
    expected = SignInSettings(**ENTRA).expected()

    assert (expected.tenant, expected.entra) == (TENANT, True)


def test_the_word_of_another_provider_is_no_proof_of_an_address():
    expected = SignInSettings(**OTHER, openid_tenant="t1", openid_domains=["Hub.example"]).expected()

    assert (expected.tenant, expected.entra, expected.domains) == ("t1", False, {"hub.example"})


def test_the_address_to_register_is_made_of_where_the_console_is():
    given = SignInSettings(**ENTRA | {"desk_address": "https://desk.example.org/"})

    assert given.redirect_uri() == "https://desk.example.org/desk/sign-in/callback"
    assert given.signed_out_uri() == "https://desk.example.org/desk/sign-in"


@pytest.mark.parametrize(
    "issuer",
    [
        "https://login.microsoftonline.com/common/v2.0",
        "https://login.microsoftonline.com/organizations/v2.0",
        "https://login.microsoftonline.com/consumers/v2.0",
        "https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0",
        "https://login.microsoftonline.com/{tenantid}/v2.0",
        "https://login.microsoftonline.com/hub.onmicrosoft.com/v2.0",
        f"https://login.microsoftonline.com/{TENANT}",
        f"https://login.microsoftonline.com/{TENANT}/v2.0/",
        f"https://LOGIN.microsoftonline.com/{TENANT.replace('1', 'A')}/v2.0",
        "https://login.microsoftonline.us/common/v2.0",
        "https://login.partner.microsoftonline.cn/common/v2.0",
    ],
)
def test_an_issuer_of_entra_that_is_not_one_tenant_stops_the_start(issuer):
    with pytest.raises(ValidationError, match="must name your own tenant"):
        SignInSettings(**ENTRA | {"openid_issuer": issuer})


@pytest.mark.parametrize(
    ("impossible", "says"),
    [
        ({"openid_client_id": ""}, "needs SIGNPOST_OPENID_CLIENT_ID"),
        ({"openid_client_secret": None}, "needs SIGNPOST_OPENID_CLIENT_ID"),
        ({"openid_client_secret": "hunter2é"}, "plain ASCII"),
        ({"desk_address": None}, "SIGNPOST_DESK_ADDRESS"),
        ({"desk_address": "http://desk.example.org"}, "SIGNPOST_DESK_ADDRESS takes an https address"),
        ({"desk_address": "desk.example.org"}, "SIGNPOST_DESK_ADDRESS takes an https address"),
        ({"desk_address": "https://desk.example.org/desk/"}, "scheme and host alone"),
        ({"desk_address": "https://desk.example.org?x"}, "scheme and host alone"),
        ({"desk_address": "https://hunter2@desk.example.org"}, "scheme and host alone"),
        ({"openid_issuer": "http://id.example.org"}, "SIGNPOST_OPENID_ISSUER takes an https address"),
        (
            {"openid_issuer": "https://hunter2@id.example.org"},
            "SIGNPOST_OPENID_ISSUER takes an https address",
        ),
        ({"openid_issuer": "https://10.0.0.1"}, "SIGNPOST_OPENID_ISSUER takes an https address"),
        ({"openid_issuer": "https://localhost"}, "SIGNPOST_OPENID_ISSUER takes an https address"),
        ({"openid_issuer": "https://id.example.org/?tenant=x"}, "without"),
        ({"openid_issuer": "nonsense"}, "SIGNPOST_OPENID_ISSUER takes an https address"),
        ({"openid_issuer": "https://["}, "IPv6"),
        ({"openid_tenant": "another"}, "is not the tenant"),
        ({"openid_scopes": "profile email"}, "openid"),
        ({"openid_seconds": 0}, "openid_seconds"),
        ({"openid_label": ""}, "openid_label"),
        ({"desk_failures_per_address": 0}, "desk_failures_per_address"),
        ({"desk_proxies": -1}, "desk_proxies"),
    ],
    ids=str,
)
def test_what_cannot_work_stops_the_start_and_prints_no_secret(impossible, says):
    with pytest.raises(ValidationError, match=says) as refused:
        SignInSettings(**ENTRA | impossible)

    assert "hunter2" not in str(refused.value)


def test_without_a_provider_passwords_cannot_be_switched_off():
    with pytest.raises(ValidationError, match="needs SIGNPOST_OPENID_ISSUER: who gets in"):
        SignInSettings(desk_local_sign_in=False)
    assert not SignInSettings(**ENTRA, desk_local_sign_in=False).desk_local_sign_in


def test_the_secret_is_never_shown():
    assert "hunter2" not in repr(SignInSettings(**ENTRA))


def test_the_settings_come_from_the_environment(monkeypatch):
    for name, value in ENTRA.items():
        monkeypatch.setenv(f"SIGNPOST_{name.upper()}", value)
    monkeypatch.setenv("SIGNPOST_OPENID_DOMAINS", '["hub.example"]')
    monkeypatch.setenv("SIGNPOST_OPENID_TENANT", "")

    given = SignInSettings()

    assert given.client_secret() == "hunter2"
    assert given.expected().tenant == TENANT


def test_this_machine_may_be_the_provider_only_when_a_setting_says_so():
    given = OTHER | {"openid_issuer": "http://127.0.0.1:9000", "desk_address": "http://127.0.0.1:8090"}

    with pytest.raises(ValidationError):
        SignInSettings(**given)
    assert SignInSettings(**given, openid_loopback=True)


def test_every_setting_says_what_it_is_for():
    assert all(field.description for field in SignInSettings.model_fields.values())
