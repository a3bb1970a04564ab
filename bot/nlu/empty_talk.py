"""Texts that say nothing to understand: a bare address or number to be reached at, a name, gibberish."""

import re
from collections.abc import Collection

from bot.nlu.spelling import SHORTEST, one_slip_away

# with bounds and one place to begin at: an endless word would else be read again from each of its letters
_EMAIL = r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
_WEB = r"(?:https?://|www\.)\S+|(?<![\w-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}\.(?:co\.uk|org\.uk|com|org|net|uk|io|info|biz)\b(?:/\S*)?"
_PHONE = r"(?<![\d.,£])(?:\+|\(?0)(?:[\s()-]*\d){9,13}"
_REACHED_AT = re.compile(rf"(?:{_EMAIL}|{_WEB}|{_PHONE})", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


def without_contacts(text: str) -> str:
    """Return the text without the e-mail addresses, web addresses and phone numbers in it."""
    return _REACHED_AT.sub(" ", text)


def with_contacts_blank(text: str) -> str:
    """Return the text with blanks for them, so that every position is the same."""
    return _REACHED_AT.sub(lambda found: " " * len(found[0]), text)


def is_only_contacts(text: str) -> bool:
    """Return whether the text is an address or a phone number and no more."""
    return re.search(r"\w", without_contacts(text)) is None and re.search(r"\w", text) is not None


def has_no_known_word(text: str, known: Collection[str]) -> bool:
    """Return whether the text has words and none is known, not even nearly; figures alone are no words."""
    words = _WORD.findall(without_contacts(text.replace("’", "'")))
    # "John Smith" is no slip for "join"
    is_a_name = len(words) > 1 and all(word.istitle() for word in words)
    return bool(words) and not any(_is_known(word.lower(), known, not is_a_name) for word in words)


def share_known(text: str, known: Collection[str]) -> float:
    """Return which part of the words is known, from 0 to 1; 0 when there are no words."""
    words = _WORD.findall(text.replace("’", "'").lower())
    return sum(word in known for word in words) / len(words) if words else 0.0


def _is_known(word: str, known: Collection[str], may_slip: bool) -> bool:
    if word in known:
        return True
    if not may_slip or len(word) < SHORTEST:
        return False
    # "hlep" is one slip from a known word, "asdfgh" is not
    return any(one[0] == word[0] for one in one_slip_away(word, known))
