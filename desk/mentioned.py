"""People whom the words around them give away: relatives, colleagues, who is to be asked for, who signs.

A name that no list knows counts where it is written as one, and one that is a word as well ("ask for Grant").
"""

import re
from collections.abc import Iterator

from desk.firm_names import is_a_body
from desk.given_names import is_given, may_be_given
from desk.introductions import PARTICLES, WORD, is_everyday
from desk.known_people import people_at
from desk.known_words import is_a_place, is_a_record, is_of_trade
from desk.people_names import ALSO_NAMES

MOST_WORDS, SHORTEST = 3, 2
_WORDS = re.compile(rf"{WORD}\.?(?:[ \t]{{1,2}}{WORD}\.?){{0,3}}")
_OTHERS = r"(?:my|our|me|his|her|their|the|your)"
_KIND = (
    r"(?:(?:late|old|older|elder|younger|youngest|eldest|business|co-?|fellow|new|head|senior|lead|managing"
    r"|sales|operations|finance|office|production|works|export|marketing|technical|former|good)[ \t]{0,2})"
)
_FAMILY = (
    "partner|husband|hubby|wife|missus|fianc[eé]e?|sons?|daughters?|brothers?|bro|sisters?|sis|father|mother"
    "|dad|mum|mam|mom|uncle|auntie|aunt|cousin|nephew|niece|grandad|gran|nan|children|kids|neighbour|friend"
    "|mate|pal|lads?|chap"
)
_COLLEAGUES = (
    "colleague|boss|manager|director|founder|owner|accountant|bookkeeper|engineer|foreman|supervisor|apprentice"
    "|secretary|pa|assistant|receptionist|welder|driver|chef|solicitor|adviser|advisor|mentor|md|ceo|cfo|fd"
    "|chair(?:man|woman)?|landlord|consultant|designer|technician|machinist|fitter"
)
_RELATION = rf"(?:{_FAMILY}|{_COLLEAGUES})"
_RELATED = re.compile(
    rf"\b{_OTHERS}[ \t]+{_KIND}{{0,2}}{_RELATION}[ \t]*(?:,|\bis\b|\bwas\b|\bcalled\b|\bnamed\b|:|\()?[ \t]*",
    re.IGNORECASE,
)
_ASKED_FOR = re.compile(
    r"\b(?:ask(?:ed|ing)?[ \t]+for|(?:speak|spoke|spoken|talk|talked|chat|chatted)[ \t]+(?:to|with)"
    r"|spoken?[ \t]+w/"
    r"|(?:message|msg|word|note)[ \t]+(?:with|for|to)|cc|fao|attn\.?|c/o|for[ \t]the[ \t]attention[ \t]of"
    r"|on[ \t]behalf[ \t]of"
    r"|(?:told|sent|referred|recommended|introduced)[ \t]by|according[ \t]to"
    r")[ \t]*:?[ \t]+",
    re.IGNORECASE,
)
# what follows these may be anything; a name in small letters only if it is nothing else
_PERHAPS = re.compile(
    r"\b(?:get|reach|ring|call|phone|email|mail|contact|text|tell|met|meet)[ \t]+(?!(?:me|us)\b)",
    re.IGNORECASE,
)
_HEADED = re.compile(
    rf"(?:^|[,.;:!?\n/(|])[ \t]*(?:main[ \t]+)?"
    r"(?:contact|poc|client|owner|director|md|ceo|fd|person|attendees?|present|name|"
    rf"(?:{_OTHERS}[ \t]+)?{_KIND}{{0,2}}(?:director|contact|owner|founder|partner|manager))"
    r"[ \t]*(?:\bis\b|[:=–-])?[ \t]+",
    re.IGNORECASE,
)
_TITLE = re.compile(r"\b(?:(?i:mr|mrs|mx|dr|prof|professor)|Ms|Miss|Sir|Dame|MS|MISS)\b\.?[ \t]+(?=[^\W\d_])")
_WITH_ME = re.compile(
    r"\b(?:me|myself|I)(?:[ \t]+(?:and|an|n)[ \t]+|[ \t]*[&+,][ \t]*)(?=[^\W\d_])", re.IGNORECASE
)
_AND_ME = re.compile(rf"(?<![^\W_])(?P<name>{WORD}(?:[ \t]{WORD})?)[ \t]+(?:and|&)[ \t]+(?:I|me|myself)\b")
_AND = re.compile(r"(?:[ \t]*\([^()\n]{0,40}\))?[ \t]*(?:and|&|\+|,[ \t]*and)[ \t]*(?=[^\W\d_])")
_CALL_ME = re.compile(
    r"\b(?:call[ \t]+me|address[ \t]+me[ \t]+as|known[ \t]+as|goes[ \t]+by|says?|i['’]?m"
    r"|my[ \t]+nam(?:e|es|e['’]s)|me[ \t]+name?['’]?s)[ \t]+(?:is[ \t]+|just[ \t]+)?(?=[^\W\d_])",
    re.IGNORECASE,
)
_INITIALED = re.compile(
    r"(?<![^\W_])(?:[A-Z]\.[ \t]?){1,3}[A-Z][^\W\d_]+(?:-[A-Z][^\W\d_]+)?"
    r"|(?:^|[\n,:/|(][ \t]*)(?P<bare>[B-HJ-Z](?:[ \t]?[A-Z])?[ \t][A-Z][a-z'’]{2,}(?:-[A-Z][a-z]+)?)"
    r"(?=[ \t]*(?:[,\n|/(–-]|$))"
)
_SIGNS_OFF = re.compile(
    r"(?:\b(?:thanks?(?:[ \t]+(?:you|a[ \t]?lot|again|so[ \t]+much))?|thx|ta|cheers|regards|rgds|best"
    r"|br|kr|wishes|truly|sincerely|faithfully|yours|love|bye|behalf[ \t]+of)\b[ \t]*[,.!–-]{0,2}[ \t]*\n*"
    r"|\n[ \t]*[–-]{1,2}[ \t]*\n?|\?[ \t]*)(?=[^\W\d_])",
    re.IGNORECASE,
)
_END = re.compile(r"[ \t.]*(?:[xX]{1,3}|:\))?[ \t.!]*(?:\n|\Z)")


