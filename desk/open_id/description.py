"""What a provider says of itself in its discovery document; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desk.open_id.errors import ProviderAway
from desk.outward import Outward, OutwardRefused

WELL_KNOWN = "/.well-known/openid-configuration"
IN_THE_BODY, IN_A_HEADER = "client_secret_post", "client_secret_basic"


@dataclass(frozen=True)
class Description:
    """Where what is done; `end_session` is None where people cannot sign out of the provider.

    `secret_goes` is how the client proves who it is, `names_itself` whether each answer names its issuer.
    """

    authorization: str
    token: str
    keys: str
    end_session: str | None
    secret_goes: str
    names_itself: bool


def described_by(document: Mapping[str, Any], issuer: str, allowed: Outward) -> Description:
    """Return what it says, or raise ProviderAway when it is another's or leads where we may not go."""
    if document.get("issuer") != issuer:
        raise ProviderAway("discovery_issuer")
    return Description(
        _needed(document, "authorization_endpoint", allowed),
        _needed(document, "token_endpoint", allowed),
        _needed(document, "jwks_uri", allowed),
        _address(document.get("end_session_endpoint"), allowed),
        _way(document.get("token_endpoint_auth_methods_supported")),
        document.get("authorization_response_iss_parameter_supported") is True,
    )


def _needed(document: Mapping[str, Any], name: str, allowed: Outward) -> str:
    found = _address(document.get(name), allowed)
    if found is None:
        raise ProviderAway(f"discovery_{name}")
    return found


def _address(given: object, allowed: Outward) -> str | None:
    try:
        return str(allowed.checked(given)) if isinstance(given, str) else None
    except OutwardRefused:
        return None


def _way(methods: object) -> str:
    # in the body first: in a header not all agree on how to write a secret with unusual signs
    return IN_THE_BODY if isinstance(methods, list) and IN_THE_BODY in methods else IN_A_HEADER
