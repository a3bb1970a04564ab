"""The engine as a process: Rasa on loopback, with the trained model and our one channel."""

import logging

from bot.engine.rasa_command import main as rasa
from bot.engine.surroundings import surround
from bot.engine.training import model_path
from bot.settings import BotSettings
from knowledge.settings import KnowledgeSettings


def run_engine(settings: BotSettings, kept: KnowledgeSettings) -> None:
    """Serve until the process is told to stop."""
    surround(kept, settings)
    # Rasa's and Sanic's own lines name every request
    logging.getLogger("sanic.access").setLevel(logging.WARNING)
    rasa(
        [
            "run",
            *("--interface", "127.0.0.1"),
            *("--port", str(settings.engine_port)),
            *("--model", str(model_path(kept.home))),
            *("--endpoints", "endpoints.yml"),
            *("--credentials", "credentials.yml"),
        ]
    )
