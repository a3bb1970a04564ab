"""What an action decides: the reply, and what is remembered afterwards."""

import re
from dataclasses import dataclass, replace

from actions.memory import Memory, Question
from knowledge.replies import Card, Choice, Effect, Reply
from knowledge.wording import say


@dataclass(frozen=True)
class Outcome:
    """A reply and the memory as it stands after it.

    A question after cards is a reply of its own, so that its answers stand under it.
    """

    reply: Reply
    memory: Memory
    question: Reply | None = None

    def replies(self) -> tuple[Reply, ...]:
        """Return what is said, in order."""
        return (self.reply,) if self.question is None else (self.reply, self.question)

    def opening_with(self, text: str) -> "Outcome":
        """Return the same with a sentence before the text."""
        return replace(self, reply=replace(self.reply, text=joined(text, self.reply.text)))

    def ending_with(self, text: str, choices: tuple[Choice, ...] = ()) -> "Outcome":
        """Return the same with a sentence after the text, and its choices before the others."""
        last = self.replies()[-1]
        ended = replace(
            last, text=joined(last.text, text), choices=without_doubles((*choices, *last.choices))
        )
        return replace(self, reply=ended) if self.question is None else replace(self, question=ended)

    def asking(self, question: Question, text: str, choices: tuple[Choice, ...] = ()) -> "Outcome":
        """Return the same, ending with a question that is open from now on."""
        if self.reply.cards and self.question is None:
            asked = replace(self, question=Reply(text, choices=without_doubles(choices)))
        else:
            asked = self.ending_with(text, choices)
        return replace(asked, memory=asked.memory.asking(question))

    def without_choice(self, intent: str) -> "Outcome":
        """Return the same without the choices that mean an intent."""

        def less(reply: Reply) -> Reply:
            return replace(reply, choices=tuple(one for one in reply.choices if one.intent != intent))

        question = None if self.question is None else less(self.question)
        return replace(self, reply=less(self.reply), question=question)

    def remembering(self, memory: Memory) -> "Outcome":
        """Return the same reply with another memory."""
        return replace(self, memory=memory)


def answer(
    memory: Memory,
    text: str,
    cards: tuple[Card, ...] = (),
    choices: tuple[Choice, ...] = (),
    effects: tuple[Effect, ...] = (),
) -> Outcome:
    """Return an outcome without an open question."""
    return Outcome(Reply(text, cards, without_doubles(choices), effects), memory.asking(None))


def joined(*texts: str) -> str:
    """Return the texts as paragraphs, without the empty ones."""
    return "\n\n".join(text for text in texts if text)


def without_doubles(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Return the choices in order, each meaning and each label once."""
    by_meaning: dict[tuple[str, str], Choice] = {}
    for choice in choices:
        by_meaning.setdefault((choice.intent, repr(choice.entities)), choice)
    by_label: dict[str, Choice] = {}
    for choice in by_meaning.values():
        by_label.setdefault(choice.label, choice)
    return tuple(by_label.values())


def choice(label: str, intent: str, **entities: object) -> Choice:
    """Return a choice whose label is a wording, named without its `utter_label_`."""
    return Choice(capital(say(f"utter_label_{label}")), intent, tuple(entities.items()))


def short_name(name: str, length: int = 50) -> str:
    """Return a name for a button: without what stands in brackets, cut between words.

    >>> short_name("Apprenticeship units (Growth and Skills Levy short courses)")
    'Apprenticeship units'
    """
    short = re.sub(r"\s*\([^)]*\)", "", name).strip() or name
    return short if len(short) <= length else short[:length].rsplit(" ", 1)[0].rstrip(" ,:;-") + "…"


def capital(words: str) -> str:
    """Return the words with a capital at their beginning."""
    return words[:1].upper() + words[1:]


def lower(words: str) -> str:
    """Return the words with a small letter at their beginning, unless it begins a name in capitals."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
