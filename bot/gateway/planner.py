"""The gateway's way to who lays out plans: the action endpoint, which has the meaning of words at hand."""

from bot.asking_actions import ActionEndpoint, ActionsAway
from knowledge.packing import unpack
from knowledge.plans import Asked, KeptPlan


class PlannerAway(Exception):
    """No plan can be laid out now: leave the old one as it is, and try again later."""


class Planner:
    """Talks to one action endpoint."""

    def __init__(self, actions: ActionEndpoint) -> None:
        """Take the endpoint."""
        self._actions = actions

    async def lay_out(self, asked: Asked) -> KeptPlan | None:
        """Return a plan for this firm and need from what is known today; None when there are no steps."""
        try:
            content = await self._actions.ask("/plan", asked.pack())
            return None if content["plan"] is None else unpack(KeptPlan, content["plan"])
        except (ActionsAway, ValueError, KeyError, TypeError) as error:
            raise PlannerAway(
                str(error) if isinstance(error, ActionsAway) else type(error).__name__
            ) from None
