"""Codes that people read out and type: short, good once, with nothing in them that is read as something else.

Two halves of four are 39 bits, which is plenty for a quarter of an hour and a few tries. A code stands behind
a word of its own, and between its halves stands a line: so "desk research" is a search and no code.
"""

import re
from collections.abc import Callable
from secrets import choice

HALF = 4
SIGNS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
# what telephones make of the line by themselves
_LINE = "[-\u2010-\u2015\u2212]"


def new_code(chosen: Callable[[str], str] = choice) -> str:
    """Return a code as it is kept, without the line."""
    return "".join(chosen(SIGNS) for _ in range(2 * HALF))


def written(code: str) -> str:
    """Return a code as people read it."""
    return f"{code[:HALF]}-{code[HALF:]}"


def said_after(word: str, text: str, *, apart: bool = False) -> str | None:
    """Return the code that a message is with this word before it; None when it says anything else.

    `apart` takes a blank for the line as well, where nobody would say the word before two others.
    """
    half = f"([{SIGNS}]{{{HALF}}})"
    between = f"(?: ?{_LINE} ?{'| ' if apart else ''})"
    message = re.compile(rf"{word} {half}{between}{half}[.!]?", re.IGNORECASE | re.ASCII)
    found = message.fullmatch(" ".join(text.split()))
    return None if found is None else f"{found[1]}{found[2]}".upper()
