"""Who comes back from the provider and is not let in."""

import base64
import hmac
import json
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from desk.brokers import disable_broker
from knowledge.storage.brokers import Brokers
from tests.desk.console.conftest import PASSWORD
from tests.desk.console.signing_on import CALLBACK, START, is_in, refused
from tests.desk.making import NOON
from tests.desk.open_id.provider import CLIENT, JO, KEY, OTHER_KEY, SECRET, make_key

MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize("state", ["", "forged", None, "é" * 50, "\x00"])
async def test_a_wrong_state_lets_nobody_in(world, state):
    browser = world.browser()
    back = await world.begin(browser)

    status, page = await world.come_back(browser, back, state=state)

    assert (status, "Start again" in page) == (400, True)
    assert "/token" not in world.provider.asked
    assert (await world.come_back(browser, back))[0] == 400


async def test_the_state_of_another_browser_lets_nobody_in(world):
    mine, theirs = world.browser(), world.browser()
    await world.begin(mine)
    back = await world.begin(theirs)

    assert (await world.come_back(mine, back))[0] == 400
    assert not await is_in(mine)


async def test_a_callback_is_good_once(world):
    browser = world.browser()
    answer = await browser.client.get(START, allow_redirects=False)
    cookie = answer.headers["Set-Cookie"].partition(";")[0]
    there = await browser.client.session.get(answer.headers["Location"], allow_redirects=False)
    back = f"{CALLBACK}?{urlsplit(there.headers['Location']).query}"
    assert (await browser.client.get(back)).status == 200

    other = world.browser()
    again = await other.client.get(back, headers={"Cookie": cookie})

    assert again.status == 400
    assert not await is_in(other)
    assert world.provider.asked.count("/token") == 1


async def test_a_sign_in_that_took_too_long_begins_again(world):
    browser = world.browser()
    back = await world.begin(browser)
    world.clock.now = NOON + 11 * MINUTE

    assert (await world.come_back(browser, back))[0] == 400


async def test_a_code_that_the_provider_never_gave_begins_again(world):
    await refused(world, 400, "Start again", code="forged")


@pytest.mark.parametrize("code", [None, "", "x" * 4097])
async def test_what_is_no_code_is_not_even_sent_to_the_provider(world, code):
    await refused(world, 400, "Start again", code=code)

    assert "/token" not in world.provider.asked


async def test_whoever_says_no_at_the_provider_can_begin_again_and_reads_no_detail(world):
    page = await refused(world, 400, "Start again", error="access_denied", error_description="hunter2")

    assert "hunter2" not in page
    assert "access_denied" not in page


@pytest.mark.parametrize("issuer", ["https://evil.example", None])
async def test_an_answer_of_another_provider_is_refused(world, issuer):
    await refused(world, 401, "could not be checked", iss=issuer)


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"exp": int((NOON - 2 * MINUTE).timestamp())},
        {"exp": None},
        {"exp": "never"},
        {"iat": int((NOON + 5 * MINUTE).timestamp())},
        {"iat": int((NOON - 5 * MINUTE).timestamp())},
        {"iat": None},
        {"aud": "another"},
        {"aud": ["another", CLIENT]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"aud": None},
        {"azp": "another"},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"sub": None},
        {"sub": ""},
        {"sub": ["jo-1"]},
        {"sub": "x" * 256},
        {"nbf": int((NOON + 5 * MINUTE).timestamp())},
    ],
    ids=str,
)
async def test_a_token_that_is_not_for_this_sign_in_is_refused(world, claims):
    world.provider.claims = claims

    await refused(world, 401, "could not be checked")


async def test_an_issuer_among_others_is_refused(world):
    world.provider.claims = {"iss": [world.provider.issuer, "https://evil.example"]}

    await refused(world, 401, "could not be checked")


@pytest.mark.parametrize("minutes", [-0.5, 0.5])
async def test_clocks_may_differ_a_little(world, minutes):
    later = NOON + minutes * MINUTE
    world.provider.claims = {"iat": int(later.timestamp()), "exp": int((NOON - 0.5 * MINUTE).timestamp())}

    assert (await world.sign_in())[0] == 200


