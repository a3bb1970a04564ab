"""Typed text is only text, and a choice is what it stands for."""

from hypothesis import given
from hypothesis import strategies as st

from bot.engine.understanding import chosen, without_prefix


@given(st.text(alphabet=st.sampled_from('/ \t\nab{"}\u00a0é'), max_size=20))
def test_no_text_begins_with_a_slash_and_every_position_stays(text: str) -> None:
    plain = without_prefix(text)

    assert not plain.strip().startswith("/")
    assert len(plain) == len(text)
    assert plain.strip() in text


def test_a_choice_is_certain() -> None:
    parse = chosen("The second one", "ask_details", {"programme": "p-1"})

    assert parse["intent"] == {"name": "ask_details", "confidence": 1.0}
    assert [(one["entity"], one["value"]) for one in parse["entities"]] == [("programme", "p-1")]
