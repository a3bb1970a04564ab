"""How brokers sign in to the console: with passwords kept here, at a provider of OpenID Connect, or both."""

from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from desk.open_id.entra import tenant_of
from desk.open_id.identity import Expected
from desk.settings import LOOPBACK

if TYPE_CHECKING:
    from desk.outward import Outward

SIGN_IN = "/desk/sign-in"
START, CALLBACK = f"{SIGN_IN}/start", f"{SIGN_IN}/callback"


class SignInSettings(BaseSettings):
    """Read once, when a process starts; an impossible value stops the start."""

    # without hide_input_in_errors a start that is refused would print the secret
    model_config = SettingsConfigDict(
        env_prefix="SIGNPOST_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    desk_local_sign_in: bool = Field(
        default=True,
        description="Whether brokers may sign in with a password kept here; false needs "
        "SIGNPOST_OPENID_ISSUER.",
    )
    desk_failures_per_address: int = Field(
        default=20,
        gt=0,
        le=1000,
        description="After so many failed sign-ins from one address within 15 minutes more are refused; an "
        "IPv6 network (/64) is one address.",
    )
    desk_proxies: int = Field(
        default=0,
        ge=0,
        description="How many trusted proxies stand before the console: their X-Forwarded headers count. "
        "With 0 behind a proxy, all brokers have one address and one limit.",
    )
    desk_address: str | None = Field(
        default=None,
        description="Where brokers find the console, as https://desk.example.org; needed with "
        "SIGNPOST_OPENID_ISSUER.",
    )
    openid_issuer: str | None = Field(
        default=None,
        description="Who brokers can also sign in with, as OpenID Connect names it: "
        "https://login.microsoftonline.com/<tenant id>/v2.0. Unset: nobody.",
    )
    openid_client_id: str | None = Field(
        default=None, description="The console's id at the provider; needed with SIGNPOST_OPENID_ISSUER."
    )
    openid_client_secret: SecretStr | None = Field(
        default=None, description="The console's secret at the provider; needed with SIGNPOST_OPENID_ISSUER."
    )
    openid_scopes: str = Field(
        default="openid profile email", description="What the provider is asked for; openid is part of it."
    )
    openid_domains: list[str] = Field(
        default_factory=list,
        description='Only people with addresses of these domains get in, as JSON: ["hub.example"]; none: '
        "of any domain.",
    )
    openid_tenant: str | None = Field(
        default=None,
        description="The tenant (tid) that tokens must be of; for Entra ID it is taken from the issuer.",
    )
    openid_hosts: list[str] = Field(
        default_factory=list,
        description="Further hosts that the provider uses beside the issuer's, as JSON: "
        '["oauth2.googleapis.com", "www.googleapis.com"].',
    )
    openid_label: str = Field(
        default="your work account",
        min_length=1,
        max_length=60,
        description="What the button names: Sign in with ...",
    )
    openid_seconds: float = Field(
        default=10.0, gt=0, le=60, description="How long the provider may take for one request."
    )
    openid_loopback: bool = Field(
        default=False,
        description="Whether the provider may be this machine, and then by plain http: to try it out.",
    )

    @model_validator(mode="after")
    def _can_work(self) -> Self:
        if not self.openid_issuer:
            if not self.desk_local_sign_in:
                raise ValueError(
                    "SIGNPOST_DESK_LOCAL_SIGN_IN=false needs SIGNPOST_OPENID_ISSUER: who gets in?"
                )
            return self
        if not (self.openid_client_id and self.openid_client_secret and self.desk_address):
            raise ValueError(
                "SIGNPOST_OPENID_ISSUER needs SIGNPOST_OPENID_CLIENT_ID, SIGNPOST_OPENID_CLIENT_SECRET and "
                "SIGNPOST_DESK_ADDRESS"
            )
        if not f"{self.openid_client_id}{self.client_secret()}".isascii():
            raise ValueError("SIGNPOST_OPENID_CLIENT_ID and SIGNPOST_OPENID_CLIENT_SECRET are plain ASCII")
        if "openid" not in self.openid_scopes.split():
            raise ValueError("SIGNPOST_OPENID_SCOPES must have openid among them")
        self._refuse_issuer()
        self._refuse_address()
        return self

    def _refuse_issuer(self) -> None:
        issuer = self.openid_issuer or ""
        tenant = tenant_of(issuer)
        if tenant and self.openid_tenant not in (None, "", tenant):
            raise ValueError("SIGNPOST_OPENID_TENANT is not the tenant that SIGNPOST_OPENID_ISSUER names")
        found = urlsplit(issuer)
        try:
            self.outward().checked(issuer)
        except ValueError:
            raise ValueError("SIGNPOST_OPENID_ISSUER takes an https address of a public host") from None
        if found.query or found.fragment:
            raise ValueError("SIGNPOST_OPENID_ISSUER takes an address without ? and #")

    def _refuse_address(self) -> None:
        found = urlsplit(self.desk_address or "")
        plain = found.scheme == "http" and found.hostname in LOOPBACK
        if not found.hostname or not (found.scheme == "https" or plain):
            raise ValueError("SIGNPOST_DESK_ADDRESS takes an https address, or http on this machine")
        if found.path not in ("", "/") or found.query or found.fragment or "@" in found.netloc:
            raise ValueError("SIGNPOST_DESK_ADDRESS takes scheme and host alone: https://desk.example.org")

    def outward(self) -> "Outward":
        """Return where requests to the provider may go."""
        # aiohttp takes 8 MB, which whoever only lists settings does not need
        from desk.outward import Outward

        issuer = urlsplit(self.openid_issuer or "").hostname or ""
        return Outward(frozenset(host.lower() for host in (issuer, *self.openid_hosts)), self.openid_loopback)

    def expected(self) -> Expected:
        """Return what a token must say to be for this desk."""
        issuer = self.openid_issuer or ""
        its_tenant = tenant_of(issuer)
        return Expected(
            issuer,
            self.openid_client_id or "",
            self.openid_tenant or its_tenant,
            entra=its_tenant is not None,
            domains=frozenset(domain.lower() for domain in self.openid_domains),
        )

    def client_secret(self) -> str:
        """Return the console's secret at the provider."""
        return self.openid_client_secret.get_secret_value() if self.openid_client_secret else ""

    def redirect_uri(self) -> str:
        """Return where the provider sends people back to; it must be registered there."""
        return f"{(self.desk_address or '').rstrip('/')}{CALLBACK}"

    def signed_out_uri(self) -> str:
        """Return where people come back to when they have signed out of the provider too."""
        return f"{(self.desk_address or '').rstrip('/')}{SIGN_IN}"
