"""A word on subsidies that add up, and the question how much a firm has had."""

from collections.abc import Sequence

from actions.memory import Memory
from actions.outcome import choice
from actions.questions import is_open
from knowledge.needs import render
from knowledge.records import Programme
from knowledge.replies import Choice
from knowledge.stacking import caution
from knowledge.wording import say

WE_HAD_SOME = "ask:aid_received"


def subsidies(memory: Memory, programmes: Sequence[Programme]) -> str:
    """Return what to keep in mind when taking these together; nothing where nothing adds up."""
    reason = caution(memory.firm, programmes)
    return f"{render(reason)} {say('utter_no_legal_advice')}" if reason else ""


def we_had_some(memory: Memory, programmes: Sequence[Programme]) -> tuple[Choice, ...]:
    """Return the choice to tell what was had, while it matters and nobody has told."""
    if caution(memory.firm, programmes) is None or not is_open("aid_received", memory.firm, memory.asked):
        return ()
    return (choice("we_had_grants", "give_profile", answer=WE_HAD_SOME),)
