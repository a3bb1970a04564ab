"""How the app is called and what it says of itself in the catalogue of an organisation."""

import re

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LONGEST_NAME = 30
LONGEST_DEVELOPER = 32
MOST_DOMAINS = 15  # Teams takes 16, and our own is one of them
_VERSION = re.compile(r"(0|[1-9]\d{0,5})(\.(0|[1-9]\d{0,5})){2}")
_DOMAIN = re.compile(r"(\*\.)?[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")


class TeamsAppSettings(BaseSettings):
    """Read when the app is packed; an impossible value stops that."""

    model_config = SettingsConfigDict(env_prefix="SIGNPOST_", frozen=True, extra="ignore")

    teams_app_name: str = Field(
        default="Signpost",
        min_length=1,
        max_length=LONGEST_NAME,
        description="What the app is called in Teams, 30 characters at most.",
    )
    teams_app_developer: str = Field(
        default="Signpost",
        min_length=1,
        max_length=LONGEST_DEVELOPER,
        description="Who offers the app, as Teams shows it, 32 characters at most.",
    )
    teams_app_version: str = Field(
        default="1.0.0", description="The version of the app; Teams takes a new package only with a new one."
    )
    teams_app_domains: list[str] = Field(
        default_factory=list,
        max_length=MOST_DOMAINS,
        description="Other hosts that the app may show pages of, as JSON; SIGNPOST_PUBLIC_URL is known.",
    )

    @field_validator("teams_app_version")
    @classmethod
    def _is_version(cls, given: str) -> str:
        if _VERSION.fullmatch(given) is None:
            raise ValueError("SIGNPOST_TEAMS_APP_VERSION takes three numbers, for example 1.2.0")
        return given

    @field_validator("teams_app_domains")
    @classmethod
    def _are_domains(cls, given: list[str]) -> list[str]:
        if not all(_DOMAIN.fullmatch(one) for one in given):
            raise ValueError("SIGNPOST_TEAMS_APP_DOMAINS takes names of hosts, without https:// and paths")
        return given
