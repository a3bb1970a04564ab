"""Firms that the words around them give away, though nobody says that it is their firm's name."""

import re
from collections.abc import Collection, Iterator

from desk.firm_names import is_a_body
from desk.given_names import given_names, is_family_name, is_given, plain
from desk.introductions import WORD, is_everyday
from desk.known_people import people_at
from desk.known_words import is_a_place, is_a_record, is_a_trade, is_of_trade, says_only_trade

MOST_WORDS, SHORTEST_STEM = 5, 3
_LAST_WORDS = """
associates bakehouse bros brothers co enterprises fabrications foods group holdings industries international
labs logistics motors partners partnership products services shop solutions studio studios supplies systems
technologies tooling works
"""
_CALLINGS = """
branch ceo cfo chairman cto director fd founder head hq lead manager managing md operations owner partner
"""
_PART = rf"(?:{WORD}|\d+|[&+])"
_RUN = re.compile(rf"{WORD}(?:[ \t]{{1,2}}{_PART}){{0,8}}")
_FOLLOWING = re.compile(rf"[ \t]{{1,2}}({_PART})")
_HEADS = re.compile(
    r"\b\d{1,4}[ \t]?(?:fte?s?|ppl|people|emp(?:loyees)?|staff|heads?|strong|hc)\b", re.IGNORECASE
)
_CUES = re.compile(
    r"(?:\b(?:re|ref|visited|seen|client|lead|case)[ \t]*:?[ \t]+"
    r"|\b(?:firm|company|business|shop|charity|salon|outfit|place)(?:[ \t]*,|[ \t]+(?:is|was|like))?[ \t]+"
    r"|\b(?:running|runs|behind|trading[ \t]+as|t/a|now|formerly|previously|became|we[ \t]+(?:are|were)"
    r"|we['’]?re)[ \t]+"
    r"|(?:^|[.!?\n])[ \t]*(?:can|could|does|is|would|will|should|at)[ \t]+)(?:the[ \t]+)?[\"“]?",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:director|owner|manager|md|ceo|cto|cfo|fd|founder|chair(?:man|woman)?|partner|lead|head|boss|works|work)"
    r"[ \t]*(?:of|at|for|@|[|,–-])[ \t]*(?:the[ \t]+)?",
    re.IGNORECASE,
)
_FROM_HERE = re.compile(
    rf"\b(?:from|at)[ \t]+(?P<firm>{WORD}(?:[ \t]+{_PART}){{0,3}})[ \t]+(?:here|speaking|again)\b",
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:from|at|of|called|own|run)[ \t]+\Z", re.IGNORECASE)
_SPLIT = re.compile(r"[ \t]*(?:[,;|/\n]|[ \t][–-][ \t])[ \t]*")
_ENDINGS = frozenset(_LAST_WORDS.split())
_ROLES = frozenset(_CALLINGS.split())
_JOINS = frozenset({"&", "+", "and", "of", "the", "n"})
_HEADINGS = frozenset({"client", "for", "lead", "re", "ref", "seen", "visited"})
MOST_SHOUTED = 3
_WANTS = re.compile(
    r"^(?:needs?|wants?|makes?|sells?|does|has|had|is|was|looking|keen|poss|not|no)$", re.IGNORECASE
)


def firms_mentioned(text: str, people: Collection[str] = ()) -> Iterator[str]:
    """Yield what is a firm by what stands around it; `people` are those who are known to be named.

    >>> list(firms_mentioned("Re Kestrel Widgets: 40 emp. Ask at patel gears", ["Priya Patel"]))
    ['Kestrel Widgets', 'patel gears']
    >>> list(firms_mentioned("Redditch, 12 ppl. Precision Engineering, we work at Aston University"))
    []
    """
    stems = {
        plain(word) for name in people for word in re.split(r"[\s.-]+", name) if len(word) >= SHORTEST_STEM
    }
    taken = [(start, end) for _, start, end in people_at(text)]
    found = [*_after_cues(text), *_by_ending(text), *_at_the_head(text), *_beside_people(text, stems, taken)]
    found += [*_after_people(text, taken)]
    yield from dict.fromkeys(name for name in found if not _is_known(name, people))


def _after_cues(text: str) -> Iterator[str]:
    for cue, fewest in ((_CUES, 2), (_ROLE, 1)):
        for found in cue.finditer(text):
            name = _run_at(text, found.end())
            if len(name.split()) >= fewest:
                yield name
    for found in _FROM_HERE.finditer(text):
        name = found["firm"]
        if " " in name and not any(map(_is_no_name, name.split()[:1])):
            yield name


def _by_ending(text: str) -> Iterator[str]:
    """Yield words in capitals of which the last says what a firm does: "Penk Valley Hydraulics"."""
    for found in _RUN.finditer(text):
        for name in _capital_runs(found[0]):
            words = name.split()
            is_one = is_of_trade(words[-1]) or words[-1].lower() in _ENDINGS
            unknown = [word for word in words[:-1] if _is_unknown(word)]
            if len(words) > 1 and is_one and unknown and not is_a_place(" ".join(words[:-1])):
                yield name


