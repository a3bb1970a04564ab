"""Who somebody says they are, found so that it can be left out when they want it so.

Small letters count only where nothing but a name can stand ("my name is sam", "im sam from ..."); elsewhere a
name must be written as one ("I'm Sam, and ...").
"""

import re
from collections.abc import Callable, Iterator

from desk.known_words import is_a_place
from desk.people_names import ALSO_NAMES, NOT_IN_NAMES, name_in

MOST_WORDS, MOST_SMALL_WORDS = 4, 2
WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
PARTICLES = frozenset(
    {"al", "ap", "bin", "da", "de", "del", "den", "der", "di", "el", "la", "le", "van", "von"}
)
_WORDS = re.compile(rf"{WORD}\.?(?:[ \t]{{1,3}}{WORD}\.?){{0,5}}")
_TITLE = r"(?:(?:mr|mrs|ms|miss|mx|dr)\b\.?\s*)?"
# states, callings, peoples: what stands where a name could
_STATES = """
afraid along also always am around away back based beside besides best both british busy calling ceo
chair chief co-owner coming cto cfo currently de director due dutch english european everybody everyone
far folks found founder free french fresh from full general german great guys head hopeful important in
indian inside interested into invoice irish italian kind lead looking lost made mail managing manager
mate md miss most mr mrs ms near nearly new next office outside operations originally overdue owner part
partner polish private proud quite ready recently romanian sales scottish self short sick signpost since
single sole somewhere spanish stuck such team thankful tired than to together towards trader two
ukrainian under unsure up urgent very warm welcome welsh well wishes with within worried writing yours
aunt brother cousin dad daughter father friend husband id ill im ive lad lads lasses missus mother mum nobody
owner sister son teacher uncle were weve wife youd youre
"""
_NO_NAMES = (NOT_IN_NAMES | frozenset(_STATES.split())) - ALSO_NAMES
_ADJECTIVES = """
baker bored broke builder butcher cold desperate disabled farmer fine freelance glad happy ill keen mad
nervous plumber poor ready retired rich sad self-employed skint sole sure tailor unemployed welder
"""
_MORE_STATES = frozenset(_ADJECTIVES.split())
_STATE_ENDS = re.compile(r"\w{2}(?:(?<!m)ed|ing|ful|less|ous|able|ible|ive|ish)$")
_NOT_AFTER_FROM = (
    "our|my|the|your|their|his|her|its|a|an|now|here|today|there|us|me|home|abroad|what|where|scratch|this"
    "|that|any|some|all|one|next|last|time|day|start|no|being|doing|having|outside|within|you|both"
)
_ANYHOW = re.compile(
    r"\b(?:(?:my|the)\s+(?:full\s+|first\s+|last\s+)?(?:sur)?name(?:\s+is|['’]?s)|(?:i\s+am|i['’]?m)\s+called"
    rf"|(?:they|people)\s+call\s+me|name\s*:)\s*[:,-]?\s*{_TITLE}",
    re.IGNORECASE,
)
_GREETING = r"(?:hi|hiya|hello|hey|morning|afternoon|evening)\W{1,3}"
_I_AM = re.compile(
    rf"\b(?:i['’]?m|i\s+am|call\s+me|{_GREETING}(?:it['’]?s|this\s+is))\s+{_TITLE}(?=[^\W\d_])", re.IGNORECASE
)
_THIS_IS = re.compile(
    rf"(?:\b(?:it['’]s|it\s+is|this\s+is)|(?:^|[,.!?:\n]|\b{_GREETING})\s*its)\s+{_TITLE}(?=[^\W\d_])",
    re.IGNORECASE,
)
_HERE = re.compile(
    rf"(?:^|[,.!?\n])\s*(?={WORD}(?:[ \t]{WORD}){{0,2}}\s+(?:here|speaking)\s*(?:[,.!;:\n–-]|$|from\b))"
)
_HERE_FROM = re.compile(
    rf"(?:^|[,.!?\n]|\b{_GREETING})\s*(?={WORD}(?:[ \t]{WORD})?\s+here\s+from\b)", re.IGNORECASE
)
_FROM_HERE = re.compile(rf"\s+here\s+from\s+(?!(?:{_NOT_AFTER_FROM})\b)(?=[^\W_])", re.IGNORECASE)
_SAYS_WHAT_THEY_DO = re.compile(
    r"\s*,?\s*(?:and\s+|&\s*)?(?:i|we)\s+(?:run|own|have\s+an?|make|sell|manage|bake|build|started)\b",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"\b(regards|wishes|sincerely|faithfully|rgds|yours|thanks|thx|cheers)\b[\s,.!–-]{1,6}(?=[^\W\d_])",
    re.IGNORECASE,
)
_FORMAL = frozenset({"regards", "wishes", "sincerely", "faithfully", "rgds"})
_ANY_END = re.compile("")
_SENTENCE_GOES_ON = re.compile(
    r"\s*(?:[,.!;:()\n–-]|$|(?:and|from|at|of|here|speaking|calling|with)\b)", re.IGNORECASE
)
_FROM = re.compile(rf"\s+from\s+(?!(?:{_NOT_AFTER_FROM})\b)(?=[^\W_])", re.IGNORECASE)
_PLACED = re.compile(r"\s+(?:from|here|speaking|calling)\b", re.IGNORECASE)
_LINE_ENDS = re.compile(r"\W*(?:\Z|\n)")

