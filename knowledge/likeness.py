"""What tells how near a person's words are to things in meaning."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.catalogue import Selection


class Meant(Protocol):
    """What can be compared in meaning."""

    @property
    def id(self) -> str:
        """Return its id."""

    @property
    def meant(self) -> str:
        """Return its words."""


class Likeness(Protocol):
    """Tells how near a person's words are to things in meaning; `knowledge.meaning.Meaning` is one."""

    def prepare(self, things: Sequence[Meant]) -> None:
        """Be ready for the words of these things."""

    def of(self, words: str, things: Sequence[Meant]) -> Mapping[str, float]:
        """Return the cosine for each id."""

    def nearness(self, words: str, offered: Selection) -> NDArray[np.float32]:
        """Return the cosine for each programme, in their order."""
