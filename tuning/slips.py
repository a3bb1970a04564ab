"""Texts as hurried people write them, so that the encoder learns to look through slips."""

import re

import numpy as np

PLAIN, LOWER, BARE = 0.6, 0.75, 0.85  # of the texts stay as they are, or lose capitals, or punctuation
MISTYPED = 0.5  # of the others
SHORTEST = 4  # letters of a word that may have a slip


def slipped(text: str, draw: np.random.RandomState) -> str:
    """Return the text, four times of ten without capitals or punctuation or with a slip in a word."""
    chance = draw.rand()
    if chance < PLAIN:
        return text
    if chance < LOWER:
        text = text.lower()
    elif chance < BARE:
        text = re.sub(r"[.,;:!?'’()-]", "", text)
    words = text.split(" ")
    at = draw.randint(len(words))
    if draw.rand() < MISTYPED and len(words[at]) >= SHORTEST:
        words[at] = _mistyped(words[at], draw)
    return " ".join(words)


def _mistyped(word: str, draw: np.random.RandomState) -> str:
    at = draw.randint(1, len(word) - 1)
    kinds = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + word[at] + word[at:],
    )
    return kinds[draw.randint(len(kinds))]
