"""What a broker is suggested: asked of who answers in the chat, so that both show the same."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from desk.brief import Brief, Holding
from knowledge.firms import Firm
from knowledge.replies import Card


class SuggestionsAway(Exception):
    """Nothing can be suggested now: show the case without, and ask again when it is looked at next."""


@dataclass(frozen=True)
class Sought:
    """What programmes are looked for by; of a brief, only what the person agreed to pass on.

    `aim` is what they asked for last, as the assistant understood it, None when nothing in particular;
    `rejected` are the programmes that they turned down.
    """

    firm: Firm
    barriers: tuple[Holding, ...] = ()
    wants: tuple[str, ...] = ()
    aim: str | None = None
    need: str | None = None
    rejected: tuple[str, ...] = ()

    @classmethod
    def of(cls, brief: Brief) -> "Sought":
        """Return what a brief tells of it."""
        firm = Firm.unpack({fact.field: fact.value for fact in brief.firm})
        rejected = tuple(one.id for one in brief.rejected)
        return cls(firm, brief.barriers, brief.wants, brief.aim, brief.need, rejected)

    def pack(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {
            "firm": self.firm.pack(),
            "barriers": [vars(one).copy() for one in self.barriers],
            "wants": list(self.wants),
            "aim": self.aim,
            "need": self.need,
            "rejected": list(self.rejected),
        }

    @classmethod
    def unpack(cls, content: dict[str, Any]) -> "Sought":
        """Read what `pack` wrote."""
        barriers = tuple(Holding(one["name"], one["words"]) for one in content["barriers"])
        wants, rejected = tuple(content["wants"]), tuple(content["rejected"])
        aim, need = content["aim"], content["need"]
        return cls(Firm.unpack(content["firm"]), barriers, wants, aim, need, rejected)


Suggest = Callable[[Sought], Awaitable[tuple[Card, ...]]]


async def nothing(_sought: Sought) -> tuple[Card, ...]:
    """Suggest nothing."""
    return ()
