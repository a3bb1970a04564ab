"""Takes out of Rasa what hides failures: an action that failed, a database that is away, a store not found.

Rasa logs a failed action, with everything that was said, and goes on as if it had run. It keeps conversations
in memory when the database is away, and loses them. It waits five minutes for an action. Here each is an
error at once, so that the gateway can apologise and try again, and nothing of the turn is kept.
"""

from typing import Any

import aiohttp
import rasa.core.actions.action
import rasa.core.agent
import rasa.core.tracker_store
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.utils.common import class_from_module_path

ACTION_SECONDS = 6  # less than the gateway waits for a turn, SIGNPOST_TURN_SECONDS
_NO_ANSWER = (TimeoutError, aiohttp.ClientConnectionError, aiohttp.ClientPayloadError)


class ActionUnreachable(Exception):
    """The action endpoint is away or too slow: nothing is wrong with the message, so try again."""

    def __init__(self, action: str) -> None:
        super().__init__(f"the action endpoint did not answer for {action}: is `signpost serve` running it?")
        self.action = action


class ActionFailed(Exception):
    """The action endpoint answered that it could not do this action: see its own log for why."""

    def __init__(self, action: str) -> None:
        super().__init__(f"the action {action} failed, see the log of the action endpoint")
        self.action = action


class StrictProcessor(MessageProcessor):
    """Rasa's processor of messages, in which an action that fails ends the turn."""

    async def _run_action(self, action: Any, *arguments: Any, **named: Any) -> bool:
        watched = _Watched(action)
        goes_on = bool(await super()._run_action(watched, *arguments, **named))
        if watched.failure is not None:
            # without the cause: Rasa's errors quote the answer of the endpoint
            raise watched.failure(action.name()) from None
        return goes_on


class _Watched:
    """An action that remembers that it failed, and then says nothing."""

    def __init__(self, action: Any) -> None:
        self._action = action
        self.failure: type[ActionFailed | ActionUnreachable] | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._action, name)

    async def run(self, *arguments: Any, **named: Any) -> list[Any]:
        try:
            return list(await self._action.run(*arguments, **named) or ())
        except rasa.core.actions.action.ActionExecutionRejection:
            raise
        except Exception as error:  # noqa: BLE001 - the processor raises anew, without what the endpoint said
            self.failure = ActionUnreachable if _no_answer(error) else ActionFailed
            return []


def _no_answer(error: BaseException | None) -> bool:
    # Rasa raises an error of its own while it handles the one of the connection
    while error is not None:
        if isinstance(error, _NO_ANSWER):
            return True
        error = error.__cause__ or error.__context__
    return False


def install() -> None:
    """Put the strict parts in place of the forgiving ones."""
    replaced: list[tuple[Any, str, Any]] = [
        (rasa.core.agent, "MessageProcessor", StrictProcessor),
        (rasa.core.agent, "FailSafeTrackerStore", _as_it_is),
        (rasa.core.tracker_store, "_load_from_module_name_in_endpoint_config", _load_store),
        (rasa.core.actions.action, "DEFAULT_REQUEST_TIMEOUT", ACTION_SECONDS),
    ]
    for owner, name, value in replaced:
        if not hasattr(owner, name):
            raise AttributeError(
                f"this Rasa has no {owner.__name__}.{name}: bot/engine/strict.py must follow it"
            )
        setattr(owner, name, value)


def _as_it_is(store: Any) -> Any:
    return store


def _load_store(domain: Domain, endpoint: Any, event_broker: Any = None) -> Any:
    # Rasa takes its store in memory when the named one cannot be imported
    made = class_from_module_path(endpoint.type)
    return made(host=endpoint.url, domain=domain, event_broker=event_broker, **endpoint.kwargs)
