"""How Signpost is reached on WhatsApp by Twilio; without these settings it is not."""

import re
from dataclasses import dataclass, field
from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from desk.outward import Outward, OutwardRefused
from desk.settings import LOOPBACK
from knowledge.storage.outbox import Kind

HOST = "api.twilio.com"
RULE = f"SIGNPOST_TWILIO_API_URL takes https://{HOST}, or with SIGNPOST_TWILIO_LOOPBACK one of this machine"
CONTENT = r"^HX[0-9a-f]{32}$"
NEEDED = ("account_sid", "auth_token", "numbers")
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")


@dataclass(frozen=True)
class Access:
    """All that is needed to hear and speak; `numbers` are ours, each with its front door or with none.

    `signed_with` is what Twilio signs its calls with, `name` and `password` are what ours are let in with.
    """

    account: str
    numbers: dict[str, str]
    signed_with: str = field(repr=False)
    name: str
    password: str = field(repr=False)
    allowed: Outward


@dataclass(frozen=True)
class Content:
    """A content template that Meta has approved, which may go to who has not written for a day."""

    sid: str
    has_buttons: bool = True


class TwilioSettings(BaseSettings):
    """Read once, when a process starts; an impossible value stops the start."""

    # without hide_input_in_errors a start that is refused would print the secrets
    model_config = SettingsConfigDict(
        env_prefix="SIGNPOST_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    twilio_account_sid: str | None = Field(
        default=None,
        pattern=r"^AC[0-9a-f]{32}$",
        description="The account at Twilio that brings WhatsApp. Unset: it is not brought by Twilio.",
    )
    twilio_auth_token: SecretStr | None = Field(
        default=None, description="The auth token of that account, which Twilio signs its calls with."
    )
    twilio_numbers: dict[str, str] = Field(
        default_factory=dict,
        description='Our WhatsApp senders at Twilio, as JSON: {"+441632960001": "hub id"}, or {"+44...": ""} '
        "for one of no front door.",
    )
    twilio_api_key: str | None = Field(
        default=None,
        pattern=r"^SK[0-9a-f]{32}$",
        description="An API key that messages are sent with. Unset: with the auth token.",
    )
    twilio_api_key_secret: SecretStr | None = Field(
        default=None, description="The secret of that API key; needed with SIGNPOST_TWILIO_API_KEY."
    )
    twilio_messaging_service: str | None = Field(
        default=None,
        pattern=r"^MG[0-9a-f]{32}$",
        description="The messaging service that our senders are in. Unset: messages are sent without one.",
    )
    twilio_template: str | None = Field(
        default=None,
        pattern=CONTENT,
        description="The approved content template that says that an answer waits, for people who have not "
        "written for a day. Unset: what waits is not announced.",
    )
    twilio_follow_up_template: str | None = Field(
        default=None,
        pattern=CONTENT,
        description="The approved content template that asks how it went. Unset: who has not written for a "
        "day is asked by e-mail if they gave an address, or not at all.",
    )
    twilio_follow_up_buttons: bool = Field(
        default=True, description="Whether that template has the quick replies of the question."
    )
    twilio_reminder_template: str | None = Field(
        default=None,
        pattern=CONTENT,
        description="The approved content template that tells of a programme that somebody wanted to be told "
        "of. Unset: who has not written for a day is told by e-mail.",
    )
    twilio_seconds: float = Field(
        default=15.0, gt=0, le=25, description="How long Twilio may take for one request."
    )
    twilio_api_url: str = Field(default=f"https://{HOST}", description="Where Twilio takes messages.")
    twilio_loopback: bool = Field(
        default=False,
        description="Whether Twilio may be on this machine, and then by plain http: to try it out.",
    )

    @model_validator(mode="after")
    def _all_or_none(self) -> Self:
        missing = [name for name in NEEDED if not getattr(self, f"twilio_{name}")]
        if missing and len(missing) < len(NEEDED):
            names = ", ".join(f"SIGNPOST_TWILIO_{name.upper()}" for name in missing)
            raise ValueError(f"Twilio needs {names} as well: set all of them or none")
        if (self.twilio_api_key is None) is not (self.twilio_api_key_secret is None):
            raise ValueError("SIGNPOST_TWILIO_API_KEY and SIGNPOST_TWILIO_API_KEY_SECRET go together")
        if not all(map(_NUMBER.fullmatch, self.twilio_numbers)):
            raise ValueError("SIGNPOST_TWILIO_NUMBERS takes numbers as +441632960001, without spaces")
        return self

    @model_validator(mode="after")
    def _goes_to_twilio(self) -> Self:
        try:
            found = self._allowed().checked(self.twilio_api_url)
        except OutwardRefused as refused:
            raise ValueError(str(refused)) from None
        if found.path not in ("", "/") or found.query_string or found.fragment:
            raise ValueError("SIGNPOST_TWILIO_API_URL takes an address without a path, ? and #")
        return self

    def template(self, kind: Kind) -> Content | None:
        """Return what says this kind of row to who has not written for a day; None when nothing may."""
        given = {
            Kind.SAID: self.twilio_template,
            Kind.FOLLOW_UP: self.twilio_follow_up_template,
            Kind.REMINDER: self.twilio_reminder_template,
        }
        sid = given.get(kind)
        return Content(sid, kind is not Kind.FOLLOW_UP or self.twilio_follow_up_buttons) if sid else None

    def access(self) -> Access | None:
        """Return what is needed to hear and speak; None when Twilio brings nothing."""
        account, token, secret = self.twilio_account_sid, self.twilio_auth_token, self.twilio_api_key_secret
        if not account or token is None or not self.twilio_numbers:
            return None
        signed_with = token.get_secret_value()
        key = self.twilio_api_key
        by_key = (key, secret.get_secret_value()) if key is not None and secret is not None else None
        name, password = by_key or (account, signed_with)
        return Access(account, self.twilio_numbers, signed_with, name, password, self._allowed())

    def _allowed(self) -> Outward:
        hosts = frozenset({HOST, *(LOOPBACK if self.twilio_loopback else ())})
        return Outward(hosts, self.twilio_loopback, RULE)
