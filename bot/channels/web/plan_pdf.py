"""A kept plan as a PDF: with its title, its language, and an outline to move about by."""

import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph, SimpleDocTemplate

from knowledge import plan_words
from knowledge.names import day_in_words
from knowledge.plans import KeptPlan
from knowledge.wording import say

PLAIN, BOLD = "Vera", "VeraBd"
LANGUAGE = "en-GB"
LEVELS = {"title": 0, "step": 1}
UNKNOWN = "?"
ALIKE = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2212": "-"})  # hyphens and a minus
Flowable = Any


def pdf(plan: KeptPlan) -> bytes:
    """Return the document; the same plan always gives the same bytes."""
    out = BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=20 * mm,
        rightMargin=20 * mm,
        topMargin=18 * mm,
        bottomMargin=18 * mm,
        title=plan.title,
        author=say("utter_plan_pdf_author"),
        lang=LANGUAGE,
        displayDocTitle=True,
        invariant=True,
    )
    document.afterFlowable = _outliner(document)
    document.build(list(_content(plan)), onFirstPage=_foot, onLaterPages=_foot)
    return out.getvalue()


def _content(plan: KeptPlan) -> Iterator[Flowable]:
    yield _paragraph(plan.title, "title")
    yield _paragraph(plan.journeys[0].summary)
    if plan.journeys[1:]:
        yield _paragraph(say("utter_plan_page_also"))
        yield from (_paragraph(one.name, "point") for one in plan.journeys[1:])
    yield _paragraph(say("utter_plan_page_made", day=day_in_words(plan.made)))
    for number, step in enumerate(plan.steps, 1):
        yield _paragraph(f"{number}. {step.title}", "step")
        yield from map(_line, plan_words.told(step))


def _paragraph(text: str, style: str = "text") -> Flowable:
    return Paragraph(escape(printable(text)), _styles()[style])


def _line(line: plan_words.Line) -> Flowable:
    style = "point" if line.point else "text"
    if line.label is None:
        return _paragraph(line.text, style)
    label = escape(printable(line.label))
    return Paragraph(f'<font name="{BOLD}">{label}:</font> {escape(printable(line.text))}', _styles()[style])


def _outliner(document: Any) -> Callable[[Flowable], None]:
    def outline(flowable: Flowable) -> None:
        name = getattr(getattr(flowable, "style", None), "name", "")
        if name in LEVELS:
            place = f"place-{len(seen)}"
            seen.append(place)
            document.canv.bookmarkPage(place)
            document.canv.addOutlineEntry(flowable.getPlainText(), place, LEVELS[name])

    seen: list[str] = []
    return outline


def _foot(canvas: Any, _document: Any) -> None:
    canvas.setFont(PLAIN, 8)
    canvas.drawString(20 * mm, 10 * mm, say("utter_plan_pdf_foot", page=canvas.getPageNumber()))


def printable(text: str) -> str:
    """Return the text as the fonts can show it; what they cannot show at all becomes a question mark.

    >>> printable("Café – £5 → Łódź ✓")
    'Café – £5 ? Łódz ?'
    """
    _styles()
    glyphs = pdfmetrics.getFont(PLAIN).face.charToGlyph
    shown = text.translate(ALIKE)
    return "".join(
        char if char in "\n\t " or ord(char) in glyphs else _nearest(char, glyphs) for char in shown
    )


def _nearest(char: str, glyphs: dict[int, int]) -> str:
    plain = unicodedata.normalize("NFKD", char)
    return "".join(one for one in plain if ord(one) in glyphs or one == " ") or UNKNOWN


@cache
def _styles() -> dict[str, ParagraphStyle]:
    for font in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(font, f"{font}.ttf"))
    text = {"fontName": PLAIN, "fontSize": 10, "leading": 14, "spaceAfter": 4}
    heading = {"fontName": BOLD, "keepWithNext": 1}
    return {
        "text": ParagraphStyle("text", **text),
        "point": ParagraphStyle("point", **{**text, "leftIndent": 12, "fontSize": 9, "leading": 12}),
        "title": ParagraphStyle("title", **{**text, **heading, "fontSize": 18, "leading": 24}),
        "step": ParagraphStyle(
            "step", **{**text, **heading, "fontSize": 12, "leading": 16, "spaceBefore": 10}
        ),
    }
