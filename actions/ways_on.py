"""The choices that lead on, so that no answer is a dead end."""

from actions.conversation import Conversation
from actions.library import Library
from actions.memory import Memory
from actions.outcome import choice
from desk.moving import FROM, continue_choice
from knowledge.replies import Choice


def person(reason: str | None = None) -> Choice:
    """Return the way to a person; the reason goes to the broker with the request."""
    label = "speak_to_a_person"
    return choice(label, "request_human", answer=reason) if reason else choice(label, "request_human")


def elsewhere(conversation: Conversation, library: Library) -> tuple[Choice, ...]:
    """Return the way to go on on the telephone, where there is one and they are not on it."""
    return (continue_choice(),) if library.moves and conversation.channel == FROM else ()


def first_steps() -> tuple[Choice, ...]:
    """Return what one may begin with."""
    return (
        choice("find_funding", "find_funding"),
        choice("find_skills", "find_skills"),
        choice("find_expertise", "find_expertise"),
        choice("find_market", "find_market"),
        choice("where_to_start", "request_roadmap"),
        person(),
    )


def next_steps(memory: Memory) -> tuple[Choice, ...]:
    """Return what one may do next, given what has been said and shown."""
    if memory.distressed:
        return (person("distress"), choice("back_to_support", "find_support"))
    if memory.shown:
        return (choice("more_options", "more_options"), choice("a_plan", "request_roadmap"), person())
    if memory.knows_a_need():
        return (choice("show_options", "find_support"), choice("a_plan", "request_roadmap"), person())
    return first_steps()
