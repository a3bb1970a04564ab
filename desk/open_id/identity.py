"""Who somebody is at the provider, out of the claims of a token that was checked; pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from desk.open_id.errors import TokenRefused
from knowledge.storage.brokers import address

LONGEST_SUBJECT, LONGEST_ADDRESS = 255, 254


@dataclass(frozen=True)
class Expected:
    """What a token must say to be for this desk; without domains every address will do.

    `entra` is true for one tenant of Microsoft Entra ID, whose word on addresses is taken as proof.
    """

    issuer: str
    client_id: str
    tenant: str | None = None
    entra: bool = False
    domains: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Identity:
    """Somebody at a provider: known for good by issuer and subject, at first by one of these addresses.

    The subject is the claim `sub`, also at Entra: its `oid` is nothing that other providers vouch for.
    """

    issuer: str
    subject: str
    addresses: tuple[str, ...]


def identity_of(claims: Mapping[str, Any], expected: Expected) -> Identity:
    """Return who the claims are about, or raise TokenRefused; there may be no address that is proven."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject.isprintable() or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise TokenRefused("subject")
    if expected.tenant is not None and claims.get("tid") != expected.tenant:
        raise TokenRefused("tenant")
    proven = dict.fromkeys(address(one) for one in _proven(claims, expected.entra) if _is_address(one))
    allowed = tuple(one for one in proven if _domain(one) in (expected.domains or {_domain(one)}))
    if expected.domains and not allowed:
        raise TokenRefused("domain")
    return Identity(expected.issuer, subject, allowed)


def _proven(claims: Mapping[str, Any], entra: bool) -> Iterator[Any]:
    if entra and "email_verified" not in claims:
        # the name to sign in with is always of a domain that the tenant has proven to own
        yield claims.get("preferred_username")
        if claims.get("xms_edov", True) in (True, 1, "1", "true"):  # "e-mail domain owner verified"
            yield claims.get("email")
    elif claims.get("email_verified") is True:
        yield claims.get("email")


def _is_address(text: Any) -> bool:
    # with other letters two addresses may be one in lower case: K, the sign for kelvin, becomes k
    return isinstance(text, str) and text.isascii() and text.count("@") == 1 and len(text) <= LONGEST_ADDRESS


def _domain(email: str) -> str:
    return email.rpartition("@")[2]
