"""Where Signpost keeps what it knows, and with which keys it seals what people tell."""

import base64
import binascii
import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

KEY_BYTES = 32


def key_list(text: str) -> list[str]:
    """Return the keys of a text, one a line or with commas between them, or raise ValueError.

    >>> key_list("no key")
    Traceback (most recent call last):
    ...
    ValueError: a key is none: `signpost encryption new-key` makes one
    """
    keys = [key for key in re.split(r"[,\s]+", text) if key]
    if not keys or not all(map(_is_key, keys)):
        raise ValueError("a key is none: `signpost encryption new-key` makes one")
    return keys


def _is_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, b"-_", validate=True)) == KEY_BYTES
    except (binascii.Error, ValueError):
        return False


def _keys(given: SecretStr) -> SecretStr:
    key_list(given.get_secret_value())
    return given


type FernetKeys = Annotated[SecretStr, AfterValidator(_keys)]


class KnowledgeSettings(BaseSettings):
    """Read once, when a process starts; an impossible value stops the start."""

    # without hide_input_in_errors a start that is refused would print the keys
    model_config = SettingsConfigDict(
        env_prefix="SIGNPOST_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    home: Path = Field(
        default=Path(".signpost/home"),
        description="The folder for the database, the trained model and the secrets.",
    )
    database_url: str | None = Field(
        default=None,
        description="A SQLAlchemy address (postgresql+psycopg://...); unset: a file in SIGNPOST_HOME.",
    )
    encryption_keys: FernetKeys | None = Field(
        default=None,
        description="The keys that seal what people tell, the newest first, separated by commas; unset: a "
        "file in SIGNPOST_HOME/secrets. Several machines need the same ones.",
    )
    index_key: SecretStr | None = Field(
        default=None,
        min_length=KEY_BYTES,
        description="The key of the marks by which addresses are found again, 32 characters or more, never "
        "changed; unset: a file in SIGNPOST_HOME/secrets. Several machines need the same one.",
    )

    def database_address(self) -> str:
        """Return the address of the database in use."""
        return self.database_url or f"sqlite:///{self.home.resolve() / 'signpost.db'}"
