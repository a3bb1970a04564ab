"""Every setting there is, with its meaning and its value; secret values are not shown."""

from collections.abc import Iterator

from pydantic import SecretStr
from pydantic_settings import BaseSettings

from bot.channels.teams.app_settings import TeamsAppSettings
from bot.channels.teams.settings import TeamsSettings
from bot.channels.twilio.settings import TwilioSettings
from bot.channels.web.site_settings import SiteSettings
from bot.channels.whatsapp.settings import WhatsAppSettings
from bot.settings import BotSettings
from desk.afterwards.settings import MailSettings
from desk.chatwoot.settings import ChatwootSettings
from desk.moving_settings import MovingSettings
from desk.retention_settings import RetentionSettings
from desk.settings import DeskSettings
from desk.sign_in_settings import SignInSettings
from desk.team_settings import TeamSettings
from desk.ways import WaySettings
from knowledge.loading import ContactSettings
from knowledge.settings import KnowledgeSettings

ALL: tuple[type[BaseSettings], ...] = (
    KnowledgeSettings,
    ContactSettings,
    BotSettings,
    DeskSettings,
    SignInSettings,
    TeamSettings,
    MailSettings,
    ChatwootSettings,
    WaySettings,
    RetentionSettings,
    WhatsAppSettings,
    TwilioSettings,
    MovingSettings,
    TeamsSettings,
    SiteSettings,
    TeamsAppSettings,
)


def prefix_of(kind: type[BaseSettings]) -> str:
    """Return what the names of these settings begin with in the environment."""
    return kind.model_config.get("env_prefix", "")


def listed() -> Iterator[str]:
    """Yield a line for each setting, in the order of the parts that read them."""
    for kind in ALL:
        values = kind()
        for name, field in kind.model_fields.items():
            value = getattr(values, name)
            shown = "(set)" if isinstance(value, SecretStr) or (name == "database_url" and value) else value
            yield f"{prefix_of(kind)}{name.upper()}={'' if shown is None else shown}  # {field.description}"
