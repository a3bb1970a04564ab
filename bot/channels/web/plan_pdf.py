"""A kept plan as a tagged PDF (PDF/UA-1): headings, lists and a drawing that a screen reader can tell."""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

import typst

from bot.channels.web.timeline import timeline
from knowledge import plan_words
from knowledge.names import day_in_words
from knowledge.plans import KeptPlan, KeptStep
from knowledge.wording import say

TEMPLATE = Path(__file__).with_name("plan.typ")
STANDARD: Final = "ua-1"  # the typesetter refuses what does not meet it
UNKNOWN = "?"
PAGE = "{page}"
# what the typesetter's own font has for certain, whatever fonts the machine has
LETTERS = re.compile(
    "[\\n\\t -~\u00a1-\u00ac\u00ae-\u017f\u2013\u2014\u2018-\u201a\u201c-\u201e\u2022\u2026\u20ac]"
)
ALIKE = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2212": "-", "\u00a0": " ", "\r": "\n"})
ADDRESS = re.compile(r"https?://[!-~]+")


def pdf(plan: KeptPlan) -> bytes:
    """Return the document; the same plan always gives the same bytes."""
    return typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"plan": json.dumps(_content(plan))},
        pdf_standards=STANDARD,
    )


def _content(plan: KeptPlan) -> dict[str, Any]:
    drawn = timeline(plan.steps)
    opening = [plan.journeys[0].summary, say("utter_plan_page_made", day=day_in_words(plan.made))]
    also = [printable(one.name) for one in plan.journeys[1:]]
    if also:
        opening.append(say("utter_plan_page_also"))
    return {
        "title": printable(plan.title),
        "author": say("utter_plan_pdf_author"),
        "foot": say("utter_plan_pdf_foot", page=PAGE),
        "opening": [_line(plan_words.Line(text)) for text in opening],
        "also": also,
        "alt": _drawing_in_words(plan.steps),
        "legend": say("utter_plan_timeline_legend"),
        "bars": [asdict(bar) for bar in drawn.bars],
        "ticks": [asdict(tick) for tick in drawn.ticks],
        "steps": [_step(number, step) for number, step in enumerate(plan.steps, 1)],
    }


def _drawing_in_words(steps: Sequence[KeptStep]) -> str:
    return printable("\n".join([say("utter_plan_timeline_name"), *_bars_in_words(steps)]))


def _bars_in_words(steps: Sequence[KeptStep]) -> Iterator[str]:
    for number, step in enumerate(steps, 1):
        starts, takes = plan_words.starts_in_words(step), plan_words.takes_in_words(step)
        yield say("utter_plan_timeline_bar", number=str(number), title=step.title, starts=starts, takes=takes)


def _step(number: int, step: KeptStep) -> dict[str, Any]:
    blocks = groupby(plan_words.told(step), key=attrgetter("point"))
    return {
        "title": printable(f"{number}. {step.title}"),
        "blocks": [{"points": points, "lines": [*map(_line, lines)]} for points, lines in blocks],
    }


def _line(line: plan_words.Line) -> dict[str, str | None]:
    return {
        "text": printable(line.text),
        "label": printable(line.label) if line.label else None,
        "link": line.text if ADDRESS.fullmatch(line.text) else None,
    }


def printable(text: str) -> str:
    """Return the text as the font can show it; what it cannot show at all becomes a question mark.

    >>> printable("Café – £5 → Łódź ✓")
    'Café – £5 ? Łódź ?'
    """
    shown = text.translate(ALIKE)
    return "".join(char if LETTERS.fullmatch(char) else _nearest(char) for char in shown)


def _nearest(char: str) -> str:
    plain = unicodedata.normalize("NFKD", char)
    return "".join(one for one in plain if LETTERS.fullmatch(one)) or UNKNOWN
