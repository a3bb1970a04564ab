"""The parts that a message falls into, and what stands just before and after a part."""

import re

_BREAK = re.compile(
    r"[.!?;\n]+(?=\s|$)|\s[-–—]\s|,?\s(?:but|though|although|because|cos|however|whereas|while|so)\s"
    r"|,\s(?:and|or)?\s?|:\s|\s\+\s|\s(?:and|n|&)\s(?=(?:we|i|i'm|we're|there|it|they|he|she|my|our|"
    r"the|no|can't)\b)",
    re.IGNORECASE,
)
# "c. 50k" and "approx. 20 staff" do not end a sentence
_SENTENCE = re.compile(
    r"(?<!\bc)(?<!\bapprox)(?<!\bca)(?<!\bfin)(?<!\bno)[.!?;\n]+(?=\s|$)|\s[-–—]\s|,?\s(?:but|whereas)\s",
    re.IGNORECASE,
)

Span = tuple[int, int]


def clauses(text: str) -> list[Span]:
    """Return where the clauses of a text begin and end, without blanks and marks around them."""
    return _parts(text, _BREAK)


def sentences(text: str) -> list[Span]:
    """Return the longer parts: sentences, and what "but" or a dash sets apart."""
    return _parts(text, _SENTENCE)


def around(spans: list[Span], start: int, end: int) -> Span:
    """Return the part that holds the position, or the position itself."""
    return next(((a, b) for a, b in spans if a <= start < b), (start, end))


def _parts(text: str, pattern: re.Pattern[str]) -> list[Span]:
    edges = [0, *(edge for match in pattern.finditer(text) for edge in match.span()), len(text)]
    spans = (_trimmed(text, a, b) for a, b in zip(edges[::2], edges[1::2], strict=True))
    return [(a, b) for a, b in spans if b > a]


def _trimmed(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    return start + len(part) - len(part.lstrip(" ,.;:-")), end - (len(part) - len(part.rstrip(" ,.;:-")))
