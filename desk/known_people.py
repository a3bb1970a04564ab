"""People by their given names, wherever these stand and in whatever letters.

Rather a name too many than one too few: a broker can ask, a leak cannot be undone. But what is named after
somebody stays (a hospital, a street, a prize), and so does what is a word as well.
"""

import re
from collections.abc import Iterator

from desk.given_names import given_names, is_family_name, is_given, may_be_given, plain
from desk.introductions import PARTICLES, WORD, is_everyday
from desk.known_words import is_a_place, is_a_record, is_of_trade

MOST_WORDS = 4
_TOKEN = re.compile(rf"(?:{WORD})\.?")
_GAP = re.compile(r"[ \t]{1,2}")
_SEGMENT_ENDS = re.compile(r"[ \t]*(?:[,;|/:–-]|\n|\Z)")
_SEGMENT_BEGINS = re.compile(r"(?:\A|[,;|/\n:])[ \t–-]*\Z")
_HONOUR = re.compile(r"\b(?:st\.?|saint|queen|king|prince|princess|lord|sir)\s+\Z", re.IGNORECASE)
_NAMED_AFTER = re.compile(
    r"(?:['’]s)?(?:\s+[^\W\d_]+){0,2}?\s+(?:foundation|trust|college|university|hospital|academy|school|museum"
    r"|theatre|palace"
    r"|centre|arcade|gallery|awards?|prize|hoover|[ivx]{2,4})\b",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\s+(?:street|st|road|rd|lane|avenue|ave|way|close|drive|square|park|terrace)\b", re.IGNORECASE
)
_IN_A_STREET = re.compile(r"\b(?:in|on|at|off|near|down|along|up|of)\s+\Z|\d[a-z]?,?\s+\Z", re.IGNORECASE)
_GENITIVE = re.compile(r"['’]s?$")
Tokens = list[re.Match[str]]


def known_people(text: str) -> Iterator[str]:
    """Yield everybody whose given name is in the list, with the family name where one follows.

    >>> list(known_people("ask for dave, or Olga Smirnova. St George's is near"))
    ['dave', 'Olga Smirnova']
    """
    yield from dict.fromkeys(name for name, _, _ in people_at(text))


def people_at(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each with where the name begins and ends."""
    tokens, at = list(_TOKEN.finditer(text)), 0
    while at < len(tokens):
        length = _length(text, tokens, at)
        if length:
            start, end = tokens[at].start(), tokens[at + length - 1].end()
            name = _GENITIVE.sub("", text[start:end].rstrip("."))
            yield name, start, start + len(name)
        at += max(1, length)


def _length(text: str, tokens: Tokens, at: int) -> int:
    """Return how many words there are one's name; none where no name begins."""
    word = tokens[at][0]
    follows = tokens[at + 1][0] if at + 1 < len(tokens) and _beside(text, tokens, at) else ""
    if not is_given(word) and not (may_be_given(word) and _is_surname_of(word, follows)):
        return 0
    if _is_no_person(text, tokens, at, f"{plain(word)} {plain(follows)}"):
        return 0
    length = 1
    while at + length < len(tokens) and length < MOST_WORDS and _goes_on(text, tokens, at, length):
        length += 1
    while length > 1 and plain(tokens[at + length - 1][0]) in PARTICLES:
        length -= 1
    return length


def _is_known(words: str) -> bool:
    """Is it a longer name of a place or a record: "Ross on Wye"?"""
    return is_a_place(words) or is_a_record(words)


def _is_surname_of(word: str, follows: str) -> bool:
    """Does a family name written alike follow a given name that may be a word: "Rose Khan", "will patel"?"""
    return is_family_name(follows) and word[0].isupper() == follows[0].isupper()


def _is_no_person(text: str, tokens: Tokens, at: int, whole: str) -> bool:
    token = tokens[at]
    if any(_is_known(text[token.start() : one.end()]) for one in tokens[at + 1 : at + MOST_WORDS]):
        return True
    before, end = text[max(0, token.start() - 20) : token.start()], token.end()
    if _HONOUR.search(before) or whole in given_names().public or _NAMED_AFTER.match(text, end):
        return True
    return _IN_A_STREET.search(before) is not None and _STREET.match(text, end) is not None


def _beside(text: str, tokens: Tokens, at: int) -> bool:
    """Does the next word stand directly beside this one?"""
    ends = tokens[at][0]
    if _GENITIVE.search(ends) or (ends.endswith(".") and len(ends) > len("A.")):
        return False
    return _GAP.fullmatch(text, tokens[at].end(), tokens[at + 1].start()) is not None


def _goes_on(text: str, tokens: Tokens, at: int, length: int) -> bool:
    if not _beside(text, tokens, at + length - 1):
        return False
    first, word = tokens[at][0], tokens[at + length][0]
    if plain(word) == plain(tokens[at + length - 1][0]):
        return False
    if is_family_name(word) or is_given(word) or plain(word) in PARTICLES:
        return True
    if is_everyday(word) or is_a_place(word) or is_a_record(word):
        return False
    if word[0].isupper():
        return not word.isupper() or len(plain(word)) == 1
    is_a_pair = length == 1 and first[0].islower() and not is_of_trade(plain(word))
    return is_a_pair and _stands_alone(text, tokens[at].start(), tokens[at + length].end())


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Is it all that stands between two commas, as in "kasia nowak, bakery"?"""
    begins = _SEGMENT_BEGINS.search(text, max(0, start - 8), start) is not None
    return begins and _SEGMENT_ENDS.match(text, end) is not None and not text[:start].strip().endswith("?")
