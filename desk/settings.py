"""How cases reach brokers."""

from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class DeskSettings(BaseSettings):
    """Read once, when a process starts; an impossible value stops the start."""

    # without hide_input_in_errors a start that is refused would print the password
    model_config = SettingsConfigDict(
        env_prefix="SIGNPOST_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    smtp_host: str | None = Field(
        default=None,
        description="The mail server that requests for a person go through; unset: each is written to a file "
        "in SIGNPOST_HOME/outgoing.",
    )
    smtp_port: int = Field(default=587, ge=1, le=65535, description="The mail server's port.")
    smtp_tls: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the way to the mail server is encrypted: starttls, tls or none."
    )
    smtp_user: str | None = Field(default=None, description="The name to sign in to the mail server with.")
    smtp_password: SecretStr | None = Field(default=None, description="The password for the mail server.")
    smtp_seconds: float = Field(
        default=30.0, gt=0, le=120, description="How long the mail server may take for one request."
    )
    mail_from: str = Field(
        default="signpost@localhost", description="The address that requests for a person come from."
    )
    desk_mailbox: str | None = Field(
        default=None,
        description="The address that requests for a person go to; needed with SIGNPOST_SMTP_HOST.",
    )
    desk_mailboxes: dict[str, str] = Field(
        default_factory=dict,
        description='Addresses of single front doors, as JSON: {"hub id": "address"}; the others: '
        "SIGNPOST_DESK_MAILBOX.",
    )
    desk_poll_seconds: float = Field(
        default=2.0, gt=0, description="How often the desk looks for requests to be sent."
    )

    @model_validator(mode="after")
    def _can_work(self) -> Self:
        if self.smtp_host and not self.desk_mailbox:
            raise ValueError("SIGNPOST_SMTP_HOST needs SIGNPOST_DESK_MAILBOX: where should requests go?")
        if self.smtp_password and self.smtp_tls == "none" and self.smtp_host not in LOOPBACK:
            raise ValueError("SIGNPOST_SMTP_PASSWORD would be sent in the clear: set SIGNPOST_SMTP_TLS")
        for address in (self.mail_from, self.desk_mailbox, *self.desk_mailboxes.values()):
            if address is not None and not _is_address(address):
                raise ValueError("SIGNPOST_MAIL_FROM and SIGNPOST_DESK_MAILBOX take one e-mail address")
        return self

    def mailbox(self, hub_id: str) -> str | None:
        """Return where the requests for one front door go; None only without a mail server."""
        return self.desk_mailboxes.get(hub_id, self.desk_mailbox)


def _is_address(text: str) -> bool:
    local, at, domain = text.partition("@")
    plain = text.isprintable() and not set(text) & set(" <>,;\"'()[]\\:")
    return plain and bool(local and at and domain) and "@" not in domain
