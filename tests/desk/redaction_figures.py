"""How much of what was left out is hidden, and how much else is lost.

`python -m tests.desk.redaction_figures` prints it.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desk.cases import Part
from desk.hidden import Hidden
from desk.transcript import Line
from knowledge.storage.outbox import Sender
from knowledge.wording import say
from knowledge.yaml_file import read_yaml
from tests.desk.making import NOON

DEVELOPMENT = Path(__file__).with_name("redaction.yaml")
HELD_OUT = Path(__file__).parents[1] / "held_out" / "redaction.yaml"
LEFT_OUT = {"name": Part.NAME, "firm": Part.FIRM, "where": Part.CONTACT, "contact": Part.CONTACT}
_MARKED = re.compile(r"\{(name|firm|where|contact):([^}]*)\}")
# titles and legal forms give nobody away
_JOINS = frozenset({"and", "at", "but", "in", "limited", "ltd", "mr", "mrs", "of", "on", "the"})


@dataclass
class Figures:
    """What was to go and went, by part, with the ids of what stayed; and what was to stay and went."""

    to_go: Counter[str] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)
    stayed: list[str] = field(default_factory=list)
    plain: int = 0
    hurt: list[str] = field(default_factory=list)
    words: int = 0
    lost: Counter[str] = field(default_factory=Counter)

    def recall(self, part: str) -> float:
        """Return the share of a part that is hidden whole."""
        return self.gone[part] / self.to_go[part]

    def hurt_plain(self) -> list[str]:
        """Return those that had nothing to hide and lost a word all the same."""
        return [one for one in self.hurt if one.startswith("k")]


def figures_of(file: Path) -> Figures:
    """Return the figures of one set of sentences."""
    figures = Figures()
    for entry in read_yaml(file):
        _count_what_goes(entry, figures)
        _count_what_is_lost(entry, figures)
    return figures


def _count_what_goes(entry: dict[str, Any], figures: Figures) -> None:
    kept = _words(_MARKED.sub(" ", entry["text"]))
    for part, left_out in LEFT_OUT.items():
        others = _words(" ".join(words for its, words in _spans(entry) if its != part))
        left = _words(_as_passed_on(entry, {left_out}))
        for its, words in _spans(entry):
            if its == part:
                figures.to_go[part] += 1
                still = [word for word in _words(words) if left[word] > kept[word] + others[word]]
                figures.gone[part] += not still
                figures.stayed += [f"{entry['id']} {part}: {words}"] if still else []


def _count_what_is_lost(entry: dict[str, Any], figures: Figures) -> None:
    kept = _words(_MARKED.sub(" ", entry["text"]))
    left = _words(_as_passed_on(entry, set(LEFT_OUT.values())))
    lost = kept - left
    figures.words += kept.total()
    figures.lost += lost
    if not any(_spans(entry)):
        figures.plain += 1
    figures.hurt += [f"{entry['id']}: {' '.join(lost)}"] if lost else []


def _as_passed_on(entry: dict[str, Any], left_out: set[Part]) -> str:
    text = _MARKED.sub(r"\2", entry["text"])
    asked = [Line(NOON, Sender.BOT, say("utter_handoff_name"))] if entry.get("asked") else []
    lines = [*asked, Line(NOON, Sender.PERSON, text)]
    return Hidden.of(set(Part) - left_out, None, lines).out_of(text)


def _spans(entry: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from ((found[1], found[2]) for found in _MARKED.finditer(entry["text"]))


def _words(text: str) -> Counter[str]:
    text = text.replace(say("utter_label_desk_removed"), " ")
    return Counter(word for word in re.findall(r"\w+", text.lower()) if word not in _JOINS)


def _lines(file: Path) -> Iterator[str]:
    figures = figures_of(file)
    yield f"{file.parent.name}/{file.name}"
    for part, of in figures.to_go.items():
        yield f"  {part}: {figures.gone[part]} of {of} hidden whole ({figures.recall(part):.0%})"
    yield f"  {len(figures.hurt_plain())} of {figures.plain} sentences with nothing to hide lost a word"
    yield f"  {figures.lost.total()} of {figures.words} words that were to stay were lost"


if __name__ == "__main__":
    sys.stdout.write("\n".join([*_lines(DEVELOPMENT), *_lines(HELD_OUT), ""]))
