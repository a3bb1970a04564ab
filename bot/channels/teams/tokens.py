"""Does the Bot Connector vouch for a call? Its token, judged without looking at anything else; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from desk.open_id.tokens import keys_of

ISSUER = "https://api.botframework.com"
ALGORITHMS = ("RS256",)  # never none, and never HS256, with which a public key could be taken for a secret
SKEW_S = 300
BEARER = "Bearer "
LONGEST_TOKEN = 8 * 1024
# headers that we do not know change nothing, unless `crit` names them
_HEADERS = jws.JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)


class NotVouchedFor(Exception):
    """The Bot Connector does not vouch for this call: `code` says in a word what is wrong with the token."""

    def __init__(self, code: str) -> None:
        super().__init__(f"the Bot Connector does not vouch for this call: {code}")
        self.code = code


class UnknownSigner(NotVouchedFor):
    """The token is signed with a key that was not published when we looked: look again."""


@dataclass(frozen=True)
class Signers:
    """The keys of the Bot Connector, and the channels that each of them may speak for."""

    keys: KeySet
    endorsed: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Voucher:
    """What a good token says: from which address the call comes, for which channels its key may speak."""

    service_url: str
    channels: frozenset[str]


def signers_of(document: Mapping[str, Any]) -> Signers:
    """Return the keys of a published set, or raise ProviderAway when there is none."""
    listed = document.get("keys")
    named = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    endorsed = {
        one["kid"]: _words(one.get("endorsements")) for one in named if isinstance(one.get("kid"), str)
    }
    return Signers(keys_of(document), endorsed)


def token_in(header: str | None) -> str:
    """Return the token of an Authorization header, or raise NotVouchedFor."""
    if header is None:
        raise NotVouchedFor("no_token")
    if not header.startswith(BEARER) or len(header) > LONGEST_TOKEN:
        raise NotVouchedFor("no_bearer")
    return header.removeprefix(BEARER)


def voucher_in(token: str, signers: Signers, app_id: str, now: datetime) -> Voucher:
    """Return what a token vouches for, or raise UnknownSigner or NotVouchedFor.

    It must be signed by a published key, for our app, not be over and have begun, give or take five minutes.
    """
    try:
        signed = jwt.decode(token, signers.keys, registry=_HEADERS)
    except InvalidKeyIdError:
        raise UnknownSigner("unknown_key") from None
    except JoseError as error:
        raise NotVouchedFor(error.error) from None
    except (
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        RecursionError,
    ):  # what is no token can be anything
        raise NotVouchedFor("malformed") from None
    kid, claims = signed.header.get("kid"), signed.claims
    if not isinstance(kid, str) or not isinstance(claims, dict):
        raise NotVouchedFor("malformed")
    _judge(claims, app_id, now.timestamp())
    return Voucher(claims["serviceurl"], signers.endorsed.get(kid, frozenset()))


def _judge(claims: Mapping[str, Any], app_id: str, now: float) -> None:
    if claims.get("iss") != ISSUER:
        raise NotVouchedFor("issuer")
    if claims.get("aud") != app_id:
        raise NotVouchedFor("audience")
    if now - SKEW_S >= _moment(claims, "exp"):
        raise NotVouchedFor("expired")
    if now + SKEW_S < _moment(claims, "nbf"):
        raise NotVouchedFor("not_yet")
    if not isinstance(claims.get("serviceurl"), str):
        raise NotVouchedFor("service_url")


def _moment(claims: Mapping[str, Any], name: str) -> float:
    given = claims.get(name)
    if isinstance(given, bool) or not isinstance(given, int | float) or not isfinite(given):
        raise NotVouchedFor(name)
    return given


def _words(given: object) -> frozenset[str]:
    return frozenset(one for one in given if isinstance(one, str)) if isinstance(given, list) else frozenset()
