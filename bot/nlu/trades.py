"""What the firm does, as sectors of the vocabulary; a customer's trade is not the firm's."""

import re
from functools import cache
from pathlib import Path

import knowledge
from bot.nlu.found import Found
from bot.nlu.lexicon import Hit, word_list
from bot.nlu.negation import is_negated
from bot.nlu.word_files import everyday_words, read_words

LONGEST_LIST = 14  # words of a list of facts before the trade
FILE = Path(knowledge.__file__).with_name("trades.yml")

_CUSTOMERS = re.compile(
    r"\b(?:suppl(?:y|ies|ying|ied)|supplier to|sell(?:s|ing)?(?: \w+){0,2} to|sold to|serv(?:e|es|"
    r"ing)|customers? (?:is|are|in|like)|clients? (?:are|include)|work(?:s|ing)? (?:with|for)|"
    r"mostly for|mainly for|"
    r"parts (?:for|to)|components for|to the|into the|into|for the|for other|for local|for|to|"
    r"aimed at|used by|used in|get into|break into|move into|moving into|go into|going into|entering|"
    r"enter|buy from|our|an?other|next door to|like a|from the|by the|my|the|an?(?= (?:solicitor|"
    r"accountant|architect|consultant|lawyer|mentor|recruiter|bookkeeper|surveyor|designer|"
    r"photographer|school|college|training provider|web designer|tutor)))"
    r"(?:\s(?:the|a|an|big|large|local|other|small|uk|major|tier 1|british|our))?\s$",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\b(?:run|runs|running|own|owns|i'm|i am|we are|we're|were|we r|im|is|it's|its|as|have|has|got|"
    r"start|starting|started|opening|set up|setting up|settin up)(?: up)? (?:a|an|the|my|our|this|"
    r"me|two|three|\d+)(?: \w+){0,2}\s$"
    r"|\b(?:my|our) (?:\w+ ){0,2}$|\bme\s$|\bin (?:the )?$",
    re.IGNORECASE,
)
_FIRM_AFTER = re.compile(
    r"^\s(?:firm|company|business|sector|industry|trade|shop|manufacturer|maker|start[- ]?up|studio|"
    r"practice|co\b|agency|provider|subcontractor|supplier)\b",
    re.IGNORECASE,
)
_TERSE = re.compile(
    r"(?:^|[,;:.\n(/-])\s?(?:client (?:is |runs |owns )?(?:an? )?|profile: |sector:? |we do |we make |"
    r"i make |i do |we sell |i sell |we write |we build |we supply |sme, |micro, )?(?:\w+[- ]){0,3}$",
    re.IGNORECASE,
)


_SOMEBODY = re.compile(r"\b(?:my|our|an?|the|his|her|their|which|what|need)(?: \w+)? $", re.IGNORECASE)
_HELP_FOR = re.compile(
    r"\b(?:help|grants?|support|money|loans?|funding|cash|offers?|schemes?|advice|available|out there|"
    r"backing|plan|roadmap|anything)\b[^.;!?]{0,30}\bfor (?:an? |my |our |this )?(?:\w+ )?$",
    re.IGNORECASE,
)
_ONE_OF_THE_STAFF = re.compile(
    r"\b(?:one|two|three|four|\d+|an?|part[- ]time|full[- ]time|need|trainee|new|"
    r"no)\s(?:\w+[- ]){0,2}$",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\b(?:find|finding|found|recruit|recruiting|hire|hiring|need|needs|needing|get|getting|short of|"
    r"shortage of|short on|lack|lacking|lack of|looking for|want|wants|more|no|few|enough|replace|keep|train|"
    r"train up|attract)"
    r"(?: (?:any|good|decent|skilled|qualified|experienced|young|trained|enough|more|some|new|the|a|an|"
    r"another|two|three|four|five|\d+)){0,3} $",
    re.IGNORECASE,
)
_MAKES = re.compile(
    r"\b(?:we|i|who|firm|company)\s((?:make|makes|manufacture|manufactures|fabricate|mould|machine)"
    r"\s(?:\w+[- ]){0,2}?([a-z]+s))\b",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r"^\s(?:arch|arches|station|quarter|voucher|scheme|course|training|grant|grants|team|manager|"
    r"bills?|advice|licen[cs]e|security|museum)\b",
    re.IGNORECASE,
)


@cache
def trades() -> dict[str, str]:
    """Return the sector of each phrase; the file is read once."""
    return word_list(read_words(FILE))


def sectors_of(text: str, hits: list[Hit]) -> list[Found]:
    """Return the sectors that phrases stand for; a customer's trade does not count."""
    found = []
    for hit in hits:
        before, after = text[: hit.start], text[hit.end :]
        if not _is_own(before, after, hit.phrase):
            continue
        negated = is_negated(text, hit.start, hit.end)
        found.append(Found("sector", hit.start, hit.end, trades()[hit.phrase], negated, 0.9))
    return found or _makers(text)


def _makers(text: str) -> list[Found]:
    """Who makes something that no list knows is a manufacturer all the same."""
    return [
        Found("sector", m.start(1), m.end(1), "manufacturing", is_negated(text, m.start(), m.end()), 0.6)
        for m in _MAKES.finditer(text)
        if m[2].lower() not in everyday_words("made_but_not_in_a_factory")
    ][:1]


def _is_own(before: str, after: str, phrase: str) -> bool:
    if _NOT_AFTER.match(after) or (phrase in everyday_words("advisers") and _SOMEBODY.search(before)):
        return False
    if phrase in everyday_words("staff") and _WANTED.search(before) and not _FIRM_AFTER.match(after):
        return False
    ours = _OURS.search(before) is not None or _HELP_FOR.search(before) is not None
    if _CUSTOMERS.search(before) and not ours:
        return False
    if phrase in everyday_words("weak_trades"):
        return ours or _FIRM_AFTER.match(after) is not None or _is_terse(before, after)
    return True


def _is_terse(before: str, after: str) -> bool:
    # "22 ppl, packaging, WS10": a list of facts, and "hospitality" as the whole answer
    opens = _TERSE.search(before) is not None and not _ONE_OF_THE_STAFF.search(before)
    closes = (
        re.match(r"\s?(?:[,;.)/:]|$|in\b|based|of\b|from\b|near\b|,|\d|with\b|n\b|and\b|&|co\b|firm)", after)
        is not None
    )
    return opens and closes and len(before.split()) <= LONGEST_LIST
