"""Is a thing named only to say that it is not so, or that it is not wanted?"""

import re

from bot.nlu import contexts

_FORGET = (
    r"(?:forget|never ?mind|nvm|ignore)(?: about)?|(?:scrap|drop|skip|ditch) (?:the|my|that|this)|"
    r"(?<=^)(?:scrap|drop|skip|ditch)|(?<=[,.;] )(?:scrap|drop|skip|ditch)"
)
_BEFORE = re.compile(
    rf"\b(?:{_FORGET}|"
    r"not|no longer|never|isn't|isnt|aren't|arent|ain't|aint|wasn't|wasnt|weren't|nor|neither|"
    r"rather than|instead of|except|not (?:really |at all |that |too )?(?:interested in|keen on|"
    r"bothered about|fussed about|sold on)|don't do|dont do|nothing to do with|used to be|"
    r"(?:moved|relocated|since moving)(?: (?!to\b|in\b|near\b|at\b)[\w-]+){0,4} from|left|"
    r"(?<!spin )(?<!spin-)(?<!spun )(?<!work )(?<!working )(?<!operate )(?<!operating )"
    r"(?<!trade )(?<!trading )(?<!run )(?<!running )(?<!based )out of|moved out of|closed our \w+ in|"
    r"no (?:plans?|interest|use|"
    r"need|appetite)|"
    r"don'?t (?:want|need|like|fancy)|do not (?:want|need)|doesn'?t (?:want|need)|stopped being)"
    r"(?! (?:just|only|sure|far|been able|long|much|quite|too|know))"
    r"(?:\s(?:in|at|a|an|the|from|near|based|really|actually|based in|at all in|to|into|for|really in|my|"
    r"that|this|do|doing|exactly|any|been|use|using|want|have|need|be|being|looking at)){0,3}\s$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    # "Dudley? no - Sandwell", "LLP -> ltd", "moved Tividale > Penkridge"
    r"^\?\s(?:no|nope|nah)\b(?=\s?[-–,.;!]|$)|^\s?(?:-+>|=>|→|>)\s?(?=[A-Za-z])|"
    r"^\s?(?:,|-)?\s?(?:no longer|not any ?more|is wrong|was wrong|is out(?! of)|isn't right|is the old)\b",
    re.IGNORECASE,
)
_ANY_MORE = re.compile(
    r"\b(?:not|\w+n't|dont|doesnt|aren't|arent|isnt|no longer|never|stopped)\b[^.,;!?]{0,40}$", re.IGNORECASE
)
_UNTIL_ANY_MORE = re.compile(r"^(?: \w+){0,2} any ?more\b", re.IGNORECASE)
# "was food, now pet treats"
_WAS = re.compile(
    r"\b(?:was|were|used to (?:be|do|make)|formerly|previously|ex)\s(?:in |an? )?$", re.IGNORECASE
)
_BUT_NOW = re.compile(r"^,? (?:and |but )?(?:is |are |it's |we're )?now\b", re.IGNORECASE)
_DENIABLE = (
    r"(?:money|cash(?: ?flow)?|funding|finance|financing|loans?|grants?|borrowing|debt|investment|investors?|"
    r"staff|staffing|recruitment)"
)
_DENIED = re.compile(
    rf"\b(?:(?:and )?(?:not|instead of|rather than)(?: (?:a|an|the|any|about|more|for|about the))*|"
    rf"(?:i|we) (?:don'?t|do not) (?:want|need)(?: (?:a|an|any|more|the))*|never ?mind(?: the)?|"
    rf"forget(?: about)?(?: the)?) {_DENIABLE}\b(?! (?:enough|coming|left|rich))(?:(?: or)? {_DENIABLE}\b)*"
    rf"|(?:(?<=^)|(?<=[,.;(] )|(?<=\band )|(?<=\bbut )|(?<=\bwant )|(?<=\bplease ))no"
    r" (?:loans?|grants?|borrowing|debt)\b(?! (?:for|from|available|will|to be|left|are|is|given|offered)\b)",
    re.IGNORECASE,
)

_JOKE = re.compile(r"^.{1,300}?\b(?:(?:i'm|im|only|just) (?:joking|kidding)|joke)\b", re.IGNORECASE)


def is_negated(text: str, start: int, end: int) -> bool:
    """Return whether the words around the part deny it: "not in Rugby", "moved from Derby", "forget KTP"."""
    before, after = contexts.before(text, start), contexts.after(text, end)
    if _BEFORE.search(before) or _AFTER.match(after):
        return True
    if _WAS.search(before) and _BUT_NOW.match(after):
        return True
    return _ANY_MORE.search(before) is not None and _UNTIL_ANY_MORE.match(after) is not None


def without_denied(text: str) -> str:
    """Return the text with blanks for what it says it is not about: "customers, not money"."""
    return _DENIED.sub(lambda match: " " * len(match[0]), text)


def without_jokes(text: str) -> str:
    """Return the text with blanks for what it takes back: "three thousand staff... no, I'm joking"."""
    return _JOKE.sub(lambda match: " " * len(match[0]), text, count=1)
