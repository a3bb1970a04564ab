"""Does the firm qualify? Rule by rule."""

from actions.about_programme import AboutProgramme
from actions.adding_up import subsidies
from actions.conversation import Conversation
from actions.library import Library
from actions.offers import understood
from actions.outcome import Outcome, answer, joined
from actions.programmes_meant import facts_choices
from actions.questions import ANSWERS, ask, is_open_still
from actions.spoken_records import last_known
from knowledge.eligibility import Assessment, Eligible, Rule, Verdict
from knowledge.firms import Firm
from knowledge.records import Condition, Programme
from knowledge.rules import field_of
from knowledge.wording import say

HEADINGS = {
    Eligible.YES: "utter_eligible_yes",
    Eligible.NO: "utter_eligible_no",
    Eligible.UNKNOWN: "utter_eligible_unknown",
}


class CheckEligibility(AboutProgramme):
    """Hold the firm against every rule of one programme."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_check_eligibility"

    def tell(self, programme: Programme, conversation: Conversation, library: Library) -> Outcome:
        """Return each rule with its verdict, and ask for one thing that is not known."""
        memory = conversation.memory
        assessed = library.assess(programme, memory.firm)
        text = joined(
            understood(conversation),
            say(_heading(assessed), name=programme.name),
            _rules(assessed),
            _to_check(assessed),
            subsidies(memory, [programme]),
            last_known(programme),
        )
        told = answer(
            memory, text, library.cards([programme]), facts_choices(programme.id, "ask_eligibility")
        )
        field = _missing(assessed, memory.firm, memory.asked)
        return ask(told, field, "ask_eligibility") if field and conversation.may_ask else told


def _heading(assessed: Assessment) -> str:
    if not assessed.rules and not assessed.to_check:
        return "utter_eligible_no_rules"
    return HEADINGS[assessed.overall]


def _rules(assessed: Assessment) -> str:
    order = (Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN)
    lines = [_line(rule) for verdict in order for rule in assessed.rules if rule.verdict is verdict]
    return "\n".join(lines)


def _line(rule: Rule) -> str:
    kind = "condition" if isinstance(rule.limit, Condition) else "verdict"
    return say(f"utter_{kind}_{rule.verdict}", rule=rule.words)


def _to_check(assessed: Assessment) -> str:
    if not assessed.to_check:
        return ""
    return "\n".join([say("utter_to_check"), *(say("utter_label_bullet", item=c) for c in assessed.to_check)])


def _missing(assessed: Assessment, firm: Firm, asked: tuple[str, ...]) -> str | None:
    unknown = [field_of(rule.name) for rule in assessed.unknown()]
    return next((field for field in unknown if field in ANSWERS and is_open_still(field, firm, asked)), None)
