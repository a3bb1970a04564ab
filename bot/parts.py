"""The parts that `signpost serve` is made of, each a process of its own."""

from bot.settings import BotSettings
from knowledge.settings import KnowledgeSettings

PARTS = ("engine", "actions", "gateway", "desk")


def run_part(name: str, settings: BotSettings, kept: KnowledgeSettings) -> None:
    """Run one part until the process is told to stop; its modules are imported only here."""
    if name == "engine":
        from bot.engine.server import run_engine

        run_engine(settings, kept)
    elif name == "actions":
        from bot.actions_server import run_actions

        run_actions(settings, kept)
    elif name == "gateway":
        from bot.gateway.server import run_gateway

        run_gateway(settings, kept)
    else:
        from bot.desk_worker import run_desk

        run_desk(kept)
