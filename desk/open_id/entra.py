"""What is special about Microsoft Entra ID, told by the issuer alone.

It has no `email_verified`. The addresses of one tenant are its administrators' word; those of any tenant are
anybody's, for whoever makes a tenant can write another's address into it.
"""

import re
from urllib.parse import urlsplit

HOSTS = frozenset(
    {"login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn"}
)
PERSONAL_ACCOUNTS = "9188040d-6c67-4c5b-b112-36a304b66dad"  # the one tenant that everybody can join
_TENANT = re.compile(r"/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/v2\.0")


class NoTenant(ValueError):
    """An issuer of Entra names no single tenant: write the id of yours into it."""

    def __init__(self) -> None:
        super().__init__(
            "SIGNPOST_OPENID_ISSUER must name your own tenant of Entra ID by its id, as in https://"
            "login.microsoftonline.com/<tenant id>/v2.0: with common, organizations or consumers anybody "
            "could come in with an address of their choice"
        )


def tenant_of(issuer: str) -> str | None:
    """Return the one tenant of an issuer of Entra, None for another provider, or raise NoTenant."""
    found = urlsplit(issuer)
    if found.hostname not in HOSTS:
        return None
    tenant = _TENANT.fullmatch(found.path)
    if tenant is None or tenant[1] == PERSONAL_ACCOUNTS:
        raise NoTenant
    return tenant[1]
