"""What a person wants, and reasons in words."""

from dataclasses import dataclass

from knowledge.wording import say

FEW_AT_ONCE = 8  # people who are answered at the same time; what they said is not kept longer than that


@dataclass(frozen=True)
class Need:
    """What a person wants: support types asked for, barriers told, their own words, technologies named.

    The support types are alternatives: any of them is what was asked for. Barriers add up.
    """

    wants: frozenset[str] = frozenset()
    barriers: frozenset[str] = frozenset()
    words: str | None = None
    technologies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reason:
    """Why a programme fits, or what to check first: a wording `utter_reason_<code>` and its values."""

    code: str
    values: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, code: str, **values: str) -> "Reason":
        """Return a reason with its values."""
        return cls(code, tuple(values.items()))


def render(reason: Reason) -> str:
    """Return a reason in words."""
    return say(f"utter_reason_{reason.code}", **dict(reason.values))
