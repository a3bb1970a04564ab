"""In whatever order it is said: nothing is passed on without consent, a name and a way to reach them."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.actions.test_handoff import CONSENT, NAME, WALSALL

NAMES, CONTACTS = ("Priya Patel", "Sam"), ("sam@example.org", "01632 960123")
PLEASE, YES = ("request_human", "a person please", []), ("affirm", "yes", [])
STEPS = st.sampled_from(
    [
        PLEASE,
        YES,
        ("deny", "no", []),
        ("nlu_fallback", "Priya Patel", []),
        ("out_of_scope", "Sam", []),
        ("nlu_fallback", "sam@example.org", []),
        ("nlu_fallback", "01632 960123", []),
        ("nlu_fallback", "sam@@", []),
        ("give_profile", "Walsall", WALSALL),
        ("find_funding", "can I get a grant", []),
        ("explain_choice", "why do you need that?", []),
        ("privacy_request", "delete my data", []),
        ("start_over", "start again", []),
        ("urgent_distress", "it is over", []),
        ("nlu_fallback", "hmm", []),
    ]
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=3, max_size=14))
@example([PLEASE, ("nlu_fallback", "sam@example.org", []), YES, YES, ("give_profile", "Walsall", WALSALL)])
@example([PLEASE, YES, YES, ("nlu_fallback", "sam@example.org", []), ("nlu_fallback", "hmm", [])])
def test_in_any_order_a_case_needs_consent_then_a_name_and_a_contact(talk, tools, steps):
    talk = type(talk)(tools)
    agreed = named = given = False
    doubted = None
    for intent, text, entities in steps:
        before = talk.question
        talk.say(intent, text, entities)
        if before == CONSENT and talk.question == NAME:
            agreed, named = intent == "affirm", False
        if before == NAME and (text in NAMES or text == doubted):
            named = True
        doubted = text if before == NAME and "know that as a place" in talk.reply.text else doubted
        given = given or text in CONTACTS
        if "open_case" in talk.effects():
            assert agreed
            assert named
            assert given
            agreed = named = False
        assert talk.reply.text
        assert talk.reply.choices or intent == "goodbye"
