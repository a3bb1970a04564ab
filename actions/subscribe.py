"""News by e-mail, and reminders of what a firm does not qualify for yet."""

from typing import override

from actions.base import SignpostAction
from actions.contacts import email_in, is_an_attempt
from actions.conversation import Conversation
from actions.firm_words import barrier_words
from actions.library import Library
from actions.memory import Memory, Question
from actions.outcome import Outcome, answer, choice, joined, short_name
from actions.ways_on import next_steps
from actions.yes_or_no import cancels, says_no, says_yes
from knowledge.hub_words import hub_line
from knowledge.near_misses import NearMiss
from knowledge.replies import Choice, Effect
from knowledge.wording import say

REMIND = "remind:"
ADDRESS = "subscribe_address"
CONSENT = "subscribe_consent"
WISH = ("remind", "from_month")
MOST_TRIES = 2


class Subscribe(SignpostAction):
    """Ask for an address and for consent before anything is kept."""

    def name(self) -> str:
        """Return the name of the action."""
        return "action_subscribe"

    @override
    def reply(self, conversation: Conversation, library: Library) -> Outcome:
        """Return the next question."""
        wish = _wish(conversation)
        given = email_in(conversation.told_now())
        if given is not None:
            return _ask_consent(conversation.memory, given.value, wish, library)
        question = Question(ADDRESS, wish)
        return answer(conversation.memory, "").asking(question, address_text(question), declining())


def remind_me(miss: NearMiss) -> Choice:
    """Return the choice to be told once a firm qualifies for a programme."""
    label = say("utter_label_remind_me", name=short_name(miss.programme.name))
    answered = f"{REMIND}{miss.programme.id}:{miss.from_month or ''}"
    return Choice(label, "subscribe_updates", (("answer", answered),))


def address_text(question: Question) -> str:
    """Return how the address is asked for: for news, or for a reminder."""
    return say("utter_remind_address" if "remind" in question.content else "utter_subscribe_address")


def take_address(conversation: Conversation, question: Question, library: Library) -> Outcome | None:
    """Return the question for consent once an address is given; after two that cannot work, the end of it."""
    memory = conversation.memory
    given = email_in(conversation.text)
    if given is not None:
        wish = {name: question.content[name] for name in WISH if name in question.content}
        return _ask_consent(memory, given.value, wish, library)
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
    if "remind" in question.content:
        kept = (_reminder(question),)
        return answer(memory, say("utter_reminded"), choices=next_steps(memory), effects=kept)
    effect = Effect("subscribe", {"address": question.content.get("address"), "topics": _topics(memory)})
    return answer(memory, say("utter_subscribed"), choices=next_steps(memory), effects=(effect,))


def _wish(conversation: Conversation) -> dict[str, str]:
    """Return of which programme one wants to be reminded, and from which month; nothing for news."""
    meant = conversation.answer() or ""
    if not meant.startswith(REMIND):
        return {}
    programme, _, month = meant.removeprefix(REMIND).partition(":")
    return {"remind": programme, "from_month": month}


def _reminder(question: Question) -> Effect:
    content = question.content
    return Effect(
        "remind",
        {
            "address": content.get("address"),
            "programme_id": content["remind"],
            "from_month": content.get("from_month") or None,
            "agreed_to": content.get("agreed_to", ""),
        },
    )


def _ask_consent(memory: Memory, address: str, wish: dict[str, str], library: Library) -> Outcome:
    text = _consent_text(memory, address, wish, library)
    choices = (
        choice("yes_subscribe", "affirm", answer="subscribe:yes"),
        choice("no_thanks", "deny", answer="subscribe:no"),
    )
    question = Question(CONSENT, {"address": address, "agreed_to": text, **wish})
    return answer(memory, "").asking(question, text, choices)


def _consent_text(memory: Memory, address: str, wish: dict[str, str], library: Library) -> str:
    for programme in library.programmes([wish["remind"]] if wish else ()):
        return say("utter_remind_consent", address=address, name=programme.name)
    names = [one.name for one in memory.barriers]
    topics = barrier_words(names) if names else say("utter_label_all_topics")
    return say("utter_subscribe_consent", address=address, topics=topics)


def _topics(memory: Memory) -> list[str]:
    return [*(one.name for one in memory.barriers), *memory.wants]


def _not_subscribed(memory: Memory) -> Outcome:
    return answer(memory, say("utter_not_subscribed"), choices=next_steps(memory))


def declining() -> tuple[Choice, ...]:
    """Return the choice beside the question for an address."""
    return (choice("no_thanks", "deny", answer="subscribe:no"),)