Reader = Callable[[str], str | None]


def names_in(text: str) -> Iterator[str]:
    """Yield the names that somebody gives as their own, each once.

    >>> list(names_in("Hi, I'm Sam Jones from Jones Gears. This is urgent from our side."))
    ['Sam Jones']
    >>> list(names_in("I'm from Dudley and I'm looking for a grant"))
    []
    """
    yield from dict.fromkeys(name for name, _ in introduced(text))


def introduced(text: str) -> Iterator[tuple[str, int]]:
    """Yield each name with where it ends in the text."""
    for cue, read, then in _CUES:
        for found in cue.finditer(text):
            yield from _named(text, found.end(), read, then)
    for found in _SIGNED.finditer(text):
        read = _in_any_letters if found[1].lower() in _FORMAL else in_capitals
        yield from _named(text, found.end(), read, _LINE_ENDS)


def answered_name(text: str) -> str | None:
    """Return the name in an answer to the question for it, or None."""
    first = _WORDS.match(text.strip())
    return name_in(text) or (in_capitals(first[0]) if first else None)


def in_capitals(words: str) -> str | None:
    """Return the words at the beginning that are written as a name, or None; a place is no name."""
    taken: list[str] = []
    for word in words.split():
        shouted = word.isupper() and len(word) > len("A.")
        if taken and word in PARTICLES and len(taken) < MOST_WORDS:
            taken.append(word)
            continue
        if not word[0].isupper() or len(taken) == MOST_WORDS:
            break
        if is_everyday(word) and (shouted or not taken):
            break
        taken.append(word)
        if word.endswith(".") and len(word) > len("A."):
            break
    while taken and taken[-1] in PARTICLES:
        taken.pop()
    name = " ".join(taken).rstrip(".")
    return name if name and not is_a_place(name) else None


def is_everyday(word: str) -> bool:
    """Does the word say something else as a rule, so that it is no name by itself?"""
    return re.sub(r"['’.]", "", word.lower()) in _NO_NAMES


def _in_small_letters(words: str) -> str | None:
    taken: list[str] = []
    for word in words.split()[:MOST_SMALL_WORDS]:
        if is_everyday(word) or word.endswith("ly") or (taken and word.endswith(("ing", "ed"))):
            break
        taken.append(word)
        if word.endswith("."):
            break
    name = " ".join(taken).rstrip(".")
    return name if name and not is_a_place(name) else None


def _in_small_letters_alone(words: str) -> str | None:
    """Return a name where a state could stand as well: "i'm skint, i run a bakery"."""
    name = _in_small_letters(words)
    return None if name is None or any(map(_is_a_state, name.lower().split())) else name


def _is_a_state(word: str) -> bool:
    return word in _MORE_STATES or _STATE_ENDS.search(word) is not None


def _in_any_letters(words: str) -> str | None:
    return in_capitals(words) or _in_small_letters(words)


def _named(text: str, start: int, read: Reader, then: re.Pattern[str]) -> Iterator[tuple[str, int]]:
    words = _WORDS.match(text, start)
    name = read(words[0]) if words else None
    if name is None:
        return
    found = re.compile(r"[ \t]+".join(map(re.escape, name.split()))).match(text, start)
    if found is not None and then.match(text, found.end()):
        yield name, found.end()


_CUES: tuple[tuple[re.Pattern[str], Reader, re.Pattern[str]], ...] = (
    (_ANYHOW, _in_any_letters, _ANY_END),
    (_I_AM, in_capitals, _SENTENCE_GOES_ON),
    (_I_AM, _in_small_letters, _FROM),
    (_I_AM, _in_small_letters_alone, _SAYS_WHAT_THEY_DO),
    (_HERE_FROM, _in_small_letters_alone, _FROM_HERE),
    (_THIS_IS, in_capitals, _PLACED),
    (_THIS_IS, _in_small_letters, _FROM),
    (_HERE, in_capitals, _PLACED),
)
