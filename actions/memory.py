"""What Signpost remembers of a conversation: the slots, read and written in one place."""

from dataclasses import dataclass, field, fields, replace
from typing import Any

from knowledge.firms import Firm

LONGEST_WORDS = 300


@dataclass(frozen=True)
class Said:
    """A barrier, or a programme that was turned down, and the words of the person that gave rise to it."""

    name: str
    words: str


@dataclass(frozen=True)
class Question:
    """What was asked and is not answered yet; `content` is what the answer needs.

    Every open question takes the next message, whatever it is: `action_take_answer` tells an answer
    from something else.
    """

    kind: str
    content: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def unpack(cls, content: Any) -> "Question | None":
        """Read what `pack` wrote; anything else is no question."""
        if not isinstance(content, dict) or not isinstance(content.get("kind"), str):
            return None
        rest = {key: value for key, value in content.items() if key not in ("kind", "takes_text")}
        return cls(content["kind"], rest)

    def pack(self) -> dict[str, Any]:
        """Return it as a slot can hold it."""
        return {**self.content, "kind": self.kind, "takes_text": True}

    def with_(self, **changes: Any) -> "Question":
        """Return the question with some of its content changed."""
        return replace(self, content={**self.content, **changes})


@dataclass(frozen=True)
class Memory:
    """The slots of a conversation.

    `aim` is the intent of the last need, `asked` the questions never to be asked again, `distressed` is true
    from a call for help until the person moves on, `case` what is told of a request passed to a broker,
    `rejected` the programmes that were turned down.
    """

    firm: Firm = field(default_factory=Firm)
    barriers: tuple[Said, ...] = ()
    wants: tuple[str, ...] = ()
    aim: str | None = None
    need: str | None = None
    shown: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    subject: str | None = None
    question: Question | None = None
    case: dict[str, Any] | None = None
    misunderstood: int = 0
    asked: tuple[str, ...] = ()
    distressed: bool = False
    rejected: tuple[Said, ...] = ()

    @classmethod
    def unpack(cls, slots: dict[str, Any]) -> "Memory":
        """Read the slots; one that is missing or empty is as at the start."""
        return cls(
            firm=Firm.unpack(slots.get("firm")),
            barriers=_with_words(slots.get("barriers")),
            wants=tuple(slots.get("wants") or ()),
            aim=slots.get("aim"),
            need=slots.get("need"),
            shown=tuple(slots.get("shown") or ()),
            seen=tuple(slots.get("seen") or ()),
            subject=slots.get("subject"),
            question=Question.unpack(slots.get("question")),
            case=slots.get("case"),
            misunderstood=int(slots.get("misunderstood") or 0),
            asked=tuple(slots.get("asked") or ()),
            distressed=bool(slots.get("distressed")),
            rejected=_with_words(slots.get("rejected")),
        )

    def turned_down(self) -> frozenset[str]:
        """Return the programmes that are not to be shown again."""
        return frozenset(one.name for one in self.rejected)

    def pack(self) -> dict[str, Any]:
        """Return every slot as JSON can hold it."""
        return {
            "firm": self.firm.pack(),
            "barriers": [vars(said).copy() for said in self.barriers],
            "rejected": [vars(said).copy() for said in self.rejected],
            "question": self.question.pack() if self.question else None,
            "misunderstood": self.misunderstood,
            "distressed": self.distressed,
            **{name: list(getattr(self, name)) for name in _LISTS},
            **{name: getattr(self, name) for name in _PLAIN},
        }

    def changes_since(self, before: "Memory") -> dict[str, Any]:
        """Return the slots that differ, with their new content."""
        old = before.pack()
        return {name: value for name, value in self.pack().items() if value != old[name]}

    def adding_barriers(self, said: tuple[Said, ...]) -> "Memory":
        """Return the memory with more barriers; the newest words for each one are kept."""
        merged = {one.name: one for one in self.barriers}
        merged.update({one.name: Said(one.name, one.words[:LONGEST_WORDS]) for one in said})
        return replace(self, barriers=tuple(merged.values()))

    def without_barriers(self, names: tuple[str, ...]) -> "Memory":
        """Return the memory without these barriers."""
        return replace(self, barriers=tuple(one for one in self.barriers if one.name not in names))

    def showing(self, ids: tuple[str, ...]) -> "Memory":
        """Return the memory with these programmes as the ones shown last."""
        subject = ids[0] if len(ids) == 1 else None
        seen = tuple(dict.fromkeys(self.seen + ids))
        return replace(self, shown=ids, seen=seen, subject=subject)

    def about(self, programme_id: str) -> "Memory":
        """Return the memory with one programme in focus."""
        seen = tuple(dict.fromkeys((*self.seen, programme_id)))
        return replace(self, subject=programme_id, seen=seen)

    def asking(self, question: Question | None) -> "Memory":
        """Return the memory with this question open, or none."""
        return replace(self, question=question)

    def not_asking_again(self, kind: str) -> "Memory":
        """Return the memory with one question settled for good."""
        return replace(self, asked=tuple(dict.fromkeys((*self.asked, kind))))

    def knows_a_need(self) -> bool:
        """Has the person said what they want, or what holds them back?"""
        return bool(self.aim or self.wants or self.barriers)


def _with_words(content: Any) -> tuple[Said, ...]:
    return tuple(Said(one["name"], one.get("words") or "") for one in content or ())


_LISTS = ("wants", "shown", "seen", "asked")
_PLAIN = ("aim", "need", "subject", "case")
SLOTS = tuple(f.name for f in fields(Memory))
