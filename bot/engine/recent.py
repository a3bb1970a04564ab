"""What of a long conversation a turn needs: its last few turns.

For each prediction Rasa makes the states of all turns from the beginning, and with each call of an action
it sends all events. A rule is about a turn or two, and no slot decides one; an action reads the last few
messages. After thirty messages that was a third of a turn's time (measured 2026-12, py-spy).
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.core.featurizers.tracker_featurizers import MaxHistoryTrackerFeaturizer
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity

TURNS = 8
LANGUAGE = "language"

_states_of = MaxHistoryTrackerFeaturizer.prediction_states
_call_of = RemoteAction._action_call_format


def install() -> None:
    """Let predictions and calls of actions look at the last turns only."""
    MaxHistoryTrackerFeaturizer.prediction_states = _prediction_states
    RemoteAction._action_call_format = _action_call_format


def last_turns(events: Sequence[Event]) -> Sequence[Event]:
    """Return the events from the message with which the last turns began; all of a short conversation."""
    messages = (place for place in reversed(range(len(events))) if isinstance(events[place], UserUttered))
    begin = next(islice(messages, TURNS - 1, None), 0)
    return events[max(begin - 1, 0) :]  # with the listening before it


def recent(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """Return a conversation as if it had begun with its last turns, without what its slots held before."""
    events = list(tracker.events)
    last = last_turns(events)
    if len(last) == len(events):
        return tracker
    short: DialogueStateTracker = tracker.init_copy()
    for event in last:
        short.update(event)
    return short


def told_to_actions(events: Sequence[Event]) -> list[Event]:
    """Return the last turns, and before them each message in which a language was asked for."""
    last = last_turns(events)
    return [*filter(_asks_for_language, events[: len(events) - len(last)]), *last]


def _asks_for_language(event: Event) -> bool:
    return isinstance(event, UserUttered) and any(one.get("entity") == LANGUAGE for one in event.entities)


def _prediction_states(
    self: MaxHistoryTrackerFeaturizer, trackers: Iterable[DialogueStateTracker], *rest: Any, **named: Any
) -> Any:
    return _states_of(self, [recent(tracker) for tracker in trackers], *rest, **named)


def _action_call_format(self: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    short = _Told(tracker)
    call: dict[str, Any] = _call_of(self, short, domain)
    return call


class _Told:
    """A conversation whose state tells of its last turns only."""

    def __init__(self, tracker: DialogueStateTracker) -> None:
        self.sender_id = tracker.sender_id
        self._tracker = tracker

    def current_state(self, _verbosity: EventVerbosity) -> dict[str, Any]:
        """Return the state as Rasa does, with the events that an action reads."""
        events = told_to_actions(list(self._tracker.events))
        state: dict[str, Any] = self._tracker.current_state(EventVerbosity.NONE)
        return state | {"events": [event.as_dict() for event in events]}
