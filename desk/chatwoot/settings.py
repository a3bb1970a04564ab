"""How the desk reaches Chatwoot, and how it knows what comes from there."""

from typing import Self

from pydantic import Field, PrivateAttr, SecretStr, model_validator
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
    chatwoot_inboxes: dict[str, int] = Field(
        default_factory=dict,
        description='The inboxes of single front doors, as JSON: {"hub id": 8}; its agents alone can take a '
        "request there. The others share SIGNPOST_CHATWOOT_INBOX.",
    )
    chatwoot_secrets: dict[str, SecretStr] = Field(
        default_factory=dict,
        description="What the webhooks of those inboxes are signed with, as JSON: "
        '{"hub id": "the secret in the settings of its inbox"}.',
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

    _shared: int | None = PrivateAttr(default=None)

    @model_validator(mode="after")
    def _can_work(self) -> Self:
        missing = [name for name in NEEDED if not getattr(self, name)]
        if 0 < len(missing) < len(NEEDED):
            names = ", ".join(f"SIGNPOST_{name.upper()}" for name in missing)
            raise ValueError(f"Chatwoot needs {names} as well")
        if self.chatwoot_inboxes.keys() != self.chatwoot_secrets.keys() or (
            self.chatwoot_inboxes and not self.is_set
        ):
            raise ValueError(
                "SIGNPOST_CHATWOOT_INBOXES needs a secret of each in SIGNPOST_CHATWOOT_SECRETS, and all that "
                "Chatwoot needs besides"
            )
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
        secrets = (self.secret, *(one.get_secret_value() for one in self.chatwoot_secrets.values()))
        if min(map(len, secrets)) < SHORTEST_SECRET or min(self.chatwoot_inboxes.values(), default=1) < 1:
            raise ValueError(
                "SIGNPOST_CHATWOOT_SECRET and SIGNPOST_CHATWOOT_SECRETS take what Chatwoot shows, whole, and "
                "SIGNPOST_CHATWOOT_INBOXES takes numbers"
            )

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

    @property
    def shared_inbox(self) -> int | None:
        """Return the inbox of the front doors that have none of their own."""
        return self._shared or self.chatwoot_inbox

    def inbox_of(self, hub_id: str) -> int | None:
        """Return the number of the inbox whose agents work for a front door."""
        return self.chatwoot_inboxes.get(hub_id, self.shared_inbox)

    def is_for(self, hub_id: str) -> bool:
        """Do the agents of this inbox work for this front door?"""
        return self.inbox_of(hub_id) == self.chatwoot_inbox

    def of_hub(self, hub_id: str) -> Self:
        """Return the same for the inbox of a front door."""
        return next(one for one in self.each() if one.chatwoot_inbox == self.inbox_of(hub_id))

    def each(self) -> tuple[Self, ...]:
        """Return the same for every inbox that there is, the shared one first."""
        made = {self.chatwoot_inbox: self}
        for hub_id, inbox in self.chatwoot_inboxes.items():
            its = {"chatwoot_inbox": inbox, "chatwoot_secret": self.chatwoot_secrets[hub_id]}
            one = self.model_copy(update=its)
            one._shared = self.shared_inbox
            made.setdefault(inbox, one)
        return tuple(made.values())

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
