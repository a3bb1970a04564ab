"""What the gateway needs of the engine; `bot.engine.client.EngineClient` has it."""

from typing import Protocol

from bot.engine.messages import Spoken, Turn


class Engine(Protocol):
    """Understands and decides."""

    async def turn(self, spoken: Spoken) -> Turn:
        """Return the answer to one message; the same message again gets the same answer.

        Without a reply only where `known_only` is asked and it was never answered.
        """

    async def health(self) -> str:
        """Return the name of the model that is loaded, or raise."""
