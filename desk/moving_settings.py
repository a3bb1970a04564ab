"""Where people can go on with a chat that they began on the web."""

import re
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_NUMBER = re.compile(r"\+[1-9][0-9 ]{6,20}")


class MovingSettings(BaseSettings):
    """Read once, when a process starts; an impossible value stops the start."""

    model_config = SettingsConfigDict(env_prefix="SIGNPOST_", frozen=True, extra="ignore")

    whatsapp_display_numbers: dict[str, str] = Field(
        default_factory=dict,
        description='The numbers that people write to on WhatsApp, as JSON: {"hub id": "+44 1632 960001"}, '
        'or {"": "+44 ..."} for every front door that has none of its own. Unset: nobody on the web is '
        "offered to go on there.",
    )

    @model_validator(mode="after")
    def _are_numbers(self) -> Self:
        if not all(map(_NUMBER.fullmatch, self.whatsapp_display_numbers.values())):
            raise ValueError(
                "SIGNPOST_WHATSAPP_DISPLAY_NUMBERS takes whole numbers with + and the country: "
                "+44 1632 960001"
            )
        return self
