"""What the firm does, as sectors of the vocabulary; a customer's trade is not the firm's."""

import re
from functools import cache
from pathlib import Path

import knowledge
from bot.nlu import contexts
from bot.nlu.everyday import everyday_words
from bot.nlu.found import Found
from bot.nlu.lexicon import Hit, word_list
from bot.nlu.negation import is_negated
from bot.nlu.own_trade import is_named_as_trade, is_others, is_plainly_own
from knowledge.yaml_file import read_yaml

FILE = Path(knowledge.__file__).with_name("trades.yml")
DOUBTFUL = 0.4  # an everyday word that is a trade only beside another fact

_MAKES = re.compile(
    r"\b(?:we|i|who|firm|company|of us|lads|that|and|which)\s(?:also |still |only |just )?"
    r"((?:make|makes|making|makin|manufactur(?:e|es|ing)|fabricat(?:e|es|ing)|mould|moulds|machine|"
    # "we press our suppliers", "we press on" and "that casts doubts" make nothing
    r"(?:press|stamp|forge|cast|extrude|mill|assemble|turn and mill)(?:e?s)?"
    r"(?! (?:our|the|their|my|your|on|for|ahead|into|doubts?)\b))"
    r"\s(?:\w+[- ]){0,2}?([a-z]{3,}s))\b(?! (?:meet|sense))",
    re.IGNORECASE,
)
# "started in 2019 making bespoke stair parts"
_MAKING = re.compile(
    r"(?:(?:^|[.;:]\s|\bin (?:19|20)\d\d )|\b(?:been|started|start|busy) )"
    r"(making (?:\w+[- ]){0,3}?([a-z]{3,}s))\b(?! (?:meet|sense))",
    re.IGNORECASE,
)
_COMPOUND = re.compile(
    # "the car makers" and "events for makers" are others
    r"\b(?!(?:for|the|any|other|another|only|on|to|where|of|some|all|most|these|those|know|who|with|by|as|"
    r"m) )"
    r"(?:[\w-]+ )?(?!(?:the|other|for|two|three|any) )(?:(?!home|film|games?|decision|trouble|money|"
    r"policy|law|match|pace|peace|map)[a-z]{3,})"
    r"(?: mfrs?| manufacturers?| makers?|makers?|smiths?)\b",
    re.IGNORECASE,
)

# "we mek brackets", "prec eng co": what is made, or what kind of firm it is
_WHAT_IT_MAKES = re.compile(
    r"\b(?:ma[kd]es?|mek|making|makin|builds?|building|produc\w+|designs?|designed|co|company|firm|works|"
    r"workshop|shop ?floor|maker|mfr|range|products?|sells?|selling|manufactur\w+ (?:of|in)|business)\b",
    re.IGNORECASE,
)
_HEADS = re.compile(
    r"(?:\d|\w{3,}(?:teen|ty)|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) $",
    re.IGNORECASE,
)


@cache
def trades() -> dict[str, str]:
    """Return the sector of each phrase, also as people say it who drop a g; the file is read once."""
    listed = word_list(read_yaml(FILE))
    spoken = {re.sub(r"ing\b", "in", phrase): sector for phrase, sector in listed.items()}
    return {**spoken, **listed}


def sectors_of(text: str, hits: list[Hit], technologies: list[Hit]) -> list[Found]:
    """Return the sectors that phrases stand for; doubtful ones have little confidence."""
    own = [
        hit
        for hit in hits
        if not is_others(text, hit.start, hit.end, hit.phrase) and not _is_technology(text, hit, technologies)
    ]
    return [_sector(text, hit) for hit in _leading(own)]


def makers(text: str) -> list[Found]:
    """Return manufacturing for who makes something that no list knows; for texts without another sector."""
    return [
        Found("sector", m.start(1), m.end(1), "manufacturing", is_negated(text, m.start(), m.end()), 0.6)
        for m in (*_MAKES.finditer(text), *_MAKING.finditer(text))
        if m[2].lower() not in everyday_words("made_but_not_in_a_factory")
    ][:1] or [
        Found("sector", m.start(), m.end(), "manufacturing", is_negated(text, m.start(), m.end()), 0.6)
        for m in _COMPOUND.finditer(text)
        if not is_others(text, m.start(), m.end(), m[0].lower())
    ][:1]


def says_what_it_makes(text: str) -> bool:
    """Does a text speak of a product or a firm, and not only of machines and people?"""
    return _WHAT_IT_MAKES.search(text) is not None


def _is_technology(text: str, hit: Hit, technologies: list[Hit]) -> bool:
    """Are they the pumps of "heat pumps", or "cyber security" that a firm needs and does not sell?"""
    wider = [one for one in technologies if one.start <= hit.start and hit.end <= one.end]
    same = any(len(one.phrase) == len(hit.phrase) for one in wider)
    return bool(wider) and not (same and is_named_as_trade(text, hit.start, hit.end))


def _sector(text: str, hit: Hit) -> Found:
    is_sure = not _is_weak(hit.phrase) or is_plainly_own(text, hit.start, hit.end, hit.phrase)
    if hit.phrase in everyday_words("staff") and _HEADS.search(contexts.before(text, hit.start)):
        is_sure = False
    negated = is_negated(text, hit.start, hit.end)
    sector = trades()[hit.phrase]
    return Found("sector", hit.start, hit.end, sector, negated, 0.9 if is_sure or negated else DOUBTFUL)


def _is_weak(phrase: str) -> bool:
    weak = everyday_words("weak_trades")
    return phrase in weak or (phrase.endswith("in") and f"{phrase}g" in weak)


def _leading(hits: list[Hit]) -> list[Hit]:
    """Leave out what only follows a trade: the "mfr" of a seat belt mfr, the food of food recruitment."""
    kept: list[Hit] = []
    for hit in hits:
        follows = bool(kept) and hit.start - kept[-1].end == 1
        if follows and hit.phrase in everyday_words("serving_trades"):
            kept[-1] = hit
        elif not follows:
            kept.append(hit)
    return kept