def segment(content):
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def by_hand(alg, claims, secret=b""):
    """A token that no honest library would make."""
    begun = ".".join(segment(json.dumps(one).encode()) for one in ({"alg": alg, "kid": "k1"}, claims))
    signature = segment(hmac.digest(secret, begun.encode(), "sha256")) if secret else ""
    return f"{begun}.{signature}"


def without_signature(provider):
    provider.signed = lambda claims: by_hand("none", claims)


def with_the_public_key_as_a_secret(provider):
    provider.signed = lambda claims: by_hand("HS256", claims, KEY.as_pem(private=False))


def with_the_client_secret(provider):
    provider.signed = lambda claims: by_hand("HS256", claims, SECRET.encode())


def with_another_key_of_the_same_name(provider):
    provider.key = make_key("k1")


def with_another_algorithm(provider):
    provider.alg = "PS256"


def with_a_key_that_is_not_published(provider):
    provider.key = OTHER_KEY


def with_something_that_is_no_token(provider):
    provider.signed = lambda claims: "eyJhbGciOiJSUzI1NiJ9.bm8.bm8"


@pytest.mark.parametrize(
    "forge",
    [
        without_signature,
        with_the_public_key_as_a_secret,
        with_the_client_secret,
        with_another_key_of_the_same_name,
        with_another_algorithm,
        with_a_key_that_is_not_published,
        with_something_that_is_no_token,
    ],
    ids=lambda one: one.__name__,
)
async def test_a_token_that_is_signed_otherwise_is_refused(world, forge):
    forge(world.provider)

    await refused(world, 401, "could not be checked")


async def test_a_token_that_is_signed_with_es256_is_taken(world):
    world.provider.key, world.provider.alg = make_key("e1", "P-256"), "ES256"
    world.provider.published = [world.provider.key]

    assert (await world.sign_in())[0] == 200


async def test_a_new_key_of_the_provider_is_looked_for_once_a_minute_at_most(world):
    await world.sign_in()
    world.provider.key, world.provider.published = OTHER_KEY, [KEY, OTHER_KEY]

    await refused(world, 401, "could not be checked")  # the keys were looked at less than a minute ago
    asked = world.provider.asked.count("/keys")
    world.clock.now = NOON + MINUTE
    browser = world.browser()
    await world.sign_in(browser)

    assert await is_in(browser)
    assert (asked, world.provider.asked.count("/keys")) == (1, 2)


@pytest.mark.parametrize(
    "person",
    [
        {"sub": "jo-1", "email": "jo@hub.example"},
        {"sub": "jo-1", "email": "jo@hub.example", "email_verified": False},
        {"sub": "jo-1", "email": "jo@hub.example", "email_verified": "true"},
        {"sub": "jo-1", "preferred_username": "jo@hub.example"},
        {"sub": "jo-1"},
        {"sub": "ada-1", "email": "ada@hub.example", "email_verified": True},
    ],
    ids=str,
)
async def test_without_a_proven_address_that_has_an_account_nobody_is_let_in(world, person):
    world.provider.person = person

    await refused(world, 403, "no account of this desk")
    assert world.account().subject is None


async def test_whoever_has_the_address_later_is_not_let_in(world):
    await world.sign_in()
    world.provider.person = JO | {"sub": "somebody-new"}

    await refused(world, 403, "no account of this desk")


async def test_whoever_is_disabled_is_not_let_in(world):
    with world.database.open() as session:
        disable_broker(session, "b1", NOON)

    await refused(world, 403, "no account of this desk")
    assert world.account().subject is None


async def test_an_account_with_a_password_is_opened_by_no_provider(world, password_hash):
    with world.database.open() as session:
        Brokers(session).set_password("b1", password_hash)

    await refused(world, 403, "no account of this desk")
    assert (await world.browser().sign_in()).status == 200


async def test_an_account_for_the_provider_is_opened_by_no_password(world):
    assert (await world.browser().sign_in(password=PASSWORD)).status == 401


@pytest.mark.parametrize("settings", [{"openid_domains": ["Other.example"]}])
async def test_only_addresses_of_allowed_domains_get_in(world):
    await refused(world, 401, "could not be checked")


@pytest.mark.parametrize("settings", [{"openid_tenant": "t1"}])
async def test_only_people_of_the_tenant_get_in(world):
    await refused(world, 401, "could not be checked")
    world.provider.person["tid"] = "t1"

    assert (await world.sign_in())[0] == 200
