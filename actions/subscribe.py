"""News by e-mail."""

from typing import override

from actions.base import SignpostAction
from actions.contacts import email_in, is_an_attempt
from actions.conversation import Conversation
from actions.firm_words import barrier_words
from actions.hubs import hub_line
from actions.library import Library
from actions.memory import Memory, Question
from actions.outcome import Outcome, answer, choice, joined
from actions.ways_on import next_steps
from actions.yes_or_no import cancels, says_no, says_yes
from knowledge.replies import Choice, Effect
from knowledge.wording import say

ADDRESS = "subscribe_address"
CONSENT = "subscribe_consent"
MOST_TRIES = 2


class Subscribe(SignpostAction):
    """Ask for an address and for consent before anything is kept."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_subscribe"

    @override
    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return the next question."""
        given = email_in(conversation.told_now())
        if given is not None:
            return _ask_consent(conversation.memory, given.value)
        return answer(conversation.memory, "").asking(
            Question(ADDRESS), say("utter_subscribe_address"), declining()
        )


def take_address(conversation: Conversation, question: Question, library: Library) -> Outcome | None:
    """Return the question for consent once an address is given; after two that cannot work, the end of it."""
    memory = conversation.memory
    given = email_in(conversation.text)
    if given is not None:
        return _ask_consent(memory, given.value)
    if says_no(conversation) or cancels(conversation):
        return _not_subscribed(memory)
    if not is_an_attempt(conversation.text):
        return None
    tries = int(question.content.get("tries") or 0) + 1
    if tries >= MOST_TRIES:
        text = joined(say("utter_subscribe_given_up"), hub_line(library.hub(memory.firm)))
        return answer(memory, text, choices=next_steps(memory))
    return answer(memory, "").asking(question.with_(tries=tries), say("utter_subscribe_again"), declining())


def take_consent(conversation: Conversation, question: Question, _library: Library) -> Outcome | None:
    """Return the subscription once it is agreed to; None for something else."""
    memory = conversation.memory
    meant = conversation.answer()
    if meant is not None and not meant.startswith("subscribe:"):
        return None
    if says_no(conversation) or cancels(conversation):
        return _not_subscribed(memory)
    if not says_yes(conversation):
        return None
    effect = Effect("subscribe", {"address": question.content.get("address"), "topics": _topics(memory)})
    return answer(memory, say("utter_subscribed"), choices=next_steps(memory), effects=(effect,))


def _ask_consent(memory: Memory, address: str) -> Outcome:
    names = [one.name for one in memory.barriers]
    topics = barrier_words(names) if names else say("utter_label_all_topics")
    choices = (
        choice("yes_subscribe", "affirm", answer="subscribe:yes"),
        choice("no_thanks", "deny", answer="subscribe:no"),
    )
    text = say("utter_subscribe_consent", address=address, topics=topics)
    return answer(memory, "").asking(Question(CONSENT, {"address": address}), text, choices)


def _topics(memory: Memory) -> list[str]:
    return [*(one.name for one in memory.barriers), *memory.wants]


def _not_subscribed(memory: Memory) -> Outcome:
    return answer(memory, say("utter_not_subscribed"), choices=next_steps(memory))


def declining() -> tuple[Choice, ...]:
    """Return the choice beside the question for an address."""
    return (choice("no_thanks", "deny", answer="subscribe:no"),)
