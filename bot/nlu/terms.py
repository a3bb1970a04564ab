"""The terms in which a text is worded: its words and pairs of words, and groups of letters inside words.

They are those of scikit-learn's analyzers (a test holds them to it). They are found here because importing
scikit-learn takes a second and 60 MB of the engine, and its checks most of the time that a short text takes.
"""

import re
from itertools import pairwise

FEWEST_LETTERS, MOST_LETTERS = 2, 5

_WORD = re.compile(r"<[sq]>|[\w'&£]+")


def word_terms(text: str) -> list[str]:
    """Return the words and the pairs of neighbours, with marks for the beginning and for a question."""
    words = _WORD.findall(marked(text))
    return words + [f"{one} {next_one}" for one, next_one in pairwise(words)]


def letter_terms(text: str) -> list[str]:
    """Return the groups of two to five letters of each word, its ends being blanks; `char_wb` elsewhere."""
    found: list[str] = []
    for word in text.lower().split():
        ends = f" {word} "
        for length in range(FEWEST_LETTERS, MOST_LETTERS + 1):
            found += [ends[at : at + length] for at in range(max(1, len(ends) - length + 1))]
            if length >= len(ends):  # a short word counts once, not once for each length
                break
    return found


def marked(text: str) -> str:
    """Return the text in lower case with marks for its beginning and for a question at its end."""
    plain = re.sub(r"[’‘`]", "'", text).lower().strip()
    return f"<s> {plain}{' <q>' if plain.endswith('?') else ''}"
