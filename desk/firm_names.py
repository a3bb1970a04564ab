"""What somebody calls their firm, found so that it can be left out when they want it so."""

import re
from collections.abc import Iterator

from desk.introductions import WORD, introduced, is_everyday
from desk.known_words import is_a_place, is_a_record

MOST_WORDS, MOST_SMALL_WORDS = 6, 3
FARTHEST = 120
_PART = rf"(?:{WORD}|\d+|&|\+)"
_PARTS = re.compile(rf"{_PART}(?:[ \t]{{1,3}}{_PART}){{0,7}}")
_LEGAL = re.compile(
    r"[ \t]+(?:\(uk\)[ \t]+)?(?:ltd|limited|llp|plc|cic|inc|gmbh|and[ \t]+(?:sons?|daughters?|co)"
    r"|&[ \t]+(?:sons?|daughters?|co))\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(rf"(?:{_PART}[ \t]{{1,3}}){{0,7}}{_PART}\Z")
_CALLED = re.compile(
    r"\b(?:(?:firm|company|business|we|it|shop|trade|charity)\s*(?:is|are|was|['’]?re|['’]?s)?\s+(?:called|named)"
    r"|(?:trading|trade)\s+as|t/a|(?:company|firm|business|trading)(?:['’]s)?\s+name(?:\s+is|['’]?s|\s*:))"
    r"\s+[\"'“‘]?",
    re.IGNORECASE,
)
_RUNS = re.compile(
    r"\b(?:(?:i|we|who)(?:['’]ve)?\s+(?:run|own|manage|founded|started|opened|set\s+up|work\s+(?:for|at))"
    r"|(?:owner|director|founder|manager|md|ceo|boss|partner)\s+(?:of|at))\s+(?:the\s+)?",
    re.IGNORECASE,
)
_NEEDS = re.compile(
    r"[ \t]+(?:needs|wants|makes|sells|employs|supplies|manufactures|exports|has\s+(?:been|grown|got)"
    r"|is\s+(?:looking|based|an?|one|still|now)|was\s+(?:founded|started|set\s+up|established|formed)|would\s+like|turns\s+over)\b"
)
_SENTENCE = re.compile(r"(?:^|[.!?:\n]|\b(?:hi|hello|hey)\W)\s*\Z", re.IGNORECASE)
_CLAUSE_ENDS = re.compile(r"\s*(?:[.,!?;:()\n–-]|$|(?:in|and|from|near|which|who|since|as|for)\b)")
# of what is no firm of theirs, though it is written as one
_PUBLIC = """
academy accelerator agency authority bank british chamber college companies council country county
department foundation fund government grant growth hub innovate midlands ministry office programme scheme
trust uk university
"""
_BODIES = frozenset(_PUBLIC.split())
_OF = re.compile(r"\s*,?\s*(?:here\s+)?(?:from|at|of|with)\s+", re.IGNORECASE)
_JOINS_OF_TWO = frozenset({"&", "+", "and"})
_JOINS = _JOINS_OF_TWO | {"of", "the"}
# no firm's own word beside its legal form: "a private limited company", "we are limited", "time is limited"
_BESIDES = """
a an the our my your their his her as is are was we were i im it its company private public very so small
family new not no by of for at from with in on to and or but than be been become becoming into registered
incorporated existing any some one two this that which called named limited ltd time budget only still
quite rather too bit more less through via using run own go going now us me them staff inc ltd
"""
_NO_FIRM = frozenset(_BESIDES.split())


def firms_in(text: str) -> Iterator[str]:
    """Yield what somebody calls their firm, each name once and without its legal form.

    The form stays with a single word in small letters, which by itself could mean anything.

    >>> list(firms_in("I'm Sam from Jones Gears")), list(firms_in("we run brook street bakery ltd"))
    (['Jones Gears'], ['brook street bakery'])
    >>> list(firms_in("we are a private limited company from Dudley"))
    []
    """
    yield from dict.fromkeys((*_beside_a_form(text), *_after_a_cue(text), *_at_work(text)))


def _beside_a_form(text: str) -> Iterator[str]:
    for found in _LEGAL.finditer(text):
        before = _BEFORE.search(text, max(0, found.start() - FARTHEST), found.start())
        if found[0].strip() == "inc":  # it is "including" in short
            continue
        if before is not None and (words := _last(before[0].split())):
            small = len(words) == 1 and words[0].islower()
            yield f"{words[0]}{found[0]}" if small else " ".join(words)


def _after_a_cue(text: str) -> Iterator[str]:
    for found in _CALLED.finditer(text):
        yield from _checked(_first(text, found.end()) or _first_small(text, found.end()))
    for _, end in introduced(text):
        if (after := _OF.match(text, end)) is not None:
            yield from _checked(_first(text, after.end()) or _first_small(text, after.end()))


def _at_work(text: str) -> Iterator[str]:
    """Yield what somebody runs, and what needs something: in capitals, and with more than one word."""
    for found in _RUNS.finditer(text):
        name = words_of_firm(text, found.end())
        end = text.find(name, found.end()) + len(name)
        if " " in name or (name and _CLAUSE_ENDS.match(text, end) and not is_everyday(name)):
            yield from _own(name)
    for found in _NEEDS.finditer(text):
        before = _BEFORE.search(text, max(0, found.start() - FARTHEST), found.start())
        words = before[0].split() if before else []
        name = " ".join(_last(words)) if words and words[-1][0].isupper() else ""
        at = text.rfind(name, 0, found.start())
        if " " in name and _SENTENCE.search(text, max(0, at - FARTHEST), at):
            yield from _own(name)


def _own(name: str) -> Iterator[str]:
    if not is_a_body(name) and not is_a_record(name) and not is_everyday(name.split(maxsplit=1)[0]):
        yield from _checked(name.split())


def is_a_body(name: str) -> bool:
    """Is it called as public bodies, banks and programmes are?"""
    return not _BODIES.isdisjoint(name.lower().split())


def words_of_firm(text: str, start: int) -> str:
    """Return the words in capitals that begin there, as a firm may be called; empty when there are none."""
    return " ".join(_first(text, start))


def _last(words: list[str]) -> list[str]:
    """Return the words that lead up to a legal form: in capitals, or a few in small letters."""
    taken: list[str] = []
    capitals = words[-1][0].isupper() or words[-1][0].isdigit()
    for word in reversed(words):
        small = word[0].islower()
        if (capitals and small and word not in _JOINS_OF_TWO) or (not capitals and _is_no_firm(word)):
            break
        taken.insert(0, word)
    return _trimmed(taken[-(MOST_WORDS if capitals else MOST_SMALL_WORDS) :])


def _first(text: str, start: int) -> list[str]:
    found = _PARTS.match(text, start)
    taken: list[str] = []
    for word in found[0].split() if found else ():
        shouted = word.isupper() and len(word) > 1
        if (word[0].islower() and word.lower() not in _JOINS) or (shouted and taken and is_everyday(word)):
            break
        taken.append(word)
    return _trimmed(taken[:MOST_WORDS])


def _first_small(text: str, start: int) -> list[str]:
    found = _PARTS.match(text, start)
    taken: list[str] = []
    for word in found[0].split()[:MOST_SMALL_WORDS] if found else ():
        if (_is_no_firm(word) and word.lower() not in _JOINS) or (not taken and is_everyday(word)):
            break
        taken.append(word)
    return _trimmed(taken)


def _trimmed(words: list[str]) -> list[str]:
    while words and (_is_no_firm(words[0]) or words[0].lower() in _JOINS_OF_TWO):
        words = words[1:]
    while words and words[-1].lower() in _JOINS:
        words = words[:-1]
    return words


def _checked(words: list[str]) -> Iterator[str]:
    name = " ".join(words)
    everyday = all(is_everyday(word) or _is_no_firm(word) for word in words)
    if name and not everyday and not is_a_place(name):
        yield name


def _is_no_firm(word: str) -> bool:
    return re.sub(r"['’]", "", word.lower()) in _NO_FIRM
