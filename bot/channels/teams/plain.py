"""What somebody typed in Teams, as plain text: without tags, and without the name of whom they spoke to."""

from collections.abc import Collection
from html.parser import HTMLParser

_BLOCKS = frozenset(
    {
        "blockquote",
        "br",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "table",
        "td",
        "tr",
        "ul",
    }
)
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
_SILENT = frozenset({"script", "style"})
LONGEST_READ = 64 * 1024  # far more than a message may have; the rest is too long to be answered anyway


def plain_text(text: str, our_mentions: Collection[str] = ()) -> str:
    """Return the words of a text; tags go, other things in angle brackets stay as they were written.

    `our_mentions` are the places, as they stand in the text, where the bot itself is named.
    """
    for mention in our_mentions:
        if mention:
            text = text.replace(mention, " ")
    reader = _Reader()
    reader.feed(text[:LONGEST_READ])
    reader.close()
    return reader.text()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._read: list[str] = []
        self._silent = 0

    def text(self) -> str:
        """Return what was read, with single blanks, and no more than one empty line at a time."""
        said = "".join(self._read).replace("\xa0", " ")
        lines = [" ".join(line.split(" ")).strip() for line in said.split("\n")]
        kept = [line for n, line in enumerate(lines) if line or (n and lines[n - 1])]
        return "\n".join(kept).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser calls it so
        """Begin a line at a block; what only looks like a tag is text."""
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self._read.append("\n")
        elif tag not in _INLINE:
            self._read.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        """End a line at a block."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self._read.append("\n")
        elif tag not in _INLINE:
            self._read.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        if not self._silent:
            self._read.append(data)
