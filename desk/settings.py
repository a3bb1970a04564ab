"""How cases reach brokers."""

import base64
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import AfterValidator, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from desk.hours import Hours, Promise, promise
from desk.teams import Doors

if TYPE_CHECKING:
    from desk.outward import Outward

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
KEY_PREFIX = "whsec_"
SHORTEST_KEY, LONGEST_KEY = 24, 64


def _hours(text: str) -> str:
    Hours.parse(text)
    return text


type HoursText = Annotated[str, AfterValidator(_hours)]


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
    webhook_url: str | None = Field(
        default=None,
        description="The https address that requests for a person are posted to, as signed Standard "
        "Webhooks; when it is set they go there, else by mail, else to files; see SIGNPOST_DESK_WAYS.",
    )
    webhook_secret: SecretStr | None = Field(
        default=None,
        description="What webhooks are signed with: whsec_ and the base64 of 24 to 64 random bytes; needed "
        "with SIGNPOST_WEBHOOK_URL.",
    )
    webhook_form: Literal["signpost", "bot_framework"] = Field(
        default="signpost",
        description="How webhooks tell of a case: signpost is our own JSON, bot_framework the activities of "
        "Microsoft's handoff protocol (handoff.initiate).",
    )
    webhook_hosts: list[str] = Field(
        default_factory=list,
        description='The hosts that webhooks may go to, as JSON: ["desk.example.org"]; needed with '
        "SIGNPOST_WEBHOOK_URL.",
    )
    webhook_loopback: bool = Field(
        default=False,
        description="Whether webhooks may go to this machine, and then by plain http: to try them out.",
    )
    webhook_seconds: float = Field(
        default=15.0, gt=0, le=120, description="How long the receiver of a webhook may take for one request."
    )
    desk_host: str = Field(
        default="127.0.0.1",
        description="The address that the brokers' console listens on; put TLS and a proxy before it.",
    )
    desk_port: int = Field(default=8090, ge=0, le=65535, description="The port of the brokers' console.")
    desk_behind_tls: bool = Field(
        default=False,
        description="Whether a proxy brings the console to brokers by https: cookies are then sent so only.",
    )
    desk_silent_minutes: float = Field(
        default=30.0,
        gt=0,
        description="After how many minutes without a word of the broker a person who waits for one is given "
        "back to the assistant, and the case to the queue.",
    )
    desk_quiet_hours: float = Field(
        default=24.0,
        gt=0,
        le=8760,
        description="After how many hours in which nobody writes a person who has had the broker's last word "
        "is given back to the assistant; the case is handed back with them.",
    )
    desk_poll_seconds: float = Field(
        default=2.0, gt=0, description="How often the desk looks for requests to be sent."
    )
    desk_hours: HoursText | None = Field(
        default=None,
        description="When the front doors are open, UK time: Mon-Thu 09:00-17:00, Fri 09:00-16:00; they are "
        "closed on bank holidays of England. Unset: nobody is told when they are open.",
    )
    desk_hours_of: dict[str, HoursText] = Field(
        default_factory=dict,
        description='Opening hours of single front doors, as JSON: {"hub id": "hours"}; the others: '
        "SIGNPOST_DESK_HOURS.",
    )
    desk_reply_hours: float | None = Field(
        default=None,
        gt=0,
        le=200,
        description="Within how many opening hours somebody replies, which people are then promised. Unset: "
        "nothing is promised.",
    )

    @model_validator(mode="after")
    def _can_work(self) -> Self:
        if self.smtp_host and not self.desk_mailbox:
            raise ValueError("SIGNPOST_SMTP_HOST needs SIGNPOST_DESK_MAILBOX: where should requests go?")
        if self.smtp_password and self.smtp_tls == "none" and self.smtp_host not in LOOPBACK:
            raise ValueError("SIGNPOST_SMTP_PASSWORD would be sent in the clear: set SIGNPOST_SMTP_TLS")
        for address in (self.mail_from, self.desk_mailbox, *self.desk_mailboxes.values()):
            if address is not None and not is_address(address):
                raise ValueError("SIGNPOST_MAIL_FROM and SIGNPOST_DESK_MAILBOX take one e-mail address")
        return self

    @model_validator(mode="after")
    def _console_is_private(self) -> Self:
        if self.desk_host not in LOOPBACK and not self.desk_behind_tls:
            raise ValueError(
                "SIGNPOST_DESK_HOST would take passwords in the clear: set SIGNPOST_DESK_BEHIND_TLS"
            )
        return self

    @model_validator(mode="after")
    def _webhook_can_work(self) -> Self:
        if self.webhook_url or self.webhook_secret:
            self.webhook_key()
        if self.webhook_url:
            self.outward().checked(self.webhook_url)
        elif self.webhook_form != "signpost":
            raise ValueError("SIGNPOST_WEBHOOK_FORM needs SIGNPOST_WEBHOOK_URL: where should cases go?")
        return self

    def webhook_key(self) -> bytes:
        """Return what webhooks are signed with, or raise ValueError when the secret is none."""
        secret = self.webhook_secret.get_secret_value() if self.webhook_secret else ""
        try:
            key = base64.b64decode(secret.removeprefix(KEY_PREFIX), validate=True)
        except ValueError:
            key = b""
        if not secret.startswith(KEY_PREFIX) or not SHORTEST_KEY <= len(key) <= LONGEST_KEY:
            raise ValueError("SIGNPOST_WEBHOOK_SECRET is whsec_ and the base64 of 24 to 64 random bytes")
        return key

    def outward(self) -> "Outward":
        """Return where webhooks may go."""
        # aiohttp takes 8 MB, which a desk without a webhook does not need
        from desk.outward import Outward

        return Outward(frozenset(host.lower() for host in self.webhook_hosts), self.webhook_loopback)

    def mailbox(self, hub_id: str) -> str | None:
        """Return where the requests for one front door go; None only without a mail server."""
        return self.desk_mailboxes.get(hub_id, self.desk_mailbox)

    def promised(self, hub_id: str, at: datetime) -> Promise | None:
        """Return what somebody who asks at this moment may be promised; None while no hours are set."""
        hours = self.hours_of(hub_id)
        return None if hours is None else promise(hours, at, self.reply_within())

    def hours_of(self, hub_id: str) -> Hours | None:
        """Return when one front door is open; None while no hours are set."""
        return self.doors().hours(hub_id)

    def doors(self) -> Doors:
        """Return when the front doors are open."""
        usual = None if self.desk_hours is None else Hours.parse(self.desk_hours)
        return Doors(usual, {hub_id: Hours.parse(text) for hub_id, text in self.desk_hours_of.items()})

    def reply_within(self) -> timedelta | None:
        """Return in how much opening time somebody replies; None promises nothing."""
        return None if self.desk_reply_hours is None else timedelta(hours=self.desk_reply_hours)


def is_address(text: str) -> bool:
    """Is the text one plain e-mail address, that can stand in a mail's header?"""
    local, at, domain = text.partition("@")
    plain = text.isprintable() and not set(text) & set(" <>,;\"'()[]\\:")
    return plain and bool(local and at and domain) and "@" not in domain
