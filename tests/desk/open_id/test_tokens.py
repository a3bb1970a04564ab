"""Whatever is sent as a token or as keys, there is a decision and no accident."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws, jwt
from joserfc.registry import HeaderParameter

from desk.open_id.errors import ProviderAway, TokenRefused
from desk.open_id.flows import Flow
from desk.open_id.identity import Expected
from desk.open_id.tokens import UnknownKey, claims_of, keys_of
from tests.desk.making import NOON
from tests.desk.open_id.provider import KEY, OTHER_KEY, make_key

EXPECTED = Expected("https://id.example", "desk")
FLOW = Flow("state", "nonce", "verifier", NOON)
PUBLIC = KEY.as_dict(private=False)
CLAIMS = {
    "iss": EXPECTED.issuer,
    "aud": "desk",
    "sub": "jo-1",
    "nonce": "nonce",
    "iat": int(NOON.timestamp()),
    "exp": int(NOON.timestamp()) + 300,
}
EXTRA = {"extra": HeaderParameter("Of this provider alone", "str")}
LENIENT = jws.JWSRegistry(EXTRA, algorithms=["RS256"])
KEYS = keys_of({"keys": [PUBLIC]})


def token(claims=CLAIMS, key=KEY, **header):
    return jwt.encode({"alg": "RS256", "kid": key.kid} | header, claims, key, registry=LENIENT)


def judged(text, keys=KEYS):
    return claims_of(text, keys, EXPECTED, FLOW, NOON)


def test_a_true_token_says_who_it_is():
    assert judged(token())["sub"] == "jo-1"


def test_a_header_that_we_do_not_know_changes_nothing_unless_it_must_be_known():
    assert judged(token(extra="x"))
    with pytest.raises(TokenRefused):
        judged(token(crit=["extra"], extra="x"))


def test_a_key_that_a_token_brings_along_is_not_used():
    with pytest.raises(TokenRefused):
        judged(token(key=OTHER_KEY, jwk=OTHER_KEY.as_dict(private=False)))


def test_a_key_that_is_not_published_is_told_from_a_wrong_signature():
    with pytest.raises(UnknownKey):
        judged(token(key=OTHER_KEY))
    with pytest.raises(TokenRefused) as refused:
        judged(token(key=make_key("k1")))
    assert refused.value.code == "token_bad_signature"


def test_what_is_wrong_is_told_by_the_name_of_the_claim_and_never_by_its_value():
    with pytest.raises(TokenRefused) as refused:
        judged(token(CLAIMS | {"aud": "hunter2"}))

    assert refused.value.code == "token_invalid_claim_aud"


@pytest.mark.parametrize("claim", CLAIMS)
def test_no_claim_may_be_left_out(claim):
    with pytest.raises(TokenRefused):
        judged(token({name: one for name, one in CLAIMS.items() if name != claim}))


SOME = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.lists(st.text(), max_size=2)
)


@given(st.sampled_from(sorted(CLAIMS)), SOME)
def test_whatever_a_claim_holds_there_is_a_decision(name, value):
    try:
        found = judged(token(CLAIMS | {name: value}))
    except TokenRefused:
        return

    assert found[name] == value


@given(
    st.text()
    | st.binary().map(lambda some: some.hex())
    | st.from_regex(r"[\w-]+\.[\w-]+\.[\w-]*", fullmatch=True)
)
def test_whatever_is_sent_as_a_token_is_refused(text):
    with pytest.raises(TokenRefused):
        judged(text)


@given(st.dictionaries(st.sampled_from(["alg", "kid", "typ", "crit", "b64", "zip"]), SOME))
def test_whatever_the_header_holds_there_is_a_decision(header):
    signed = token().split(".")
    signed[0] = base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")
    with pytest.raises(TokenRefused):
        judged(".".join(signed))


def test_keys_that_are_none_or_for_something_else_are_left_out():
    odd = [
        {"kty": "oct", "k": "c2VjcmV0"},
        {"kty": "RSA"},
        {"kty": "XYZ"},
        "x",
        None,
        PUBLIC | {"use": "enc"},
    ]

    assert [key.kid for key in keys_of({"keys": [*odd, PUBLIC]})] == ["k1"]
    for without in ({"keys": odd}, {"keys": []}, {"keys": {}}, {}):
        with pytest.raises(ProviderAway, match="keys"):
            keys_of(without)


PARTS = st.sampled_from(["n", "e", "crv", "x", "y", "kid", "alg", "use", "key_ops"])
KINDS = st.sampled_from(["RSA", "EC", "oct", "OKP"])


@given(st.dictionaries(PARTS, SOME | st.dictionaries(st.text(max_size=3), SOME, max_size=2)), KINDS)
def test_whatever_is_published_as_a_key_the_others_serve(odd, kind):
    keys = keys_of({"keys": [odd | {"kty": kind}, odd, PUBLIC]})

    assert judged(token(), keys) == CLAIMS
