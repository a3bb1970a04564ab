"""A brief as one card, for whoever reads it in a chat of their own."""

from collections.abc import Iterator
from datetime import datetime

from desk.brief import Brief
from desk.words import flat, label, uk_moment
from knowledge.replies import Card
from knowledge.wording import say

Line = tuple[str, str]


def brief_card(brief: Brief, now: datetime) -> Card:
    """Return what was agreed to, short: the firm, what it wants and what holds it back, what it was shown.

    What the person did not agree to is not in the brief, and so not here.
    """
    lines = (*_firm(brief), *_need(brief), *_barriers(brief), *_programmes(brief))
    title = say("utter_adviser_card_title")
    return Card("brief", "brief", title, say("utter_adviser_card_from", at=uk_moment(now)), lines)


def _firm(brief: Brief) -> Iterator[Line]:
    yield from ((one.label, flat(one.words)) for one in brief.firm)


def _need(brief: Brief) -> Iterator[Line]:
    if brief.need:
        yield say("utter_label_desk_need"), f"“{flat(brief.need)}”"
    if brief.wants:
        yield say("utter_label_desk_wants"), ", ".join(label("support", one) for one in brief.wants)


def _barriers(brief: Brief) -> Iterator[Line]:
    for one in brief.barriers:
        said = f": “{flat(one.words)}”" if one.words else ""
        yield say("utter_label_desk_barriers"), f"{label('barrier', one.name)}{said}"


def _programmes(brief: Brief) -> Iterator[Line]:
    for one in brief.shown:
        name = flat(one.name)
        told = say("utter_desk_last_known", name=name, last_known=one.last_known) if one.last_known else name
        yield say("utter_label_desk_shown"), told
    yield from (
        (say("utter_label_desk_ruled_out"), f"{flat(one.name)}: {one.words}") for one in brief.ruled_out
    )
    yield from ((say("utter_label_desk_open_questions"), flat(one)) for one in brief.open_questions)
