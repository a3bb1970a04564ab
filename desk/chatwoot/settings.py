"""How the desk reaches Chatwoot, and how it knows what comes from there."""

from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from yarl import URL

from desk.outward import Outward

NEEDED = ("chatwoot_url", "chatwoot_account", "chatwoot_inbox", "chatwoot_token", "chatwoot_secret")
RULE = "SIGNPOST_CHATWOOT_URL takes an https address of a public host"
SHORTEST_SECRET = 16


class ChatwootSettings(BaseSettings):
    """Read once, when a process starts; all of the five that are needed, or none."""

    # without hide_input_in_errors a start that is refused would print the token
    model_config = SettingsConfigDict(
        env_prefix="SIGNPOST_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    chatwoot_url: str | None = Field(
        default=None,
        description="The https address of Chatwoot, for example https://app.chatwoot.com; when it is set "
        "requests for a person go there; see SIGNPOST_DESK_WAYS.",
    )
    chatwoot_account: int | None = Field(
        default=None, gt=0, description="The number of the account: it stands in every address of Chatwoot."
    )
    chatwoot_inbox: int | None = Field(
        default=None, gt=0, description="The number of the inbox, which is one of the kind API."
    )
    chatwoot_token: SecretStr | None = Field(
        default=None, description="The access token of the user in Chatwoot that Signpost writes as."
    )
    chatwoot_secret: SecretStr | None = Field(
        default=None, description="What Chatwoot signs its webhooks with: it stands in the inbox's settings."
    )
    chatwoot_seconds: float = Field(
        default=15.0, gt=0, le=120, description="How long Chatwoot may take for one request."
    )
    chatwoot_loopback: bool = Field(
        default=False,
        description="Whether Chatwoot may be on this machine, and then by plain http: to try it out.",
    )

    @model_validator(mode="after")
    def _can_work(self) -> Self:
        missing = [name for name in NEEDED if not getattr(self, name)]
        if 0 < len(missing) < len(NEEDED):
            names = ", ".join(f"SIGNPOST_{name.upper()}" for name in missing)
            raise ValueError(f"Chatwoot needs {names} as well")
        if self.is_set:
            self.outward().checked(self.chatwoot_url or "")
            self._refuse_what_cannot_be_sent()
        return self

    def _refuse_what_cannot_be_sent(self) -> None:
        url = URL(self.chatwoot_url or "")
        if url.query_string or url.fragment:
            raise ValueError("SIGNPOST_CHATWOOT_URL takes an address without ? and #")
        if not (self.token.isascii() and self.token.isprintable() and " " not in self.token):
            raise ValueError("SIGNPOST_CHATWOOT_TOKEN takes a token without blanks")
        if len(self.secret) < SHORTEST_SECRET:
            raise ValueError("SIGNPOST_CHATWOOT_SECRET takes the secret that Chatwoot shows, whole")

    @property
    def is_set(self) -> bool:
        """Is there a Chatwoot to go to?"""
        return bool(self.chatwoot_url)

    @property
    def token(self) -> str:
        """Return what proves to Chatwoot that it is us."""
        return self.chatwoot_token.get_secret_value() if self.chatwoot_token else ""

    @property
    def secret(self) -> bytes:
        """Return what Chatwoot signs with."""
        return self.chatwoot_secret.get_secret_value().encode() if self.chatwoot_secret else b""

    @property
    def inbox_name(self) -> str:
        """Return what tells this inbox from every other one anywhere."""
        url = URL(self.chatwoot_url or "")
        return f"{url.raw_host}:{url.port}/{self.chatwoot_account}/{self.chatwoot_inbox}"[:200]

    def address(self, path: str) -> str:
        """Return where something of the account is."""
        base = (self.chatwoot_url or "").rstrip("/")
        return f"{base}/api/v1/accounts/{self.chatwoot_account}/{path}"

    def outward(self) -> Outward:
        """Return where requests may go: to the host that is named, and nowhere else."""
        try:
            host = URL(self.chatwoot_url or "").raw_host or ""
        except ValueError:
            host = ""
        return Outward(frozenset({host}), self.chatwoot_loopback, RULE)
