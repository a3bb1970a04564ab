"""Why something was suggested."""

from actions.base import SignpostAction
from actions.conversation import Conversation
from actions.firm_words import barrier_words, profile_lines, shortened
from actions.library import Library, is_on_offer
from actions.memory import Memory
from actions.offers import more_about
from actions.outcome import Outcome, answer, choice, joined
from actions.programmes_meant import about, programmes_meant, programmes_refused
from actions.ways_on import first_steps, person
from knowledge.matching import Match, render
from knowledge.records import Programme
from knowledge.wording import say


class ExplainChoice(SignpostAction):
    """Give the reasons for what was shown, beside the person's own words."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_explain_choice"

    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return reasons for one programme, or for all that were shown last."""
        memory = conversation.memory
        asked = programmes_meant(conversation) or programmes_refused(conversation)
        meant = asked or memory.shown or tuple(filter(None, [memory.subject]))
        programmes = library.programmes(meant)
        matches = [library.match(p, memory) for p in programmes if _was_suggested(p, memory)]
        others = [p for p in programmes if not _was_suggested(p, memory)]
        if not programmes:
            return answer(memory, say("utter_nothing_to_explain"), choices=first_steps())
        against = [_why_not(p, library, memory) for p in others]
        text = joined(_what_i_know(memory), *map(_reasons, matches), *against, say("utter_reasons_end"))
        return answer(
            memory,
            text,
            choices=(
                *map(more_about, matches),
                *(about(p, "ask_eligibility") for p in others if is_on_offer(p)),
                choice("correct_that", "correct_profile"),
                choice("more_options", "more_options"),
                person(),
            ),
        )


def _was_suggested(programme: Programme, memory: Memory) -> bool:
    return programme.id in (*memory.seen, *memory.shown) and is_on_offer(programme)


def _why_not(programme: Programme, library: Library, memory: Memory) -> str:
    reason = render(library.why_not(programme, memory))
    return say("utter_why_not", name=programme.name, reason=reason)


def _what_i_know(memory: Memory) -> str:
    parts = []
    words = list(dict.fromkeys(shortened(one.words) for one in memory.barriers if one.words))
    if words:
        parts.append(say("utter_because_you_said", words=say("utter_label_quote_and").join(words[-3:])))
    elif memory.barriers:
        parts.append(say("utter_because_barriers", barriers=barrier_words(b.name for b in memory.barriers)))
    facts = [words for _, words in profile_lines(memory.firm)]
    if facts:
        parts.append(say("utter_because_firm", facts=", ".join(facts)))
    return " ".join(parts) or say("utter_because_little")


def _reasons(match: Match) -> str:
    reasons = [*map(render, match.reasons)] or [say("utter_no_reason")]
    checks = [*map(render, match.to_check)]
    lines = [say("utter_label_bullet", item=item) for item in (*reasons, *checks)]
    return "\n".join([say("utter_reasons_of", name=match.programme.name), *lines])
