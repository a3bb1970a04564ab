"""How the bot's processes run: addresses, budgets, who may embed the chat."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from desk.afterwards.channel_rules import WEB_LASTS


class BotSettings(BaseSettings):
    """Read once, when a process starts; an impossible value stops the start."""

    model_config = SettingsConfigDict(env_prefix="SIGNPOST_", frozen=True, extra="ignore")

    host: str = Field(default="127.0.0.1", description="The address that the gateway listens on.")
    port: int = Field(default=8080, ge=0, le=65535, description="The port of the page and the API.")
    engine_port: int = Field(default=5005, ge=1, le=65535, description="The engine's port, loopback only.")
    actions_port: int = Field(default=5055, ge=1, le=65535, description="The actions' port, loopback only.")
    turn_seconds: float = Field(default=8.0, gt=0, description="How long a person waits before an apology.")
    retry_seconds: float = Field(
        default=3.0, gt=0, description="How often unanswered messages are tried again."
    )
    session_hours: float = Field(
        default=WEB_LASTS.total_seconds() / 3600,
        gt=0,
        description="How long a chat can be taken up again.",
    )
    allowed_origins: str = Field(
        default="",
        description="Web sites that may embed the chat, separated by commas (https://hub.example.org); "
        "the gateway's own page always may.",
    )
    proxies: int = Field(
        default=0,
        ge=0,
        description="How many trusted proxies stand before the gateway: their X-Forwarded headers count.",
    )
    messages_per_minute: int = Field(
        default=30,
        gt=0,
        description="More messages of one chat, or of one person on WhatsApp or in Teams, are refused.",
    )
    chats_per_minute: int = Field(
        default=60, gt=0, description="More new chats from one address are refused."
    )
    plans_per_minute: int = Field(
        default=60, gt=0, description="More requests for kept plans from one address are refused."
    )

    def origins(self) -> frozenset[str]:
        """Return the allowed origins, without trailing slashes."""
        return frozenset(o.strip().rstrip("/") for o in self.allowed_origins.split(",") if o.strip())
