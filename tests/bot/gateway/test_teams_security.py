"""Who is not vouched for, or not for us, gets the right status, and nothing of it is stored."""

import base64
import hashlib
import hmac
import json

import pytest
from joserfc import jwt

from demo.activities import OTHER_TENANT, activity
from demo.bot_connector import APP, TENANT, key, make_key

MINUTE = 60


def parts(*content):
    """Return the parts of a token before its signature."""
    made = [base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode() for one in content]
    return ".".join(made)


def unsigned(connector, now):
    """Return a token of the algorithm none."""
    return bearer(parts({"alg": "none", "kid": "k1"}, connector.claims(now)) + ".")


def with_public_key(connector, now):
    """Return a token whose secret is the public key, as if that were one."""
    signed = parts({"alg": "HS256", "kid": "k1"}, connector.claims(now))
    made = hmac.new(key().as_pem(private=False), signed.encode(), hashlib.sha256).digest()
    return bearer(f"{signed}.{base64.urlsafe_b64encode(made).rstrip(b'=').decode()}")


def without_kid(connector, now):
    return bearer(jwt.encode({"alg": "RS256"}, connector.claims(now), key(), ["RS256"]))


def own_key_inside(connector, now):
    header = {"alg": "RS256", "kid": "k1", "jwk": key("k3").as_dict(private=False)}
    return bearer(jwt.encode(header, connector.claims(now), key("k3"), ["RS256"]))


def cut(connector, now):
    return {"Authorization": connector.bearer(now)["Authorization"][:-6]}


def tampered(connector, now):
    head, claims, signature = connector.bearer(now)["Authorization"].split(".")
    other = connector.bearer(now, exp=now + 9 * 3600)["Authorization"].split(".")[1]
    assert other != claims
    return {"Authorization": ".".join((head, other, signature))}


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


FORGED = {
    "no header": lambda *_: {},
    "an empty header": lambda *_: {"Authorization": ""},
    "another scheme": lambda *_: {"Authorization": "Basic eA=="},
    "no token": lambda *_: bearer(""),
    "no token at all": lambda *_: bearer("a.b.c"),
    "odd letters": lambda *_: bearer("e30.e30.\u00e9"),
    "algorithm none": unsigned,
    "HS256 with the public key": with_public_key,
    "no key named": without_kid,
    "a key that it brings along": own_key_inside,
    "a cut signature": cut,
    "another's claims": tampered,
    "an unknown key": lambda connector, now: connector.bearer(now, key("k3")),
    "another key under the same name": lambda connector, now: connector.bearer(now, make_key("k1")),
}
CLAIMS = {
    "wrong issuer": {"iss": "https://login.microsoftonline.com/x/v2.0"},
    "issuer with a slash": {"iss": "https://api.botframework.com/"},
    "no issuer": {"iss": None},
    "wrong audience": {"aud": "another-app"},
    "several audiences": {"aud": [APP, "another-app"]},
    "no audience": {"aud": None},
    "no expiry": {"exp": None},
    "an expiry that is no number": {"exp": "tomorrow"},
    "an expiry that is true": {"exp": True},
    "no beginning": {"nbf": None},
    "no service url": {"serviceurl": None},
    "a service url that is none": {"serviceurl": ["x"]},
}


@pytest.mark.parametrize("name", FORGED)
async def test_what_the_bot_connector_has_not_signed_is_refused(ada, connector, name):
    headers = FORGED[name](connector, ada.now)

    status, answer = await ada.call(activity(connector, text="We need money"), headers)

    assert (status, answer["error"]["code"]) == (401, "not_vouched_for")
    assert ada.nothing_is_stored()


@pytest.mark.parametrize("name", CLAIMS)
async def test_a_signed_token_that_is_not_for_us_is_refused(ada, connector, name):
    headers = connector.bearer(ada.now, **CLAIMS[name])

    status, _ = await ada.call(activity(connector, text="We need money"), headers)

    assert status == 401
    assert ada.nothing_is_stored()


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"exp": -6 * MINUTE}, 401),
        ({"exp": -4 * MINUTE}, 200),
        ({"nbf": 6 * MINUTE}, 401),
        ({"nbf": 4 * MINUTE}, 200),
    ],
    ids=str,
)
async def test_five_minutes_of_difference_between_clocks_are_allowed_and_six_are_not(
    ada, connector, claims, status
):
    moved = {name: int(ada.now) + by for name, by in claims.items()}

    found, _ = await ada.call(activity(connector, text="Hello"), connector.bearer(ada.now, **moved))

    assert found == status
    assert ada.nothing_is_stored() is (status == 401)


NOT_FOR_US = {
    "another service url in the body": {"serviceUrl": "https://smba.trafficmanager.net/uk/"},
    "no service url": {"serviceUrl": None},
    "another channel": {"channelId": "webchat"},
    "no channel": {"channelId": None},
    "another tenant": {
        "channelData": {"tenant": {"id": OTHER_TENANT}},
        "conversation": {"id": "a:1", "tenantId": OTHER_TENANT},
    },
    "two tenants": {"channelData": {"tenant": {"id": OTHER_TENANT}}},
    "no tenant": {"channelData": {}, "conversation": {"id": "a:1"}},
    "odd shapes": {"channelData": [], "conversation": "a:1"},
}


