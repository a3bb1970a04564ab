"""Who works at the desk, and how long a request may wait there."""

from datetime import timedelta
from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

FILE = "desk.yml"


class TeamSettings(BaseSettings):
    """Read once, when a process starts; an impossible value stops the start."""

    model_config = SettingsConfigDict(env_prefix="SIGNPOST_", frozen=True, extra="ignore")

    desk_teams: Path | None = Field(
        default=None,
        description="The YAML file that names the teams of each front door. Unset: desk.yml in "
        "SIGNPOST_HOME, if it is there; else each front door is one team.",
    )
    desk_expires_days: float = Field(
        default=30.0,
        gt=0,
        le=3650,
        description="After how many days in which nothing happens a request that waits, or that was handed "
        "back, ends; the person is told.",
    )

    desk_remind_hours: float = Field(
        default=4.0,
        gt=0,
        le=200,
        description="After how many hours, of opening time where it is set, a front door without teams, "
        "or a team without within_hours, is reminded of a request that nobody takes up, and after as many "
        "more whoever leads there.",
    )

    @field_validator("desk_teams", mode="before")
    @classmethod
    def _empty_is_unset(cls, value: object) -> object:
        return value or None

    def remind_after(self) -> timedelta:
        """Return how long a request that never moves on may wait before somebody is reminded."""
        return timedelta(hours=self.desk_remind_hours)

    def teams_file(self, home: Path) -> Path | None:
        """Return the file to be read, or None when there is none; one that was named must be there."""
        if self.desk_teams is not None:
            return self.desk_teams
        usual = home / FILE
        return usual if usual.is_file() else None
