"""One thing shown, as elements of an Adaptive Card: dense, to be read by an adviser on the telephone."""

import re
from collections.abc import Iterator

from bot.channels.cutting import one_line, pieces
from bot.channels.teams.elements import (
    LONGEST_RUN,
    Element,
    execute,
    labelled,
    lines,
    paragraph,
    run,
    size,
)
from bot.channels.teams.mail_link import LONGEST_URL, mail_to_client
from bot.channels.teams.protocol import WRONG
from knowledge.replies import Card
from knowledge.wording import say

LARGEST_TABLE = 15_000
MOST_COLUMNS = 4
LONGEST_ID = 100
PROGRAMME = "programme"
OUR_PAGES = "/plans/"
_URL = re.compile(r"https?://[^\s\"<>\\^`{|}]+")


def elements_of(card: Card, public_url: str | None = None) -> list[Element]:
    """Return a card in order of what is asked first: its name, what it is, the statements, where to read on.

    `public_url` is where our own pages are found; without it they have no button.
    """
    found = [*_title(card), *lines(card.text)]
    before = ""
    for label, text in card.lines:
        found += labelled("" if label == before else label, text)  # several reasons stand under one label
        before = label
    found += _table(card.table)
    if actions := list(_actions(card, link(card.url, public_url))):
        found.append({"type": "ActionSet", "spacing": "Small", "actions": actions})
    return found


def link(url: str | None, public_url: str | None) -> str | None:
    """Return where a card's address leads; None unless it is one of the web that a button can hold."""
    whole = f"{public_url}{url}" if public_url and (url or "").startswith(OUR_PAGES) else url or ""
    return whole if _URL.fullmatch(whole) and whole.isprintable() and len(whole) <= LONGEST_URL else None


def _actions(card: Card, url: str | None) -> Iterator[Element]:
    """Yield the buttons of a card: its page, and of a programme what an adviser does with it."""
    if url:
        yield {"type": "Action.OpenUrl", "title": say("utter_teams_label_open"), "url": url}
    if card.kind == PROGRAMME and one_line(card.title):
        mail = mail_to_client(card, url)
        yield {"type": "Action.OpenUrl", "title": say("utter_teams_label_mail"), "url": mail}
        if 0 < len(card.id) <= LONGEST_ID and card.id.isprintable():  # as a press of it is read
            yield execute(say("utter_teams_label_wrong"), WRONG, {"programme": card.id})


def _title(card: Card) -> Iterator[Element]:
    named, badge = list(pieces(one_line(card.title), LONGEST_RUN)), one_line(card.badge or "")
    for number, piece in enumerate(named):
        yield paragraph(run(piece, weight="Bolder", size="Medium"), spacing="None" if number else "Small")
    yield from (paragraph(run(piece, isSubtle=True)) for piece in pieces(badge, LONGEST_RUN))


def _table(table: tuple[tuple[str, ...], ...]) -> list[Element]:
    """Return what is set side by side: as a table where that is legible, else block by block."""
    if not table or not any(table):
        return []
    widths = {len(row) for row in table}
    if len(table) > 1 and len(widths) == 1 and 1 < min(widths) <= MOST_COLUMNS:
        laid_out = {
            "type": "Table",
            "spacing": "Small",
            "firstRowAsHeader": True,
            "columns": [{"width": 1 if number == 0 else 2} for number, _ in enumerate(table[0])],
            "rows": [_row(row, is_header=number == 0) for number, row in enumerate(table)],
        }
        if size(laid_out) <= LARGEST_TABLE:
            return [laid_out]
    return list(_blocks(table))


def _row(row: tuple[str, ...], is_header: bool) -> Element:
    cells = []
    for number, text in enumerate(row):
        look = {"weight": "Bolder"} if is_header or number == 0 else {}
        cells.append({"type": "TableCell", "items": list(lines(text, **look))})
    return {"type": "TableRow", "cells": cells}


def _blocks(table: tuple[tuple[str, ...], ...]) -> Iterator[Element]:
    names, *rows = table
    if not rows:
        yield from (element for name in names for element in lines(name))
    for row in rows:
        if row:
            yield from lines(row[0], weight="Bolder")
        for number, text in enumerate(row[1:], 1):
            yield from labelled(names[number] if number < len(names) else "", text)
