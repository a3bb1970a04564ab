"""A kept plan as plain text, in parts that a phone's messages can hold."""

import re
from collections.abc import Iterable, Iterator

from knowledge import plan_words
from knowledge.names import day_in_words
from knowledge.plans import KeptPlan
from knowledge.wording import say

LONGEST_PART = 1024
AFTER_A_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def parts_of(plan: KeptPlan, longest: int = LONGEST_PART) -> tuple[str, ...]:
    """Return the plan as messages of at most so many characters, in order."""
    return cut(lines_of(plan), longest)


def lines_of(plan: KeptPlan) -> Iterator[str]:
    """Yield the plan line by line; an empty line stands before each step."""
    yield plan.title
    yield plan.journeys[0].summary
    yield from (f"- {one.name}" for one in plan.journeys[1:])
    yield say("utter_plan_page_made", day=day_in_words(plan.made))
    for number, step in enumerate(plan.steps, 1):
        yield ""
        yield f"{number}. {step.title}"
        yield from map(_in_words, plan_words.told(step))


def cut(lines: Iterable[str], longest: int) -> tuple[str, ...]:
    """Return the lines in parts, cut between lines, else after a sentence, else between words.

    Only a word that is longer than a whole part is cut itself, for nothing may be lost.
    """
    parts: list[str] = []
    for line in lines:
        for n, piece in enumerate(_pieces(line, longest)):
            # the rest of a line that had to be cut goes on where it stopped, if there is room for it
            joined = f"{parts[-1]}{' ' if n else chr(10)}{piece}" if parts else piece
            if parts and len(joined) <= longest:
                parts[-1] = joined
            else:
                parts.append(piece)
    trimmed = (part.strip() for part in parts)
    return tuple(part for part in trimmed if part)


def _pieces(line: str, longest: int) -> Iterator[str]:
    if len(line) <= longest:
        yield line
        return
    for sentence in AFTER_A_SENTENCE.split(line):
        if len(sentence) <= longest:
            yield sentence
        else:
            yield from _words(sentence, longest)


def _words(sentence: str, longest: int) -> Iterator[str]:
    for word in sentence.split():
        yield from (word[start : start + longest] for start in range(0, len(word), longest))


def _in_words(line: plan_words.Line) -> str:
    return line.text if line.label is None else f"{line.label}: {line.text}"
