"""What somebody typed in Teams, as plain text: without tags, and without the name of whom they spoke to."""

import html
import re
from collections.abc import Collection

LONGEST_READ = 64 * 1024  # far more than a message may have; the rest is too long to be answered anyway
_BLOCKS = frozenset(
    {"blockquote", "div", "h1", "h2", "h3", "h4", "li", "ol", "p", "pre", "table", "td", "tr", "ul"}
)
_BREAKS = frozenset({"br", "hr"})
_INLINE = frozenset(
    {
        "a",
        "at",
        "attachment",
        "b",
        "code",
        "em",
        "emoji",
        "i",
        "img",
        "s",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
    }
)
# not html.parser: a text of nothing but beginnings of tags would keep it busy for minutes
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*|/)?>")


def plain_text(text: str, our_mentions: Collection[str] = ()) -> str:
    """Return the words of a text; tags go, other things in angle brackets stay as they were written.

    `our_mentions` are the places, as they stand in the text, where the bot itself is named.
    """
    for mention in filter(None, our_mentions):
        text = text.replace(mention, " ")
    said = html.unescape(_TAG.sub(_read, text[:LONGEST_READ])).replace("\r\n", "\n")
    lines = [" ".join(line.split()) for line in said.split("\n")]
    return "\n".join(line for n, line in enumerate(lines) if line or (n and lines[n - 1])).strip()


def _read(tag: re.Match[str]) -> str:
    """Return what stands for a tag: a new line, nothing, or what was written when it is none."""
    name = tag[2].lower()
    if name in _BLOCKS or (name in _BREAKS and not tag[1]):
        return "\n"
    return "" if name in _INLINE | _BREAKS else tag[0]
