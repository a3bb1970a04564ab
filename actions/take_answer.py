"""Whatever is said while a question is open: its answer, or something else."""

from dataclasses import replace

from actions.base import SignpostAction
from actions.contacts import reach_in
from actions.conversation import FALLBACK, NOT_UNDERSTOOD, Conversation
from actions.handoff import PLACE, TAKERS, declined
from actions.library import Library
from actions.memory import Memory, Question
from actions.noting import asked_field, note
from actions.offer_person import OFFER
from actions.open_questions import asked_again, outlasts_interruption, take, wording
from actions.outcome import Outcome, answer, choice, joined
from actions.programmes_meant import programmes_meant
from actions.questions import declined as mark_of_declined
from actions.questions import rather_not_say
from actions.start_over import START_OVER
from actions.ways_on import next_steps
from actions.yes_or_no import is_not_sure, says_no, says_yes
from knowledge.wording import say

MOST_INTERRUPTIONS = 2
# these end what was going on, whatever it was
ENDING = frozenset({"start_over", "goodbye", "urgent_distress"})
SURE = 0.8
LIKELY = 0.5
# said of a programme they may hold an ordinal, and still be no answer to which one is meant
NO_ANSWERS = frozenset(
    {"report_wrong_information", "request_human", "request_roadmap", "privacy_request", "give_feedback"}
)
ABOUT_WHY = frozenset({"explain_choice", "ask_capabilities"})
WHICH = "which_programme"


class TakeAnswer(SignpostAction):
    """Tell an answer from something else, and see to both."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_take_answer"

    def read(self, conversation: Conversation) -> Conversation:
        """Leave the message as it is: a name such as "John Coventry" tells nothing about the firm."""
        return conversation

    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return what follows from the answer; else answer what was said, then ask again or let it rest."""
        question = conversation.memory.question
        if question is None:
            return self._otherwise(conversation, library)
        if not _surely_ends(conversation):
            outcome = self._answered(conversation, question, library)
            if outcome is not None:
                return outcome
        if conversation.intent in ENDING or not outlasts_interruption(question):
            return self._otherwise(conversation, library)
        return self._interrupted(conversation, question, library)

    def _answered(self, conversation: Conversation, question: Question, library: Library) -> Outcome | None:
        if asked_field(conversation) is not None:
            return self._fact(conversation, question, library)
        if question.kind == OFFER:
            return self._offer(conversation, question, library)
        if question.kind == WHICH:
            return self._which(conversation, question, library)
        return take(conversation, question, library)

    def _fact(self, conversation: Conversation, question: Question, library: Library) -> Outcome | None:
        """A fact about the firm goes on with what it was asked for."""
        heard = note(conversation)
        if question.kind in heard.news:
            then = str(question.content.get("then") or "give_profile")
            return self.elsewhere(_going_on(then), _closed(heard), library)
        skipped = conversation.answer() == f"skip:{question.kind}"
        if skipped or is_not_sure(conversation) or (says_no(conversation) and not conversation.pressed):
            return _skipped(conversation.memory, question)
        if (
            question.kind == "places"
            and conversation.intent == FALLBACK
            and not question.content.get("tries")
        ):
            again = answer(conversation.memory, "")
            choices = (rather_not_say("places"),)
            return again.asking(question.with_(tries=1), say("utter_place_not_known"), choices)
        return None

    def _offer(self, conversation: Conversation, question: Question, library: Library) -> Outcome | None:
        if conversation.answer() is not None:
            return None
        reached = question.content.get("intent") == "request_human" and reach_in(conversation.text)
        if says_yes(conversation) or reached:
            return self.elsewhere(str(question.content.get("intent")), conversation, library)
        if says_no(conversation) and conversation.intent == "deny":
            return declined(conversation.memory, library)
        return None

    def _which(self, conversation: Conversation, question: Question, library: Library) -> Outcome | None:
        meant = programmes_meant(conversation)
        if not meant or conversation.pressed or _surely_another_matter(conversation, question):
            return None
        closed = _closed(conversation).remembering(conversation.memory.about(meant[0]).asking(None))
        return self.elsewhere(str(question.content.get("then")), closed, library)

    def _otherwise(self, conversation: Conversation, library: Library) -> Outcome:
        heard = note(conversation)
        # a fresh start that was not meant goes back to the question that was open
        closed = heard if conversation.intent == START_OVER else _closed(heard)
        return self.elsewhere(conversation.intent, closed, library)

    def _interrupted(self, conversation: Conversation, question: Question, library: Library) -> Outcome:
        """Answer what was said, then ask again; after two interruptions the question rests."""
        memory = conversation.memory
        if conversation.intent == "request_human" and question.kind in TAKERS:
            return _again(answer(memory, ""), question, library)
        if conversation.intent in ABOUT_WHY and not conversation.pressed:
            return _again(answer(memory, wording(question, "why")), question, library)
        times = int(question.content.get("interrupted") or 0) + 1
        outcome = self._otherwise(conversation.only_answering(), library)
        if times >= MOST_INTERRUPTIONS or outcome.memory.question is not None:
            ways = (choice("speak_to_a_person", "request_human"),) if question.kind in TAKERS else ()
            return outcome.ending_with(wording(question, "set_aside"), ways)
        return _again(outcome, question.with_(interrupted=times), library)


def _surely_ends(conversation: Conversation) -> bool:
    """A short name is easily taken for a goodbye; distress is never taken for an answer."""
    needed = LIKELY if conversation.intent == "urgent_distress" else SURE
    sure = conversation.pressed or conversation.confidence >= needed
    return sure and conversation.intent in ENDING


def _surely_another_matter(conversation: Conversation, question: Question) -> bool:
    meant = conversation.intent
    return meant in NO_ANSWERS and meant != question.content.get("then") and conversation.confidence >= SURE


def _skipped(memory: Memory, question: Question) -> Outcome:
    memory = memory.not_asking_again(mark_of_declined(question.kind))
    if question.kind == "places":  # who would rather not say where it is, is not asked for a handoff either
        memory = memory.not_asking_again(PLACE)
    return answer(memory, say("utter_skipped"), choices=next_steps(memory))


def _going_on(then: str) -> str:
    """Offers and plans go on as facts do: with what was noted said back first."""
    return then if then in ("ask_eligibility", "request_roadmap") else "give_profile"


def _closed(conversation: Conversation) -> Conversation:
    understood = conversation.intent not in NOT_UNDERSTOOD
    memory = conversation.memory.asking(None)
    return conversation.remembering(replace(memory, misunderstood=0) if understood else memory)


def _again(outcome: Outcome, question: Question, library: Library) -> Outcome:
    again = asked_again(question, outcome.memory, library)
    text = joined(wording(question, "back"), again.text)
    asked = outcome.asking(again.question, text, again.choices)
    return asked.without_choice("request_human") if question.kind in TAKERS else asked
