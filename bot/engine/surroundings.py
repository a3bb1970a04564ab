"""What Rasa's configuration files read from the environment: addresses and secrets."""

import os

from bot.secrets import ACTIONS, ENGINE, secret
from bot.settings import BotSettings
from knowledge.settings import KnowledgeSettings


def surround(kept: KnowledgeSettings, settings: BotSettings | None = None) -> None:
    """Put into the environment what endpoints.yml and credentials.yml name.

    What stands there already is replaced: the gateway and the actions read the same files.
    """
    settings = settings or BotSettings()
    needed = {
        "SIGNPOST_ACTIONS_URL": f"http://127.0.0.1:{settings.actions_port}/webhook",
        "SIGNPOST_ACTIONS_SECRET": secret(kept.home, ACTIONS),
        "SIGNPOST_ENGINE_SECRET": secret(kept.home, ENGINE),
        "RASA_TELEMETRY_ENABLED": "false",
    }
    os.environ.update(needed)
