"""Is what the provider says of a person true, and meant for us, now, and for this sign-in? Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jws, jwt
from joserfc.errors import ClaimError, InvalidKeyIdError, JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet

from desk.open_id.errors import ProviderAway, TokenRefused
from desk.open_id.flows import Flow
from desk.open_id.identity import Expected

# never none, and never HS256, with which a public key could be taken for a secret one
ALGORITHMS = ("RS256", "ES256")
KEY_TYPES = ("RSA", "EC")
MOST_KEYS = 50
SKEW_S = 60
# headers that we do not know change nothing, unless `crit` names them: providers add their own
_HEADERS = jws.JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)


class UnknownKey(TokenRefused):
    """The provider signs with a key that it had not published when we looked: look again."""


def keys_of(document: Mapping[str, Any]) -> KeySet:
    """Return the keys of a JWKS that can sign tokens, or raise ProviderAway when there is none."""
    listed = document.get("keys")
    found = [_key(one) for one in listed[:MOST_KEYS]] if isinstance(listed, list) else []
    keys = [key for key in found if key is not None]
    if not keys:
        raise ProviderAway("keys")
    return KeySet(keys)


def claims_of(token: str, keys: KeySet, expected: Expected, flow: Flow, now: datetime) -> dict[str, Any]:
    """Return the claims of an ID token, or raise UnknownKey or TokenRefused with what is wrong with it.

    It must be signed by one of the keys, for this client and this sign-in, since that began, and not be over.
    """
    try:
        signed = jwt.decode(token, keys, registry=_HEADERS)
        claims = CodeIDToken(
            signed.claims,
            signed.header,
            {
                "iss": {"essential": True, "value": expected.issuer},
                "aud": {"essential": True, "value": expected.client_id},
                "nonce": {"essential": True, "value": flow.nonce},
            },
            {"nonce": flow.nonce, "client_id": expected.client_id},
        )
        claims.validate(int(now.timestamp()), SKEW_S)
    except InvalidKeyIdError:
        raise UnknownKey("unknown_key") from None
    except ClaimError as error:
        raise TokenRefused(f"token_{error.error}_{error.claim}") from None
    except JoseError as error:
        raise TokenRefused(f"token_{error.error}") from None
    except (ValueError, TypeError, AttributeError, KeyError):  # what is no token can be anything
        raise TokenRefused("token_malformed") from None
    if claims["iat"] < flow.began.timestamp() - SKEW_S:
        raise TokenRefused("token_too_old")
    return dict(claims)


def _key(given: object) -> Key | None:
    if not isinstance(given, dict) or given.get("kty") not in KEY_TYPES or given.get("use", "sig") != "sig":
        return None
    try:
        return JWKRegistry.import_key(given)
    except (JoseError, ValueError, TypeError, KeyError):
        return None  # another one may do
