"""Whom the claims are about, and which address they prove."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.open_id.errors import TokenRefused
from desk.open_id.identity import Expected, identity_of

PLAIN = Expected("https://id.example", "desk")
ENTRA = Expected("https://login.example", "desk", "t1", entra=True)


def addresses(claims, expected=PLAIN):
    return identity_of({"sub": "s", "tid": "t1"} | claims, expected).addresses


@pytest.mark.parametrize(
    ("claims", "proven"),
    [
        ({"email": "Jo@Hub.example", "email_verified": True}, ("jo@hub.example",)),
        ({"email": "jo@hub.example"}, ()),
        ({"email": "jo@hub.example", "email_verified": False}, ()),
        ({"email": "jo@hub.example", "email_verified": "true"}, ()),
        ({"email": "jo@hub.example", "email_verified": 1}, ()),
        ({"preferred_username": "jo@hub.example", "email_verified": True}, ()),
        ({"email": ["jo@hub.example"], "email_verified": True}, ()),
        ({"email": "jo", "email_verified": True}, ()),
        ({"email": "jo@hub@evil.example", "email_verified": True}, ()),
        ({"email": "\u212aate@hub.example", "email_verified": True}, ()),
        ({"email": f"{'x' * 250}@hub.example", "email_verified": True}, ()),
    ],
    ids=str,
)
def test_an_address_counts_when_the_provider_says_that_it_is_verified(claims, proven):
    assert addresses(claims) == proven


@pytest.mark.parametrize(
    ("claims", "proven"),
    [
        ({"preferred_username": "Jo@Hub.example"}, ("jo@hub.example",)),
        ({"email": "jo@hub.example"}, ("jo@hub.example",)),
        (
            {"preferred_username": "j.b@hub.example", "email": "jo@hub.example"},
            ("j.b@hub.example", "jo@hub.example"),
        ),
        ({"preferred_username": "jo@hub.example", "email": "jo@hub.example"}, ("jo@hub.example",)),
        ({"preferred_username": "+441632960123", "email": "jo@hub.example"}, ("jo@hub.example",)),
        ({"email": "jo@hub.example", "xms_edov": False}, ()),
        ({"email": "jo@hub.example", "xms_edov": True}, ("jo@hub.example",)),
        ({"email": "jo@hub.example", "xms_edov": "1"}, ("jo@hub.example",)),
        ({"preferred_username": "jo@hub.example", "email_verified": False}, ()),
    ],
    ids=str,
)
def test_at_one_tenant_of_entra_its_own_word_is_proof(claims, proven):
    assert addresses(claims, ENTRA) == proven


@pytest.mark.parametrize("tenant", [None, "", "t2", ["t1"]])
def test_a_token_of_another_tenant_is_refused(tenant):
    with pytest.raises(TokenRefused, match="tenant"):
        addresses({"tid": tenant}, ENTRA)


def test_with_domains_only_their_addresses_count_and_without_one_nobody_gets_in():
    ours = Expected("https://id.example", "desk", domains=frozenset({"hub.example"}))

    assert addresses({"email": "jo@HUB.example", "email_verified": True}, ours) == ("jo@hub.example",)
    for email in ("jo@other.example", "jo@sub.hub.example", "jo@hub.example.evil", None):
        with pytest.raises(TokenRefused, match="domain"):
            addresses({"email": email, "email_verified": True}, ours)


@pytest.mark.parametrize("subject", [None, "", 5, ["s"], "x" * 256, "a\nb"])
def test_without_a_subject_nobody_is_anybody(subject):
    with pytest.raises(TokenRefused, match="subject"):
        identity_of({"sub": subject}, PLAIN)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda some: st.lists(some, max_size=2) | st.dictionaries(st.text(max_size=3), some, max_size=2),
    max_leaves=4,
)
NAMES = st.sampled_from(["sub", "tid", "email", "email_verified", "preferred_username", "xms_edov"])


@given(st.dictionaries(NAMES, ANYTHING), st.sampled_from([PLAIN, ENTRA]))
def test_whatever_the_claims_hold_there_is_a_decision(claims, expected):
    try:
        found = identity_of(claims, expected)
    except TokenRefused:
        return

    assert found.subject == claims["sub"]
    assert all(one.count("@") == 1 and one == one.lower() for one in found.addresses)
