"""What the desk asks a person: its buttons mean what they were made for, and nothing else."""

from desk.questions import chosen_effect, desk_choice, tell
from knowledge.replies import Choice, Effect
from knowledge.storage.choices import Choices
from knowledge.storage.outbox import Sender
from tests.desk.making import NOON, given_conversation


def test_a_button_of_the_desk_asks_for_its_effect_with_all_that_was_put_into_it(database):
    given_conversation(database, "c1", "Hello")

    with database.open() as session:
        button = desk_choice("yes_pass_on", "ask_again", case_id="x", parts=["name"])
        asked = tell(session, "c1", "May I?", NOON, (button,), in_reply_to="m1")
        pressed = Choices(session).find("c1", asked.shown.choices[0].choice)

    assert chosen_effect(pressed) == Effect("ask_again", {"case_id": "x", "parts": ["name"]})
    assert (asked.sender, asked.shown.text, asked.in_reply_to) == (Sender.SYSTEM, "May I?", "m1")


def test_a_button_of_the_bot_or_none_asks_nothing_of_the_desk(database):
    given_conversation(database, "c1", "Hello")

    with database.open() as session:
        (button,) = Choices(session).issue("c1", (Choice("Yes", "affirm", (("effect", "erase"),)),), NOON)
        pressed = Choices(session).find("c1", button.choice)

    assert chosen_effect(pressed) is None
    assert chosen_effect(None) is None
