"""How people are written to first."""

from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from desk.settings import LOOPBACK


class MailSettings(BaseSettings):
    """Read once, when a process starts; an impossible value stops the start."""

    model_config = SettingsConfigDict(env_prefix="SIGNPOST_", frozen=True, extra="ignore")

    public_url: str | None = Field(
        default=None,
        description="The https address under which people reach the chat (https://signpost.example.org): the "
        "links in mails to them lead there. Unset: with a mail server people get no mail.",
    )

    @model_validator(mode="after")
    def _is_an_origin(self) -> Self:
        if self.public_url is not None and not _is_origin(self.public_url):
            raise ValueError("SIGNPOST_PUBLIC_URL is https:// and a host, with nothing after it")
        return self

    def links_to(self, here: str, *, by_server: bool) -> str | None:
        """Return where links lead, None when nobody is to be mailed.

        `here` is this machine's own address, which is good enough while mails are only files.
        """
        if self.public_url is not None:
            return self.public_url.rstrip("/")
        return None if by_server else here


def _is_origin(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    rest = parts.path.strip("/") or parts.query or parts.fragment or parts.username or parts.password
    plain = address.isascii() and address.isprintable() and " " not in address
    return bool(safe and host and plain) and not rest
