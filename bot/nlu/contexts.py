"""What stands just before and after a part of a text.

Rules look at the words around a part, never at a whole message: a message of two thousand characters with
hundreds of numbers would take seconds otherwise.
"""

REACH = 120  # characters
_CUT = "x"  # no rule takes the edge of what was cut off for the beginning or the end of the text


def before(text: str, start: int, reach: int = REACH) -> str:
    """Return the text that ends where the part begins."""
    return text[:start] if start <= reach else _CUT + text[start - reach : start]


def after(text: str, end: int, reach: int = REACH) -> str:
    """Return the text that begins where the part ends."""
    return text[end:] if len(text) - end <= reach else text[end : end + reach] + _CUT
