"""Legal forms and stages of a firm, in the words that people use for them."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from bot.nlu.found import Found
from bot.nlu.negation import is_negated

Patterns = Mapping[str, re.Pattern[str]]


def _patterns(phrases: Mapping[str, str]) -> Patterns:
    return MappingProxyType(
        {meaning: re.compile(rf"\b(?:{found})(?!\w)", re.IGNORECASE) for meaning, found in phrases.items()}
    )


LEGAL_FORMS = _patterns(
    {
        "sole_trader": (
            r"sole[- ]?traders?|sole tradin[g']?|sole prop(?:rietor)?|self[- ]?employed|"
            r"self[- ]employment|freelancer?|freelancing"
        ),
        "cic": r"c\.?i\.?c\.?s?|community interest company",
        "charity": (
            r"registered charity|charity|charities|\bcio\b|charitable (?:trust|company|"
            r"incorporated organisation)"
        ),
        "partnership": (
            r"(?:limited liability |ordinary |business |a )?partnership(?= (?:of|with|me|my|between)|"
            r"\W*$|,)|ptnrship|llps?|l\.l\.p\.?|partners in the (?:business|firm)"
        ),
        "limited_company": (
            r"limited compan(?:y|ies)|ltd\.? co(?:mpany)?|ltd\.?|private limited|limited by (?:shares|"
            r"guarantee)|plc|incorporated(?= (?:in|company|as|last|on)\b)|company limited|"
            r"(?<=we're )limited|(?<=we are )limited|(?<=went )limited|(?<=gone )limited"
        ),
    }
)
STAGES = _patterns(
    {
        "pre_start": (
            r"pre[- ]?start(?:[- ]?up)?s?|pre[- ]?revenue|pre[- ]?rev|pre[- ]?trading|not (?:yet |"
            r"even )?(?:trading|started|launched|opened|registered|incorporated)(?: yet)?|"
            r"haven'?t (?:started|launched|opened|begun|sold)(?: \w+){0,3} yet|not started(?: yet)?|"
            r"just an idea|only an idea|still an idea|got an idea|(?:have|had) an idea|idea stage|"
            r"concept stage|"
            r"(?:prototype|proof[- ]of[- ]concept) stage|(?:working |only a |just a )prototype|"
            r"spin[- ]?outs?|before i (?:start|launch|open)|thinking (?:of|about) (?:starting|setting up|"
            r"opening)|want(?:ing)? to start (?:a|my|up)(?: \w+){0,2} (?:business|company|firm)|"
            r"want to start up|would[- ]be founder|aspiring|going to start|about to (?:start|launch|open|"
            r"begin)|planning to (?:start|open|launch)|no revenue yet|no customers yet|side hustle idea"
        ),
        "start_up": (
            r"start[- ]?ups?(?! (?:loan|loans|cash|costs?|cost|capital|fund|funding|grant|grants|"
            r"money|support|service|programme|help|course|hub|kit))|newly (?:started|formed|launched|"
            r"registered|opened)|new(?:ly)? (?:business|firm|company)|just (?:started|opened|launched|"
            r"set up|begun)(?! to)|recently (?:started|opened|launched|set up)|early[- ]stage|"
            r"seed[- ]stage|first year of trading|only (?:just )?(?:started|opened|launched)|"
            r"in our first year|starting out"
        ),
        "growing": (
            r"scale[- ]?ups?|scaling(?: up)?|growing (?:fast|quickly|rapidly|firm|business|company|"
            r"well|steadily)|we(?:'re| are) growing|we are growing|fast[- ]growing|high[- ]growth|"
            r"rapid growth|fast growth|expanding|doubled (?:in size|our|turnover)|opening (?:a|"
            r"our) (?:second|third) (?:site|shop|branch|unit)|taking on (?:more|extra) (?:people|"
            r"staff)"
        ),
        "established": (
            r"(?:well|long)?[- ]?established (?:firm|business|company|manufacturer|sme|family|"
            r"profitable)|(?:well|long)[- ]established|est\.? firm|established,|mature (?:business|"
            r"firm|company)|(?:second|third|fourth|2nd|3rd|4th|fifth)[- ]gen(?:eration)?|"
            r"family firm for|generations"
        ),
    }
)


def legal_forms(text: str) -> list[Found]:
    """Return the legal forms named."""
    return _all("legal_form", LEGAL_FORMS, text)


def stages(text: str) -> list[Found]:
    """Return the stages named or told; "not started yet" is one, so a "not" inside it denies nothing."""
    return _all("stage", STAGES, text)


def _all(entity: str, patterns: Patterns, text: str) -> list[Found]:
    found: list[Found] = []
    for meaning, pattern in patterns.items():
        for match in pattern.finditer(text):
            one = Found(
                entity, match.start(), match.end(), meaning, is_negated(text, match.start(), match.end()), 0.9
            )
            if not any(one.overlaps(other) for other in found):
                found.append(one)
    return found
