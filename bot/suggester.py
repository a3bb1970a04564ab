"""The console's way to who knows what fits: the action endpoint, which answers in the chat as well."""

from bot.asking_actions import ActionEndpoint, ActionsAway
from desk.suggesting import Sought, SuggestionsAway
from knowledge.replies import Card

LONGEST_WAIT_S = 3.0  # a broker waits for the page of a case, and sees it without suggestions after that


class Suggester:
    """Talks to one action endpoint."""

    def __init__(self, actions: ActionEndpoint) -> None:
        """Take the endpoint."""
        self._actions = actions

    async def suggest(self, sought: Sought) -> tuple[Card, ...]:
        """Return cards of what the chat would show, the best first; raise SuggestionsAway."""
        try:
            content = await self._actions.ask("/suggest", sought.pack())
            return tuple(Card.unpack(one) for one in content["cards"])
        except ActionsAway as away:
            raise SuggestionsAway(str(away)) from None
        except (ValueError, KeyError, TypeError) as error:
            raise SuggestionsAway(type(error).__name__) from None
