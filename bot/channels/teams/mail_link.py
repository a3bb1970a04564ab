"""A programme as a mail to a client: an address that opens one in the adviser's own mail program."""

from collections.abc import Iterator
from urllib.parse import quote

from bot.channels.cutting import one_line, shortened
from bot.channels.incoming import cleaned
from knowledge.replies import Card
from knowledge.wording import say

LONGEST_URL = 2_000  # what mail programs and browsers take for certain
LONGEST_SUBJECT = 120
LONGEST_TEXT = 300


def mail_to_client(card: Card, url: str | None = None) -> str:
    """Return a `mailto:` address without a recipient: what it is, what is known, and where to read on.

    What does not fit is left out from the end, whole lines at a time, and the mail says so.
    """
    end = url if url and len(quote(url, safe="")) < LONGEST_URL // 2 else ""
    subject = f"mailto:?subject={_quoted(shortened(one_line(card.title), LONGEST_SUBJECT))}&body="
    lines = list(_lines(card))
    for kept in range(len(lines), -1, -1):
        more = [] if kept == len(lines) else [say("utter_teams_mail_more")]
        body = "\n".join([*lines[:kept], *more, *([end] if end else [])])
        if len(whole := f"{subject}{_quoted(body)}") <= LONGEST_URL:
            return whole
    return f"{subject}{_quoted(end)}"


def _lines(card: Card) -> Iterator[str]:
    yield one_line(card.title)
    if text := one_line(card.text):
        yield shortened(text, LONGEST_TEXT)
    yield from (f"- {one_line(label)}: {one_line(said)}" for label, said in card.lines)


def _quoted(text: str) -> str:
    return quote(cleaned(text).replace("\n", "\r\n"), safe="", errors="ignore")
