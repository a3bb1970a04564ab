"""Of a long conversation a turn looks at the end, and decides as if it had looked at all of it."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.core.actions.action import RemoteAction
from rasa.core.featurizers.tracker_featurizers import MaxHistoryTrackerFeaturizer
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from actions.conversation import MOST_EARLIER
from bot.engine import recent
from bot.engine.recent import TURNS, told_to_actions

DOMAIN = Domain.from_yaml((Path(__file__).with_name("tiny") / "domain.yml").read_text(encoding="utf-8"))
WELSH = [{"entity": "language", "value": "welsh"}]

turns = st.lists(
    st.tuples(
        st.sampled_from(sorted(DOMAIN.intents)),
        st.lists(st.sampled_from(["action_ask", "action_default_fallback"]), max_size=2),
        st.booleans(),
    ),
    max_size=25,
)


def conversation(said):
    tracker = DialogueStateTracker.from_events("c1", [], DOMAIN.slots)
    for number, (intent, actions, tells) in enumerate(said):
        parse = {"intent": {"name": intent, "confidence": 0.9}, "entities": [], "text": str(number)}
        events = [ActionExecuted("action_listen"), UserUttered(str(number), parse["intent"], [], parse)]
        for action in actions:
            events += [ActionExecuted(action), *([SlotSet("firm", {"n": number})] if tells else [])]
        tracker.update_with_events(events, DOMAIN)
    return tracker


def states(tracker):
    featurizer = MaxHistoryTrackerFeaturizer(None)
    return recent._states_of(featurizer, [tracker], DOMAIN)[0]


@settings(max_examples=60, deadline=None)
@given(turns)
def test_the_states_of_the_last_turns_are_those_of_the_whole(said):
    tracker = conversation(said)

    whole, end = states(tracker), states(recent.recent(tracker))

    assert len(end) == len(whole) or len(end) >= TURNS
    assert end[1:] == whole[len(whole) - len(end) + 1 :]  # the first is that of a conversation that begins


@settings(max_examples=60, deadline=None)
@given(turns)
def test_an_action_gets_the_last_messages_and_all_that_the_slots_hold(said):
    tracker = conversation(said)
    call = RemoteAction("action_ask", None)
    whole = recent._call_of(call, tracker, DOMAIN)["tracker"]

    told = recent._action_call_format(call, tracker, DOMAIN)["tracker"]

    assert {**told, "events": []} == {**whole, "events": []}
    assert told["events"] == whole["events"][len(whole["events"]) - len(told["events"]) :]
    texts = [event["text"] for event in told["events"] if event["event"] == "user"]
    assert texts == [str(number) for number in range(len(said))][-TURNS:]
    assert TURNS > MOST_EARLIER


def test_who_asked_for_another_language_long_ago_is_still_known():
    tracker = conversation([("greet", [], False)] * 20)
    events = list(tracker.events)
    events[1] = UserUttered("Welsh, please", {"name": "greet"}, WELSH, {"entities": WELSH})

    told = told_to_actions(events)

    assert [event.text for event in told if isinstance(event, UserUttered)][:2] == ["Welsh, please", "12"]
