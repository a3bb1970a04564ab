"""What a person may send, whatever the channel, and how it is cleaned."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST_TEXT = 2000
_MESSAGE_ID = re.compile(r"[A-Za-z0-9._:-]{1,100}")
_CHOICE_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
_KEPT_CONTROLS = "\n\t"
# Cc: terminal escapes and NUL, which PostgreSQL refuses; Cs: halves of a character, which UTF-8 refuses
_DROPPED = {"Cc", "Cs"}
_NO_CHARACTERS = "\ufffe\uffff"  # XML refuses them, which Teams reads our texts as


@dataclass(frozen=True)
class Posted:
    """One message from a person: a text, cleaned, or the id of a choice, never both."""

    message_id: str
    text: str | None = None
    choice: str | None = None


def cleaned(text: str) -> str:
    """Return the text without control characters and without space around it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(filter(_is_kept, lines)).strip()


def too_long(text: str) -> bool:
    """Is it more than a person can be expected to write in a chat?"""
    return len(text) > LONGEST_TEXT


def readable(text: str) -> bool:
    """Is there a letter or a digit in it? Emoji and punctuation alone say nothing that can be understood."""
    return any(c.isalnum() for c in text)


def is_message_id(given: object) -> bool:
    """Can it name a message?"""
    return isinstance(given, str) and _MESSAGE_ID.fullmatch(given) is not None


def is_choice_id(given: object) -> bool:
    """Has it the form of a choice that was issued?"""
    return isinstance(given, str) and _CHOICE_ID.fullmatch(given) is not None


def _is_kept(character: str) -> bool:
    if character in _KEPT_CONTROLS:
        return True
    return unicodedata.category(character) not in _DROPPED and character not in _NO_CHARACTERS
