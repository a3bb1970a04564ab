"""Text as WhatsApp shows it: our own bold and italics, and nobody else's."""

import re

from bot.channels.incoming import cleaned
from bot.channels.marks import LOOK_ALIKE, unmarked
from knowledge.replies import Card

LONGEST_BOLD = 200
_URL = re.compile(r"https?://\S+")
_QUOTE = re.compile(r"^(\s*)>", re.MULTILINE)


def plain(text: str) -> str:
    """Return a text in which nothing is taken for bold, italics, code or a quotation; links stay as they are.

    A mark between two letters or digits means nothing to WhatsApp and stays as well. Control characters go,
    for Meta takes none, nor half a character.
    """
    return _QUOTE.sub(r"\1›", unmarked(cleaned(text))).strip()


def bold(text: str) -> str:
    """Return a text in bold, on one line; a very long one as it is, since it may be cut."""
    return _marked("*", text)


def italic(text: str) -> str:
    """Return a text in italics, on one line; a very long one as it is."""
    return _marked("_", text)


def card_text(card: Card) -> str:
    """Return a card as lines of text: the address last, so that it can be tapped."""
    lines = [f"{plain(label)}: {plain(text)}" if label.strip() else plain(text) for label, text in card.lines]
    link = card.url if card.url and _URL.fullmatch(card.url) and card.url.isprintable() else ""
    said = [bold(card.title), italic(card.badge or ""), plain(card.text), *lines, *_table(card.table), link]
    return "\n".join(line for line in said if line)


def _table(table: tuple[tuple[str, ...], ...]) -> list[str]:
    """Return what is set side by side as one block for each thing that is compared."""
    if not table:
        return []
    names, *rows = table
    blocks = []
    for row in rows:
        compared = [f"{plain(name)}: {plain(text)}" for name, text in zip(names[1:], row[1:], strict=False)]
        blocks.append("\n".join([f"\n{bold(row[0])}" if row else "", *compared]))
    return blocks


def _marked(mark: str, text: str) -> str:
    one_line = " ".join(plain(text).split())
    if not 0 < len(one_line) <= LONGEST_BOLD or _URL.search(one_line):
        return one_line
    return f"{mark}{one_line.translate(LOOK_ALIKE)}{mark}"
