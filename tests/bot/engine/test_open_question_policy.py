"""While a question takes free text, whatever is said next is its answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.open_question_policy import ABOVE_RULES, ACTION, next_action
from bot.engine.questions import takes_text


@pytest.mark.parametrize(
    ("question", "takes"),
    [
        ({"kind": "handoff_name"}, True),
        ({"kind": "handoff_consent"}, True),
        ({"kind": "feedback", "takes_text": True}, True),
        ({"kind": "place"}, False),
        ({"kind": "feedback", "takes_text": "yes"}, False),
        ({}, False),
        (None, False),
        ("handoff_name", False),
    ],
)
def test_which_questions_take_free_text(question: object, takes: bool) -> None:
    assert takes_text(question) is takes


def test_the_answer_is_taken_and_then_it_listens() -> None:
    question = {"kind": "handoff_name"}

    assert next_action("action_listen", question) == ACTION
    assert next_action(ACTION, question) == "action_listen"
    assert next_action(ACTION, None) == "action_listen"


def test_without_such_a_question_the_rules_decide() -> None:
    assert next_action("action_listen", None) is None
    assert next_action("action_welcome", {"kind": "handoff_name"}) is None


def test_it_stands_above_the_rules() -> None:
    from rasa.core.policies.rule_policy import RulePolicy

    assert RulePolicy.get_default_config()["priority"] < ABOVE_RULES


@given(
    st.recursive(st.none() | st.booleans() | st.text() | st.integers(), st.lists)
    | st.dictionaries(st.text(), st.text())
)
def test_no_content_of_the_slot_breaks_it(question: object) -> None:
    assert takes_text(question) in {True, False}