def _is_unknown(word: str) -> bool:
    """Is it written as a name, and neither a trade nor letters for something nor a place?"""
    in_short = word.isupper() or not word[0].isupper() or "-" in word
    return not (in_short or is_of_trade(word) or word.lower() in _JOINS or is_a_place(word))


def _at_the_head(text: str) -> Iterator[str]:
    """Yield what a note of an adviser begins with: "Teme Valley Cider, 6 FTE"."""
    for line in text.splitlines():
        name = _run_at(line, 0)
        if " " in name and re.match(r"[ \t]*[,(:–-]", line[len(name) :]) and _HEADS.search(line, len(name)):
            yield name


def _beside_people(text: str, stems: set[str], taken: list[tuple[int, int]]) -> Iterator[str]:
    """Yield a name with what a firm does after it: "patel gears", "garys tyres", "mick's motors"."""
    for found in re.finditer(WORD, text):
        inside = any(s < found.start() < e for s, e in taken)
        if inside or not _is_of_a_person(text, found, stems):
            continue
        words, end = [found[0]], found.end()
        while len(words) < MOST_WORDS and (after := _FOLLOWING.match(text, end)) is not None:
            word = after[1]
            written = word[0].isupper() and found[0][0].isupper() and not found[0].isupper()
            if _is_no_name(word) or not (
                written or is_a_trade(word) or word.lower() in _ENDINGS or word in "&+"
            ):
                break
            words.append(word)
            end = after.end()
        if len(words) > 1 and words[-1] not in "&+":
            yield text[found.start() : end]


def _is_of_a_person(text: str, found: re.Match[str], stems: set[str]) -> bool:
    """Is the word a family name, a name with an s ("garys"), or one that something is from?"""
    word, bare = found[0], plain(found[0])
    owned = bare.removesuffix("s")
    has_an_s = bare != word.lower() or not is_given(bare)
    named = bare in stems or owned in stems or is_given(owned)
    led = _FROM.search(text, max(0, found.start() - len(" called ")), found.start()) is not None
    return is_family_name(word) or (named and (has_an_s or led))


def _after_people(text: str, taken: list[tuple[int, int]]) -> Iterator[str]:
    """Yield what stands beside a person in a list: "Sam Jones / Gears & Co / Dudley"."""
    for line in text.splitlines():
        start = text.find(line)
        parts = [part.strip(" .") for part in _SPLIT.split(line)]
        heads = [
            e - start
            for s, e in taken
            if start <= s < start + len(line) and not line[: s - start].strip(" -–/|,")
        ]
        if len(parts) > 1 and any(line[:head].strip(" -–/|,.") == parts[0] for head in heads):
            yield from (part for part in parts[1:3] if _run_at(part, 0) == part and " " in part)
            yield from (part for part in parts[1:2] if _is_small_firm(part))


def _is_small_firm(part: str) -> bool:
    words = part.split()
    known = _is_no_name(words[0]) or is_of_trade(words[0]) if words else True
    named = 1 < len(words) < MOST_WORDS and part[0].islower() and is_of_trade(words[-1])
    return named and not known and not any(map(_is_no_name, words))


def _run_at(text: str, start: int) -> str:
    """Return the words in capitals that begin there, if they may be a firm's."""
    found = _RUN.match(text, start)
    return next(_capital_runs(found[0], at_start=True), "") if found else ""


def _capital_runs(words: str, *, at_start: bool = False) -> Iterator[str]:
    """Yield the runs of words in capitals among these, without what says something else at either end."""
    run: list[str] = []
    if words.isupper() and words.count(" ") >= MOST_SHOUTED:
        return
    for word in [*words.split(), ""]:
        if word and (word[0].isupper() or word[0].isdigit() or (run and word.lower() in _JOINS)):
            run.append(word)
            continue
        while run and (is_everyday(run[0]) or run[0].lower() in _JOINS | _ROLES | _HEADINGS):
            run = run[1:]
        while run and (run[-1].lower() in _JOINS | _ROLES or run[-1].isdigit()):
            run = run[:-1]
        if run and not run[0][0].isdigit():
            yield " ".join(run[:MOST_WORDS])
        if at_start:
            return
        run = []


def _is_no_name(word: str) -> bool:
    return is_everyday(word) or is_a_place(word) or _WANTS.match(word) is not None or word.lower() in _ROLES


def _is_known(name: str, people: Collection[str]) -> bool:
    lower = name.lower()
    person = any(lower == one.lower() for one in people)
    letters = [word for word in name.split() if word.lower() not in _JOINS and not word[0].isdigit()]
    shouted = all(word.isupper() for word in letters)
    person = person or lower in given_names().public
    return person or shouted or is_a_body(name) or says_only_trade(name) or is_a_record(name)
