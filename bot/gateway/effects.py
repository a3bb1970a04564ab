"""What the gateway stores for the actions, in the transaction that stores the reply."""

from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from desk.effects import EffectContext
from knowledge.replies import Effect

ERASE = "erase"


class ApplyEffect(Protocol):
    """Stores one effect, exactly once for each conversation and message: `desk.effects.apply`."""

    def __call__(self, session: Session, effect: Effect, context: EffectContext, now: datetime) -> None:
        """Store it in the caller's transaction."""
