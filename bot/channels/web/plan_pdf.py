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
from knowledge.plans import KeptPlan, KeptProgramme, KeptStep
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
    yield _paragraph(say("utter_plan_page_made", day=plan_words.day_in_words(plan.made)))
    for number, step in enumerate(plan.steps, 1):
        yield _paragraph(f"{number}. {step.title}", "step")
        yield from _step(step)


def _step(step: KeptStep) -> Iterator[Flowable]:
    yield _paragraph(step.purpose)
    yield _labelled("utter_label_line_do", step.do)
    yield _labelled("utter_plan_page_begins", plan_words.starts_in_words(step))
    yield _labelled("utter_label_line_takes", plan_words.takes_in_words(step))
    yield from (_labelled("utter_label_line_after", before) for before in step.after)
    yield _labelled("utter_label_line_in_hand", step.in_hand)
    if not step.programmes:
        yield _labelled("utter_label_line_alone", step.alone)
    for programme in step.programmes:
        yield from _programme(programme)
    yield from (_paragraph(plan_words.date_in_words(one), "point") for one in step.dates)


def _programme(one: KeptProgramme) -> Iterator[Flowable]:
    yield _labelled("utter_label_line_programme", f"{one.name} ({one.provider})")
    if one.url:
        yield _paragraph(one.url, "point")
    known, record = plan_words.known_to_run(one), plan_words.record_of(one)
    yield _paragraph(say("utter_plan_rests_on", known=known, record=record), "point")
    yield from (_labelled("utter_plan_page_check_one", check, "point") for check in one.to_check)


def _paragraph(text: str, style: str = "text") -> Flowable:
    return Paragraph(escape(printable(text)), _styles()[style])


def _labelled(wording: str, text: str, style: str = "text") -> Flowable:
    label = escape(printable(say(wording)))
    return Paragraph(f'<font name="{BOLD}">{label}:</font> {escape(printable(text))}', _styles()[style])


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
