"""Cuts text to what a message may hold: between paragraphs or sentences, and hardly ever inside a word."""

import re
from collections.abc import Iterator

from bot.channels.incoming import cleaned

MORE = "…"
# in this order: the end of a paragraph, of a line, of a sentence, of a word
_BREAKS = tuple(re.compile(one) for one in (r"\n\n", r"\n", r"(?<=[.!?;:]) ", r"\s"))
_JOINERS = "\u200d"
_MODIFIERS = re.compile(
    "[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)
_FLAGS_BEFORE = re.compile("[\U0001f1e6-\U0001f1ff]*$")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")


def length(text: str) -> int:
    """Return how long a text is at most for who counts strictly: characters beyond 65,536 count twice."""
    return len(text) + sum(c > "\uffff" for c in text)


def pieces(text: str, most: int) -> Iterator[str]:
    """Yield a text in pieces of at most this length, none of them empty; only space is lost in between."""
    rest = text.strip()
    while length(rest) > most:
        end = _end(rest, _fitting(rest, most))
        if piece := rest[:end].rstrip():
            yield piece
        rest = rest[end:].lstrip()
    if rest:
        yield rest


def shortened(text: str, most: int) -> str:
    """Return the beginning of a text with a sign that there is more, or all of it when it fits."""
    if length(text) <= most:
        return text
    fits = _fitting(text, most - length(MORE))
    spaces = [found.start() for found in re.finditer(r"\s", text[:fits]) if found.start() > fits // 2]
    return text[: spaces[-1] if spaces else _between_characters(text, fits)].rstrip() + MORE


def _fitting(text: str, most: int) -> int:
    """Return how many characters of a text fit."""
    count = used = 0
    for character in text[:most]:
        used += length(character)
        if used > most:
            break
        count += 1
    return count


def _end(text: str, fits: int) -> int:
    """Return where to cut: at the best kind of break that leaves no less than half."""
    window = text[: fits + 1]
    for kind in _BREAKS:
        ends = [found.start() for found in kind.finditer(window) if fits // 2 < found.start() <= fits]
        if ends:
            return ends[-1]
    spaces = [found.start() for found in _BREAKS[-1].finditer(window) if 0 < found.start() <= fits]
    return spaces[-1] if spaces else _between_characters(text, fits)


def _between_characters(text: str, end: int) -> int:
    """Return where to cut in one long word: not inside what people see as one character."""
    cut = end
    while cut > 0 and _belongs_together(text, cut):
        cut -= 1
    return cut or max(end, 1)


def _belongs_together(text: str, cut: int) -> bool:
    if cut >= len(text):
        return False
    before, after = text[cut - 1], text[cut]
    if after in _JOINERS or before in _JOINERS or _MODIFIERS.match(after):
        return True
    flags = _FLAGS_BEFORE.search(text[:cut])
    return _FLAG.match(after) is not None and flags is not None and len(flags[0]) % 2 == 1


def one_line(text: str) -> str:
    """Return a text on one line, without what no screen shows."""
    return " ".join(cleaned(text).split())
