"""Whatever is sent as a token or published as keys, there is a decision and no accident."""

import base64
import json
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt

from bot.channels.teams.tokens import NotVouchedFor, signers_of, token_in, voucher_in
from demo.bot_connector import APP, key
from desk.open_id.errors import ProviderAway

NOW = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
AT = int(NOW.timestamp())
CLAIMS = {
    "iss": "https://api.botframework.com",
    "aud": APP,
    "nbf": AT,
    "exp": AT + 60,
    "serviceurl": "https://smba.trafficmanager.net/uk/",
}
PUBLIC = {**key().as_dict(private=False), "endorsements": ["msteams", 5, None]}
SIGNERS = signers_of({"keys": [PUBLIC]})


def judged(token):
    return voucher_in(token, SIGNERS, APP, NOW)


def signed(claims):
    return jwt.encode({"alg": "RS256", "kid": "k1"}, claims, key(), ["RS256"])


def encoded(text):
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def test_a_good_token_says_from_where_and_for_which_channels():
    voucher = judged(signed(CLAIMS))

    assert voucher.service_url == "https://smba.trafficmanager.net/uk/"
    assert voucher.channels == {"msteams"}


@pytest.mark.parametrize("odd", [float("nan"), float("inf"), -float("inf"), None, "1", True, [], {}])
@pytest.mark.parametrize("name", ["exp", "nbf"])
def test_a_time_that_is_none_is_refused(name, odd):
    with pytest.raises(NotVouchedFor):
        judged(signed(CLAIMS | {name: odd}))


@pytest.mark.parametrize(
    "part", ["[" * 4000, '{"alg":"RS256","kid":["k1"]}', '{"alg":["RS256"]}', "null", "5"]
)
def test_a_head_of_any_shape_is_refused(part):
    with pytest.raises(NotVouchedFor):
        judged(f"{encoded(part)}.{encoded('{}')}.{encoded('x')}")


@pytest.mark.parametrize("header", [None, "", "Bearer", "bearer x", "Basic x", "Bearer " + "x" * 9000])
def test_what_is_no_bearer_token_of_a_usual_length_is_not_even_looked_at(header):
    with pytest.raises(NotVouchedFor):
        token_in(header)


SOME = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.lists(st.text(), max_size=2)
)


@given(st.dictionaries(st.sampled_from([*CLAIMS, "x"]), SOME, min_size=1))
def test_whatever_the_claims_hold_there_is_a_decision(odd):
    try:
        voucher = judged(signed(CLAIMS | odd))
    except NotVouchedFor:
        return

    assert isinstance(voucher.service_url, str)


@given(
    st.text(max_size=200) | st.from_regex(r"[A-Za-z0-9_-]{0,40}\.[A-Za-z0-9_-]{0,40}\.[A-Za-z0-9_-]{0,40}")
)
def test_whatever_is_sent_as_a_token_there_is_a_decision(text):
    with pytest.raises(NotVouchedFor):
        judged(text)


@given(st.dictionaries(st.sampled_from(["kid", "kty", "n", "e", "use", "endorsements", "alg"]), SOME))
def test_a_key_that_is_none_is_left_out_and_the_others_serve(odd):
    signers = signers_of({"keys": [odd, PUBLIC, None, "x"]})

    assert voucher_in(signed(CLAIMS), signers, APP, NOW)


@pytest.mark.parametrize(
    "document", [{}, {"keys": None}, {"keys": []}, {"keys": [{"kty": "oct", "k": "eA"}]}]
)
def test_without_a_key_there_are_none(document):
    with pytest.raises(ProviderAway):
        signers_of(document)


def test_a_token_is_judged_quickly():
    token = signed(CLAIMS)
    began = time.process_time()
    for _ in range(100):
        judged(token)

    assert time.process_time() - began < 1


def test_what_is_told_of_a_refusal_is_a_word_and_never_what_was_sent():
    with pytest.raises(NotVouchedFor) as refused:
        judged(signed(CLAIMS | {"aud": "hunter2"}))

    assert "hunter2" not in json.dumps(str(refused.value))
