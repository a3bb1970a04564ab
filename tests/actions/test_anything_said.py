"""Whatever is said in whatever order: an answer, a way on, and nothing that has closed."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.catalogue import ANSWERS
from knowledge.records import Status
from knowledge.vocabulary import vocabulary
from tests.databases import shipped_facts

FACTS = shipped_facts()
CLOSED = {programme.id for programme in FACTS.programmes if programme.status is Status.CLOSED}
IDS = [programme.id for programme in FACTS.programmes]
PLACES = [*vocabulary().places, "black_country", "nowhere", ["dudley", "walsall"]]

VALUES = st.one_of(
    st.tuples(st.just("place"), st.sampled_from(PLACES)),
    st.tuples(st.just("postcode"), st.sampled_from(["B77 1AA", "SW1A 1AA", "ZZ1", ""])),
    st.tuples(st.just("sector"), st.sampled_from(list(vocabulary().sectors))),
    st.tuples(
        st.just("employees"), st.sampled_from([0, 1, 12, {"min": 10, "max": 49}, {}, None, "many", -1])
    ),
    st.tuples(st.just("turnover"), st.sampled_from([1e6, {"min": 5}, "lots"])),
    st.tuples(st.just("amount"), st.sampled_from([20_000, {"max": 50_000}])),
    st.tuples(st.just("trading_age"), st.sampled_from([0, 6, 120])),
    st.tuples(st.just("stage"), st.sampled_from(list(vocabulary().stages))),
    st.tuples(st.just("programme"), st.sampled_from([*IDS, "gone", IDS[:2]])),
    st.tuples(st.just("technology"), st.sampled_from(["robotics", "ai"])),
    st.tuples(st.just("legal_form"), st.sampled_from(["charity"])),
)
TEXTS = st.sampled_from(
    ["", "yes", "no", "12", "the second one", "Priya Patel", "sam@example.org", "01632 960123", "?", "🙂",
     "x" * 2000,
     "<script>alert(1)</script>", "/restart", "both", "{text}", "first or last", "never mind", "not sure"]
)  # fmt: skip
SAID = st.tuples(
    st.sampled_from(list(ANSWERS)),
    TEXTS,
    st.lists(VALUES, max_size=3),
    st.lists(st.sampled_from(list(vocabulary().barriers)), max_size=2),
    st.booleans(),
)
PRESSED = st.integers(0, 11)


def entities_of(values, negated):
    return [
        {
            "entity": name,
            "value": value,
            "text": str(value),
            "negated": negated and n == 0,
            "extractor": "test",
        }
        for n, (name, value) in enumerate(values)
    ]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SAID | PRESSED, min_size=1, max_size=12))
def test_there_is_always_an_answer_and_a_way_on_and_nothing_closed(talk, tools, turns):
    talk = type(talk)(tools)
    for turn in turns:
        if isinstance(turn, int):
            choices = talk.reply.choices if talk.reply else ()
            if not choices:
                continue
            pressed = choices[turn % len(choices)]
            intent = pressed.intent
            talk.press(pressed)
        else:
            intent, text, values, barriers, negated = turn
            found = [{"name": name, "confidence": 0.8, "words": text} for name in barriers]
            talk.say(intent, text, entities_of(values, negated), found, ranking=("find_ip", "greet"))
        assert talk.reply.text.strip()
        assert "Sorry, something on our side" not in talk.reply.text
        assert talk.reply.choices or intent == "goodbye"
        assert all(choice.intent in ANSWERS and choice.label for choice in talk.reply.choices)
        assert len({choice.label for choice in talk.reply.choices}) == len(talk.reply.choices)
        assert not CLOSED & {card.id for card in talk.reply.cards}
        assert not (talk.memory.distressed and "programme" in talk.kinds) or pressed_on(turn)


def pressed_on(turn):
    """Somebody in distress who presses a choice of a programme shown before has asked for it."""
    return isinstance(turn, int)
