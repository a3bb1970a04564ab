"""Choices as buttons of an Adaptive Card: each can be pressed, and its label is whole somewhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.channels.cutting import length, one_line, shortened
from bot.channels.teams.elements import Element, labelled, lines
from bot.channels.teams.protocol import CHOOSE
from knowledge.storage.outbox import Button
from knowledge.wording import say

MOST_ACTIONS = 6  # what Teams shows of the actions of a card
LONGEST_TITLE = 50
LONGEST_KEPT = 80  # of a label, in the data of its button: what is said when nobody knows the button any more
LONGEST_CHOICE = 100


@dataclass(frozen=True)
class Titled:
    """A choice with what stands on its button; `number` is given where that is not the whole label."""

    choice: str
    label: str
    title: str
    number: int | None = None


def titled(buttons: Sequence[Button]) -> list[Titled]:
    """Return what stands on each button; all are numbered when two look alike or a label is too long."""
    distinct = {button.choice: button for button in buttons if 0 < len(button.choice) <= LONGEST_CHOICE}
    labels = [one_line(button.label) for button in distinct.values()]
    alike = len({label.casefold() for label in labels}) < len(labels)
    is_numbered = alike or any(not label or length(label) > LONGEST_TITLE for label in labels)
    made = []
    for number, (choice, label) in enumerate(zip(distinct, labels, strict=True), 1):
        whole = f"{number}. {label}".strip() if is_numbered else label
        title = shortened(whole, LONGEST_TITLE)
        made.append(Titled(choice, label, title, None if title == whole else number))
    return made


def in_full(made: Sequence[Titled]) -> Iterator[Element]:
    """Yield the labels that no button can hold, under the numbers of their buttons."""
    cut = [one for one in made if one.number is not None]
    if cut:
        yield from lines(say("utter_teams_long_choices"), isSubtle=True)
    for one in cut:
        yield from labelled(f"{one.number}", one.label)


def action(one: Titled) -> dict[str, Any]:
    """Return the button of a choice: an invoke, and for old clients a message of the person's own."""
    kept = shortened(one.label, LONGEST_KEPT)
    data = {"choice": one.choice, "label": kept}
    said = {"type": "messageBack", "displayText": one.title, "text": one.title}
    submit = {"type": "Action.Submit", "title": one.title, "data": {**data, "msteams": said}}
    return {"type": "Action.Execute", "title": one.title, "verb": CHOOSE, "data": data, "fallback": submit}