@pytest.mark.parametrize("path", ["/other/", "/emea/x", "/EMEA/", "/emea/?x", "/"])
async def test_another_service_address_in_the_body_is_refused_also_on_an_allowed_host(
    ada, connector, path, caplog
):
    content = activity(connector, text="We need money", serviceUrl=f"{connector.origin}{path}")

    assert (await ada.call(content))[0] == 403
    assert "service_url" in caplog.text
    assert ada.nothing_is_stored()


async def test_another_service_address_in_the_token_is_refused_also_on_an_allowed_host(ada, connector):
    headers = connector.bearer(ada.now, serviceurl=f"{connector.origin}/other/")

    assert (await ada.call(activity(connector, text="We need money"), headers))[0] == 403
    assert ada.nothing_is_stored()


@pytest.mark.parametrize("name", NOT_FOR_US)
async def test_a_body_that_is_not_what_is_vouched_for_is_refused(ada, connector, name):
    content = activity(connector, text="We need money", **NOT_FOR_US[name])

    status, answer = await ada.call(content)

    assert (status, answer["error"]["code"]) == (403, "not_for_us")
    assert ada.nothing_is_stored()


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/emea/",
        "http://localhost:1/",
        "https://127.0.0.1@evil.example/",
        "file:///etc",
        "x",
        "",
    ],
)
async def test_a_host_that_is_not_allowed_is_neither_believed_nor_answered(ada, connector, url):
    headers = connector.bearer(ada.now, serviceurl=url)

    status, _ = await ada.call(activity(connector, text="Hello", serviceUrl=url), headers)

    assert status == 403
    assert ada.nothing_is_stored()
    assert connector.tokens == []


async def test_a_key_speaks_only_for_the_channels_that_it_is_endorsed_for(ada, connector):
    connector.endorsements = ["webchat"]

    status, _ = await ada.call(activity(connector, text="Hello"))

    assert status == 403
    assert ada.nothing_is_stored()


async def test_the_same_call_again_changes_nothing(ada, connector):
    content, headers = activity(connector, text="We need money"), connector.bearer(ada.now)
    for _ in range(3):
        assert (await ada.call(content, headers))[0] == 200

    assert ada.world.engine.texts() == ["We need money"]
    assert len(connector.sent) == 2


async def test_a_case_of_letters_in_the_ids_of_organisations_makes_no_other_one(ada, connector):
    upper = {"channelData": {"tenant": {"id": TENANT.upper()}}}

    assert (await ada.call(activity(connector, text="Hello", **upper)))[0] == 200


async def test_keys_are_looked_up_once_an_hour_and_anew_for_one_that_is_not_known(ada, connector):
    for number in range(3):
        await ada.write(f"Hello {number}")
    assert connector.asked == ["description", "keys"]

    connector.published = [key(), key("k2")]
    ada.world.clock.forward(minutes=2)
    said = activity(connector, text="Hello", id="new")
    found, _ = await ada.call(said, connector.bearer(ada.now, key("k2")))
    assert found == 200
    assert connector.asked.count("keys") == 2


async def test_however_many_unknown_keys_are_shown_the_look_is_once_a_minute(ada, connector):
    for _ in range(20):
        await ada.call(activity(connector, text="Hello"), connector.bearer(ada.now, key("k3")))

    assert connector.asked.count("keys") == 1
    ada.world.clock.forward(seconds=61)
    for _ in range(20):
        await ada.call(activity(connector, text="Hello"), connector.bearer(ada.now, key("k3")))
    assert connector.asked.count("keys") == 2


async def test_while_the_keys_are_away_those_that_are_known_serve_for_a_day(ada, connector):
    await ada.write("Hello")
    connector.keys_away = True
    ada.world.clock.forward(hours=23)
    await ada.write("Still there?")

    ada.world.clock.forward(hours=2)
    status, _ = await ada.call(activity(connector, text="And now?", id="later"))
    assert status == 503
    assert ada.world.engine.texts() == ["Hello", "Still there?"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "https://evil.example"},
        {"jwks_uri": "https://evil.example/keys"},
        {"jwks_uri": None},
    ],
)
async def test_a_description_of_another_or_that_leads_elsewhere_is_not_believed(
    ada, connector, wrong, caplog
):
    connector.documents = wrong

    status, answer = await ada.call(activity(connector, text="Hello"))

    assert (status, answer["error"]["code"]) == (503, "keys_away")
    assert "keys of the Bot Connector" in caplog.text
    assert ada.nothing_is_stored()


async def test_nothing_of_a_body_is_read_before_the_token_is_judged(ada, connector):
    assert (await ada.call(b"{", {}))[0] == 401
    assert (await ada.call(b"x" * 200_000, connector.bearer(ada.now, key("k3"))))[0] == 401


async def test_no_refusal_repeats_what_was_sent(ada, connector, caplog):
    headers = connector.bearer(ada.now, key("k3"))

    _, answer = await ada.call(activity(connector, text="hunter2"), headers)

    for shown in (caplog.text, json.dumps(answer)):
        assert "hunter2" not in shown
        assert headers["Authorization"][8:40] not in shown