def mentioned(text: str) -> Iterator[str]:
    """Yield each name that the words around it give away.

    >>> list(mentioned("My partner Xanthe Quill handles it; ask for Grant, or Mr Osprey."))
    ['Xanthe Quill', 'Grant', 'Mr Osprey', 'Osprey']
    >>> list(mentioned("Ask for a grant. My partner is away. Call Made Smarter."))
    []
    """
    found = [*_after_cues(text), *_in_pairs(text), *_initialed(text), *_signed(text)]
    yield from dict.fromkeys(name for _, name in sorted(found, key=lambda one: one[0]) if name)


def _after_cues(text: str) -> Iterator[tuple[int, str]]:
    for cue in (_RELATED, _ASKED_FOR, _HEADED, _WITH_ME, _CALL_ME):
        for found in cue.finditer(text):
            yield from _name_at(text, found.end())
    for found in _PERHAPS.finditer(text):
        words = _WORDS.match(text, found.end())
        yield found.end(), _written(words[0]) if words else ""
    for found in _TITLE.finditer(text):
        words = _WORDS.match(text, found.end())
        name = _written(words[0]) if words else ""
        first = words[0].split()[0].rstrip(".") if words else ""
        name = name or ("" if is_everyday(first) or not found[0][0].islower() else first)
        yield from ((found.start(), one) for one in (f"{found[0]}{name}", name) if name)


def _in_pairs(text: str) -> Iterator[tuple[int, str]]:
    """Yield who stands beside somebody known: "Colin & Denise", "Xanthe and I"."""
    for _, _, end in people_at(text):
        if (joined := _AND.match(text, end)) is not None:
            yield from _name_at(text, joined.end())
    for found in _AND_ME.finditer(text):
        if is_a_place(found["name"]):
            continue
        for words in (found["name"], found["name"].split()[-1]):
            yield from ((found.start(), name) for name in [_written(words)] if name == words)


def _initialed(text: str) -> Iterator[tuple[int, str]]:
    for found in _INITIALED.finditer(text):
        name = found["bare"] or found[0]
        surname = re.split(r"[ \t.]+", name)[-1]
        if not is_everyday(surname) and not is_a_place(surname) and not is_of_trade(surname):
            yield found.start(), name


def _signed(text: str) -> Iterator[tuple[int, str]]:
    """Yield who signs off, when the line ends with it."""
    for found in _SIGNS_OFF.finditer(text):
        for at, name in _name_at(text, found.end()):
            if _END.match(text, at + len(name)):
                yield at, name


def _name_at(text: str, start: int) -> Iterator[tuple[int, str]]:
    """Yield the name that begins there: written as one, or a known one in small letters."""
    words = _WORDS.match(text, start)
    if words is None:
        return
    first = words[0].split()[0]
    name = _written(words[0])
    if name:
        yield start, name
    elif may_be_given(first) and first[0].islower() and not _is_a_verb(first):
        yield start, first.rstrip(".")


def _is_a_verb(word: str) -> bool:
    """Is it one of the words of every sentence, such as will and may?"""
    return is_everyday(word) or word in ALSO_NAMES


def _written(words: str) -> str:
    """Return the words at the beginning that are written as a name; nothing where they say something else."""
    taken: list[str] = []
    for word in words.split()[:MOST_WORDS]:
        if taken and word in PARTICLES:
            taken.append(word)
            continue
        if (
            not word[0].isupper()
            or is_everyday(word)
            or (word.isupper() and len(word) > 1 and not is_given(word))
        ):
            break
        taken.append(word)
        if word.endswith(".") and len(word) > len("A."):
            break
    while taken and taken[-1] in PARTICLES:
        taken.pop()
    name = " ".join(taken).rstrip(".")
    return "" if len(name) < SHORTEST or _is_known_for_else(name) else name


def _is_known_for_else(name: str) -> bool:
    words = name.split()
    if is_a_place(name) or is_a_place(words[0]):
        return True
    if may_be_given(words[0]):
        return False
    return is_a_body(name) or is_of_trade(words[0]) or is_a_record(name) or is_a_record(words[0])
