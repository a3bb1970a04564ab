"""How Signpost is reached on WhatsApp; without these settings it is not there."""

from dataclasses import dataclass
from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from yarl import URL

from desk.settings import LOOPBACK
from knowledge.storage.outbox import Kind

NAME = r"^[a-z0-9_]{1,512}$"
LANGUAGE = r"^[a-z]{2,3}(_[A-Z]{2})?$"
NEEDED = ("numbers", "app_secret", "verify_token", "access_token")


@dataclass(frozen=True)
class Access:
    """All that is needed to hear and speak; `numbers` are ours, each with its front door or with none."""

    numbers: dict[str, str]
    app_secret: str
    verify_token: str
    access_token: str


@dataclass(frozen=True)
class Template:
    """A message that Meta has approved, which may go to who has not written for a day."""

    name: str
    language: str
    has_buttons: bool = True


class WhatsAppSettings(BaseSettings):
    """Read once, when a process starts; an impossible value stops the start."""

    # without hide_input_in_errors a start that is refused would print the secrets
    model_config = SettingsConfigDict(
        env_prefix="SIGNPOST_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    whatsapp_numbers: dict[str, str] = Field(
        default_factory=dict,
        description='The ids that Meta gave our phone numbers, as JSON: {"id": "hub id"}, or {"id": ""} for '
        "one of no front door. Unset: Signpost is not on WhatsApp.",
    )
    whatsapp_app_secret: SecretStr | None = Field(
        default=None, description="The secret of the app at Meta, which its calls are signed with."
    )
    whatsapp_verify_token: SecretStr | None = Field(
        default=None, description="A word of your own that Meta repeats when the webhook is set up."
    )
    whatsapp_access_token: SecretStr | None = Field(
        default=None, description="The token of the system user at Meta, which messages are sent with."
    )
    whatsapp_template: str | None = Field(
        default=None,
        pattern=NAME,
        description="The approved template that says that an answer waits, for people who have not written "
        "for a day. Unset: what waits is not announced.",
    )
    whatsapp_template_language: str = Field(
        default="en_GB", pattern=LANGUAGE, description="The language of that template."
    )
    whatsapp_follow_up_template: str | None = Field(
        default=None,
        pattern=NAME,
        description="The approved template that asks how it went. Unset: who has not written for a day is "
        "asked by e-mail if they gave an address, or not at all.",
    )
    whatsapp_follow_up_language: str = Field(
        default="en_GB", pattern=LANGUAGE, description="The language of that template."
    )
    whatsapp_follow_up_buttons: bool = Field(
        default=True,
        description="Whether that template has the five buttons of the how-to; without them people write.",
    )
    whatsapp_reminder_template: str | None = Field(
        default=None,
        pattern=NAME,
        description="The approved template that tells of a programme that somebody wanted to be told of. "
        "Unset: who has not written for a day is told by e-mail.",
    )
    whatsapp_reminder_language: str = Field(
        default="en_GB", pattern=LANGUAGE, description="The language of that template."
    )
    whatsapp_graph_url: str = Field(
        default="https://graph.facebook.com", description="Where the Graph API is."
    )
    whatsapp_graph_version: str = Field(
        default="v24.0", pattern=r"^v[0-9]{1,3}\.[0-9]$", description="The version of the Graph API."
    )
    whatsapp_loopback: bool = Field(
        default=False,
        description="Whether the Graph API may be on this machine, and then by plain http: to try it out.",
    )

    @model_validator(mode="after")
    def _all_or_none(self) -> Self:
        missing = [name for name in NEEDED if not getattr(self, f"whatsapp_{name}")]
        if missing and len(missing) < len(NEEDED):
            names = ", ".join(f"SIGNPOST_WHATSAPP_{name.upper()}" for name in missing)
            raise ValueError(f"WhatsApp needs {names} as well: set all of them or none")
        if not all(number.isascii() and number.isdigit() for number in self.whatsapp_numbers):
            raise ValueError("SIGNPOST_WHATSAPP_NUMBERS takes ids of numbers at Meta, which are digits")
        return self

    @model_validator(mode="after")
    def _graph_is_safe(self) -> Self:
        url = URL(self.whatsapp_graph_url)
        here = url.host in LOOPBACK
        if not url.host or url.user or url.query_string or url.fragment:
            raise ValueError("SIGNPOST_WHATSAPP_GRAPH_URL takes an address without name, query or fragment")
        if (here or url.scheme != "https") and not (
            here and self.whatsapp_loopback and url.scheme in ("http", "https")
        ):
            raise ValueError("SIGNPOST_WHATSAPP_GRAPH_URL takes an https address, and no one of this machine")
        return self

    def template(self, kind: Kind) -> Template | None:
        """Return what says this kind of row to who has not written for a day; None when nothing may."""
        follow_up = self.whatsapp_follow_up_template, self.whatsapp_follow_up_language
        given = {
            Kind.SAID: (self.whatsapp_template, self.whatsapp_template_language),
            Kind.FOLLOW_UP: follow_up,
            Kind.REMINDER: (self.whatsapp_reminder_template, self.whatsapp_reminder_language),
        }
        name, language = given.get(kind, (None, ""))
        has_buttons = kind is not Kind.FOLLOW_UP or self.whatsapp_follow_up_buttons
        return Template(name, language, has_buttons) if name else None

    def access(self) -> Access | None:
        """Return what is needed to hear and speak; None when Signpost is not on WhatsApp."""
        secret, word, token = self.whatsapp_app_secret, self.whatsapp_verify_token, self.whatsapp_access_token
        if not self.whatsapp_numbers or secret is None or word is None or token is None:
            return None
        given = (one.get_secret_value() for one in (secret, word, token))
        return Access(self.whatsapp_numbers, *given)
