"""Needs that a broker has judged: what would come first, what also fits, and what must not be offered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.evaluation.cases import FOLDER
from knowledge.yaml_file import read_yaml

IDEAL, GOOD, NEUTRAL = 3, 1, 0


@dataclass(frozen=True)
class JudgedNeed:
    """One need as it is asked, and how a broker judged the programmes for it.

    `questions` are the facts that a fair judge would ask for next; None stands among them where no answer
    would change anything. A programme in no list is unjudged: neither right nor wrong.
    """

    id: str
    asked: Mapping[str, Any]
    ideal: frozenset[str]
    good: frozenset[str]
    wrong: frozenset[str]
    questions: frozenset[str | None]

    def gain(self, programme_id: str) -> int:
        """Return what showing a programme is worth."""
        return IDEAL if programme_id in self.ideal else GOOD if programme_id in self.good else NEUTRAL

    def in_words(self) -> dict[str, Any]:
        """Return the need as a person says it, with nothing but their words."""
        return {"id": self.id, "text": self.asked["text"]}


def read_needs(path: Path = FOLDER / "matching.yaml") -> Sequence[JudgedNeed]:
    """Return the judged needs of a file."""
    return tuple(map(_judged, read_yaml(path)))


def _judged(entry: Mapping[str, Any]) -> JudgedNeed:
    return JudgedNeed(
        id=entry["id"],
        asked={name: entry[name] for name in ("id", "text", "profile", "wants", "barriers") if name in entry},
        ideal=frozenset(entry["ideal"]),
        good=frozenset(entry["good"]),
        wrong=frozenset(one["id"] for one in entry["wrong"]),
        questions=frozenset({entry["question"], *entry["question_also"]}),
    )
