"""Where the file is that names the sites."""

from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

FILE = "sites.yml"


class SiteSettings(BaseSettings):
    """Read once, when a process starts; an impossible value stops the start."""

    model_config = SettingsConfigDict(env_prefix="SIGNPOST_", frozen=True, extra="ignore")

    sites: Path | None = Field(
        default=None,
        description="The YAML file that names the web sites that embed the chat, each with its front door, "
        "greeting and colours. Unset: sites.yml in SIGNPOST_HOME, if it is there.",
    )

    @field_validator("sites", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return value or None

    def sites_file(self, home: Path) -> Path | None:
        """Return the file to be read, or None when there is none; one that was named must be there."""
        if self.sites is not None:
            return self.sites
        usual = home / FILE
        return usual if usual.is_file() else None
