"""How Signpost is reached in Microsoft Teams; without these settings it is not there."""

import re
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from desk.outward import Outward, OutwardRefused

NEEDED = ("app_id", "app_password", "tenant")
OPENID_URL = "https://login.botframework.com/v1/.well-known/openidconfiguration"
LOGIN_URL = "https://login.microsoftonline.com"
SERVICE_HOST = "smba.trafficmanager.net"
RULE = "SIGNPOST_TEAMS_SERVICE_HOSTS names the hosts of Teams that are answered"
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")


@dataclass(frozen=True)
class Access:
    """All that is needed to hear and speak; `tenants` are the organisations whose people are answered."""

    app_id: str
    password: str = field(repr=False)
    tenant: str
    tenants: frozenset[str]
    service: Outward
    login: Outward
    openid: Outward


class TeamsSettings(BaseSettings):
    """Read once, when a process starts; an impossible value stops the start."""

    # without hide_input_in_errors a start that is refused would print the password
    model_config = SettingsConfigDict(
        env_prefix="SIGNPOST_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    teams_app_id: str | None = Field(
        default=None,
        description="The application (client) id of the bot at Microsoft. Unset: Signpost is not in Teams.",
    )
    teams_app_password: SecretStr | None = Field(
        default=None, description="The value of the client secret of that application."
    )
    teams_tenant: str | None = Field(
        default=None, description="The directory (tenant) id that the bot is registered in, as single tenant."
    )
    teams_tenants: list[str] = Field(
        default_factory=list,
        description="The tenant ids whose people are answered, as JSON. Unset: SIGNPOST_TEAMS_TENANT alone.",
    )
    teams_service_hosts: list[str] = Field(
        default_factory=lambda: [SERVICE_HOST],
        description="The hosts of Teams that are believed and answered, as JSON; others for national clouds.",
    )
    teams_login_url: str = Field(
        default=LOGIN_URL, description="Where the bot gets its own tokens; another one for national clouds."
    )
    teams_openid_url: str = Field(
        default=OPENID_URL,
        description="Where the keys of the Bot Connector are named; another one for national clouds.",
    )
    teams_seconds: float = Field(
        default=15.0, gt=0, le=25, description="How long Teams may take for one request."
    )
    teams_loopback: bool = Field(
        default=False,
        description="Whether Teams may be on this machine, and then by plain http: to try it out.",
    )

    @model_validator(mode="after")
    def _all_or_none(self) -> Self:
        missing = [name for name in NEEDED if not getattr(self, f"teams_{name}")]
        if missing and len(missing) < len(NEEDED):
            names = ", ".join(f"SIGNPOST_TEAMS_{name.upper()}" for name in missing)
            raise ValueError(f"Teams needs {names} as well: set all of them or none")
        ids = [one for one in (self.teams_app_id, self.teams_tenant, *self.teams_tenants) if one]
        if not all(_ID.fullmatch(one.lower()) for one in ids):
            raise ValueError(
                "SIGNPOST_TEAMS_APP_ID, SIGNPOST_TEAMS_TENANT and SIGNPOST_TEAMS_TENANTS take ids as the "
                "Azure portal shows them: 8-4-4-4-12 hexadecimal digits"
            )
        return self

    @model_validator(mode="after")
    def _goes_where_it_should(self) -> Self:
        if not self.teams_service_hosts or not all(map(_HOST.fullmatch, self._hosts())):
            raise ValueError("SIGNPOST_TEAMS_SERVICE_HOSTS takes names of hosts, without https:// and paths")
        for name in ("teams_login_url", "teams_openid_url"):
            try:
                found = self._only(getattr(self, name)).checked(getattr(self, name))
            except OutwardRefused as refused:
                raise ValueError(f"SIGNPOST_{name.upper()}: {refused}") from None
            if found.query_string or found.fragment:
                raise ValueError(f"SIGNPOST_{name.upper()} takes an address without ? and #")
        return self

    def access(self) -> Access | None:
        """Return what is needed to hear and speak; None when Signpost is not in Teams."""
        app_id, secret, tenant = self.teams_app_id, self.teams_app_password, self.teams_tenant
        if not app_id or secret is None or not tenant:
            return None
        return Access(
            app_id.lower(),
            secret.get_secret_value(),
            tenant.lower(),
            frozenset(one.lower() for one in self.teams_tenants) or frozenset({tenant.lower()}),
            Outward(self._hosts(), self.teams_loopback, RULE),
            self._only(self.teams_login_url),
            self._only(self.teams_openid_url),
        )

    def _hosts(self) -> frozenset[str]:
        return frozenset(host.lower() for host in self.teams_service_hosts)

    def _only(self, url: str) -> Outward:
        """Return that requests may go to the host of this address alone."""
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            host = ""
        rule = "it takes an https address of a public host"
        return Outward(frozenset({host}), self.teams_loopback, rule)
