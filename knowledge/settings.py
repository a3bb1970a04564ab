"""Where Signpost keeps what it knows."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class KnowledgeSettings(BaseSettings):
    """Read once, when a process starts; an impossible value stops the start."""

    model_config = SettingsConfigDict(env_prefix="SIGNPOST_", frozen=True, extra="ignore")

    home: Path = Field(
        default=Path(".signpost/home"),
        description="The folder for the database, the trained model and the secrets.",
    )
    database_url: str | None = Field(
        default=None,
        description="A SQLAlchemy address (postgresql+psycopg://...); unset: a file in SIGNPOST_HOME.",
    )

    def database_address(self) -> str:
        """Return the address of the database in use."""
        return self.database_url or f"sqlite:///{self.home.resolve() / 'signpost.db'}"
