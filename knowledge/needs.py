"""What a person wants, and reasons in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge.wording import say


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


class Meant(Protocol):
    """What can be compared in meaning: its words, and a version that changes with them."""

    @property
    def id(self) -> str:
        """Return its id."""

    @property
    def version(self) -> str:
        """Return its version."""

    @property
    def meant(self) -> str:
        """Return its words."""


class Likeness(Protocol):
    """Tells how near a person's words are to things in meaning; `knowledge.meaning.Meaning` is one."""

    def of(self, words: str, things: Sequence[Meant]) -> Mapping[str, float]:
        """Return the cosine for each id."""
