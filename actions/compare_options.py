"""Two programmes side by side."""

from itertools import combinations

from actions.base import SignpostAction
from actions.comparison import side_by_side
from actions.conversation import Conversation
from actions.library import Library, is_closed, is_on_offer
from actions.memory import Memory
from actions.offers import more_about
from actions.outcome import Outcome, answer, choice, joined, short_name
from actions.programmes_meant import ask_which, programmes_meant
from actions.put_people_first import still_people_first
from actions.ways_on import person
from knowledge.records import Programme
from knowledge.replies import Choice
from knowledge.wording import say

TWO = 2


class CompareOptions(SignpostAction):
    """Show two programmes field by field; the firm decides."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_compare_options"

    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return both records, or ask which two are meant."""
        memory = conversation.memory
        if memory.distressed:
            return still_people_first(conversation, library)
        named = _named(conversation, library)
        gone = [programme for programme in named if not is_on_offer(programme)]
        pair = _pair([p for p in named if is_on_offer(p)], _on_offer(memory, library), memory)
        if pair is None:
            return _ask_which_two(conversation, library, gone)
        text = joined(*map(_closed, gone), _heading(pair))
        return answer(
            memory.showing(tuple(p.id for p in pair)),
            text,
            (side_by_side(pair, memory.firm, library),),
            (
                *(more_about(library.match(p, memory)) for p in pair),
                choice("more_options", "more_options"),
                person(),
            ),
        )


def _named(conversation: Conversation, library: Library) -> list[Programme]:
    """One programme for each name, if there are several names; the one shown where a name is of several."""
    values = conversation.values("programme")
    if len(values) < TWO:
        return library.programmes(programmes_meant(conversation))
    named: list[Programme] = []
    for value in values:
        found = library.programmes(value if isinstance(value, list) else [str(value)])
        new = [p for p in found if p not in named]
        new.sort(key=lambda p: (not is_on_offer(p), p.id not in conversation.memory.shown))
        named += new[:1]
    return named


def _pair(named: list[Programme], shown: list[Programme], memory: Memory) -> list[Programme] | None:
    """Two that are named; one named and the one in focus or the only other one; the only two shown."""
    if len(named) >= TWO:
        return named[:TWO]
    others = [p for p in shown if p not in named]
    if len(named) == 1:
        focus = [p for p in others if p.id == memory.subject]
        rest = focus or (others if len(others) == 1 else [])
        return [*named, *rest[:1]] if rest else None
    return others if len(others) == TWO else None


def _ask_which_two(conversation: Conversation, library: Library, gone: list[Programme]) -> Outcome:
    shown = _on_offer(conversation.memory, library)
    named = [p for p in _named(conversation, library) if is_on_offer(p)]
    with_named = [(one, other) for one in named for other in shown if one != other]
    pairs = with_named or [(one, other) for one, other in combinations(shown, 2)]
    if not pairs:
        return ask_which(conversation, []).opening_with(joined(*map(_closed, gone)))
    choices = tuple(_both(one, other) for one, other in pairs[:4])
    return answer(
        conversation.memory, joined(*map(_closed, gone), say("utter_which_two")), choices=(*choices, person())
    )


def _both(one: Programme, other: Programme) -> Choice:
    label = say("utter_label_both", first=short_name(one.name), second=short_name(other.name))
    return Choice(label, "compare_options", (("programme", [one.id, other.id]),))


def _on_offer(memory: Memory, library: Library) -> list[Programme]:
    return [p for p in library.programmes(memory.shown) if is_on_offer(p)]


def _heading(pair: list[Programme]) -> str:
    return say("utter_compared", first=pair[0].name, second=pair[1].name)


def _closed(programme: Programme) -> str:
    return say("utter_has_closed" if is_closed(programme) else "utter_not_for_firms", name=programme.name)
