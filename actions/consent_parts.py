"""The parts of what would be passed on, in plain words, with what each holds right now."""

from actions.firm_words import SPOKEN, barrier_words, noted, shortened
from actions.library import Library
from actions.memory import Memory
from knowledge.names import name_of, names_of
from knowledge.wording import say

# facts of a firm that have a line of their own, because many would rather not pass them on
FACTS = ("turnover", "aid_received")
STILL_TO_COME = frozenset({"name", "conversation"})
MOST_NAMES = 3
LONGEST_NEED = 80


def holds(part: str, memory: Memory, library: Library, *, urgent: bool = False) -> bool:
    """Is there anything in this part that could be passed on?"""
    return part in STILL_TO_COME or (part == "need" and urgent) or bool(words_of(part, memory, library))


def line(
    part: str,
    memory: Memory,
    library: Library,
    *,
    left_out: bool,
    language: str | None = None,
    urgent: bool = False,
) -> str:
    """Return one part as a line of the list.

    How to reach them tells in which language, if that is known; what they want, that it is urgent.
    """
    name = say(f"utter_label_part_{part}")
    if left_out:
        return say("utter_label_consent_left_out", part=name)
    words = words_of(part, memory, library)
    if part == "contact" and language:
        words = f"{words}; {written_in(language)}"
    if part == "need" and urgent:
        words = "; ".join(filter(None, (words, say("utter_label_consent_urgent"))))
    return say("utter_label_consent_part", part=name, words=words) if words else name


def written_in(language: str) -> str:
    """Return that they write in a language."""
    return say("utter_label_consent_language", language=name_of("language", language))


def words_of(part: str, memory: Memory, library: Library) -> str:
    """Return what a part holds; nothing for what is still to be told, and for the chat itself."""
    firm = memory.firm
    match part:
        case "contact":
            words = say("utter_label_consent_contact")
        case "firm":
            words = noted(firm, (name for name in SPOKEN if name not in FACTS))
        case "need":
            words = _need(memory)
        case "barriers":
            words = barrier_words(one.name for one in memory.barriers)
        case "shown":
            words = _shown(memory, library)
        case _:
            words = noted(firm, (part,))
    return words


def _need(memory: Memory) -> str:
    if memory.need:
        return say("utter_label_consent_quote", words=shortened(memory.need, LONGEST_NEED))
    return names_of("support", memory.wants)


def _shown(memory: Memory, library: Library) -> str:
    refused = [one.name for one in library.programmes(one.name for one in memory.rejected)]
    no = say("utter_label_consent_turned_down", names=_some(tuple(refused))) if refused else ""
    seen = _some(tuple(programme.name for programme in library.programmes(memory.seen)))
    return "; ".join(filter(None, (seen, no)))


def _some(names: tuple[str, ...]) -> str:
    listed, more = "; ".join(names[:MOST_NAMES]), len(names) - MOST_NAMES
    return say("utter_label_consent_more", names=listed, number=more) if more > 0 else listed
