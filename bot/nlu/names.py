"""Programmes and organisations named in a text, also short, old and misspelt, as ids of the records."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz, process

from bot.nlu import contexts
from bot.nlu.everyday import everyday_words
from bot.nlu.found import Covered, Found
from bot.nlu.lexicon import Hit
from bot.nlu.name_lists import LONGEST_WORDS, SHORTEST_MISSPELT, names
from bot.nlu.negation import is_negated

LIKE_ENOUGH = 88.0  # of 100; tests/bot/nlu/test_names.py tries misspellings and near misses
LIKE_ENOUGH_WHEN_SHORT = 92.0  # "made smart choices" is not Made Smarter
EACH_WORD_LIKE_ENOUGH = 75.0  # "Black Country chainmaker" is not the Black Country Chamber
SHORT_NAME = 15
_ABBREVIATION = 5

# what only a lender, a body or a scheme does or has: "ads membership", "frontier turned us down"
_ACTS = re.compile(
    r"^ (?:membership|members?|mbr|loans?|grants?|programme|scheme|funding|finance|accelerator|capital|told|"
    r"said|says|reckons?|sent|turned us|lent|won'?t lend|offered|rang|emailed|lady|bloke|adviser|rep)\b",
    re.IGNORECASE,
)
# what has the same name and is none of them: PIP is also a benefit
_SOMETHING_ELSE = re.compile(r"^ (?:forms?|payments?|claim|claims|assessment|benefit|money)\b", re.IGNORECASE)
# who is owed money is a creditor, not somebody to ask for help
_OWED = re.compile(r"\b(?:owe|owes|owed|owing)(?: it)?(?: to)? (?:the )?$", re.IGNORECASE)
# the taxman who presses is a creditor too: "HMRC winding-up petition"
_PRESSES = re.compile(
    r"^(?:'s)? (?:winding|petition|arrears|bills?|debts?|letters?|chas\w+|wants?|after us|demands?|"
    r"on (?:our|my|me)|"
    r"time to pay|threaten\w*|bailiffs?|served|issued)\b",
    re.IGNORECASE,
)
# nobody does a KTP with a town: there the name of a university is meant
_WITH_A_UNIVERSITY = re.compile(
    r"\b(?:ktp|akt|partnership|partner|project|collaborat\w+|spin-?out|team|work|working) (?:with|from|at) "
    r"(keele|aston|warwick|harper|bcu)\b(?! (?:uni|university|business|adams|sci|science))",
    re.IGNORECASE,
)
_UNIVERSITIES = {
    "keele": "keele uni", "aston": "aston uni", "warwick": "warwick uni", "harper": "harper adams",
    "bcu": "bcu",
}  # fmt: skip


def found_names(text: str, hits: Iterable[Hit]) -> list[Found]:
    """Return what the matched names stand for here."""
    found = [_named(text, hit.start, hit.end, hit.phrase, 1.0) for hit in hits if _is_meant(text, hit)]
    for match in _WITH_A_UNIVERSITY.finditer(text):
        one = _named(text, *match.span(1), _UNIVERSITIES[match[1].lower()], 0.9)
        found += [] if any(one.overlaps(other) for other in found) else [one]
    return found


def _is_meant(text: str, hit: Hit) -> bool:
    written, after = text[hit.start : hit.end], contexts.after(text, hit.end)
    if _OWED.search(contexts.before(text, hit.start)) or (hit.phrase == "hmrc" and _PRESSES.match(after)):
        return False
    if hit.phrase not in everyday_words("only_in_capitals"):
        return True
    if len(hit.phrase) <= _ABBREVIATION and _SOMETHING_ELSE.match(after):
        return False
    is_written_as_one = written.isupper() if len(hit.phrase) <= _ABBREVIATION else written[:1].isupper()
    return is_written_as_one or _ACTS.match(after) is not None


def misspelt_names(text: str, taken: list[Found]) -> list[Found]:
    """Return names that are nearly right."""
    words = list(re.finditer(r"[\w&'-]+", text.lower()))
    covered, found = Covered(len(text), taken), []
    for length in range(LONGEST_WORDS, 0, -1):
        firsts = {first for number, first in names().long if number == length}
        for i in range(len(words) - length + 1):
            start, end = words[i].start(), words[i + length - 1].end()
            is_long = end - start >= SHORTEST_MISSPELT - 2 and words[i][0][0] in firsts
            if not is_long or covered.holds(start, end):
                continue
            if best := _nearest(tuple(word[0] for word in words[i : i + length])):
                found.append(_named(text, start, end, best[0], round(best[1] / 100, 2)))
                covered.add(start, end)
    return found


@lru_cache(maxsize=8192)
def _nearest(words: tuple[str, ...]) -> tuple[str, float] | None:
    candidates = names().long.get((len(words), words[0][0]), ())
    best = process.extractOne(" ".join(words), candidates, scorer=fuzz.ratio, score_cutoff=LIKE_ENOUGH)
    if best is None or best[1] < _needed(best[0]):
        return None
    pairs = zip(words, re.findall(r"[\w&'-]+", best[0]), strict=False)
    if any(fuzz.ratio(one, other) < EACH_WORD_LIKE_ENOUGH for one, other in pairs):
        return None
    return best[0], best[1]


def _needed(name: str) -> float:
    return LIKE_ENOUGH_WHEN_SHORT if len(name) < SHORT_NAME else LIKE_ENOUGH


def _named(text: str, start: int, end: int, name: str, confidence: float) -> Found:
    entity, ids = names().meaning(name)
    value: object = ids[0] if len(ids) == 1 else list(ids)
    return Found(entity, start, end, value, is_negated(text, start, end), confidence)
