"""How long each kind of data is kept."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

LONGEST_DAYS = 3650


class RetentionSettings(BaseSettings):
    """Read once, when a process starts; an impossible value stops the start."""

    model_config = SettingsConfigDict(env_prefix="SIGNPOST_KEEP_", frozen=True, extra="ignore")

    conversations_days: int = Field(
        default=90,
        ge=1,
        le=LONGEST_DAYS,
        description="How many days a conversation is kept after the person was last in it.",
    )
    case_conversations_days: int = Field(
        default=365,
        ge=1,
        le=LONGEST_DAYS,
        description="The same for a conversation with requests for a person: days after the last one ended.",
    )
    cases_days: int = Field(
        default=365,
        ge=1,
        le=LONGEST_DAYS,
        description="How many days after its end a request keeps who asked and what for; its history stays.",
    )
    news_days: int = Field(
        default=730,
        ge=1,
        le=LONGEST_DAYS,
        description="How many days wishes to be reminded or to hear about topics are kept.",
    )
    feedback_days: int = Field(
        default=365,
        ge=1,
        le=LONGEST_DAYS,
        description="How many days feedback and what was said to be wrong are kept.",
    )
    stops_days: int = Field(
        default=1095,
        ge=1,
        le=LONGEST_DAYS,
        description="How many days it is kept that somebody wants no messages; no less than the others.",
    )
    errors_days: int = Field(
        default=90,
        ge=1,
        le=LONGEST_DAYS,
        description="How many days what went wrong with a delivery is kept.",
    )
