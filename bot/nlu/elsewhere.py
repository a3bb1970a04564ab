"""Is a place named because the firm is there, or because somebody else is, or was born there?"""

import re

from bot.nlu import contexts

_ENDS = re.compile(r"[.;:!?\n]+(?=\s|$)|\s[-–—]\s|,?\s(?:but|whereas|though)\s", re.IGNORECASE)
_SOMEBODY_ELSE = re.compile(
    r"\b(?:customers?(?:'s)?|clients|suppliers?(?!,)|competitors?|rivals?|distributors?(?!,))\b"
    r"|\b(?:to an? (?:\w+ )?(?:depot|warehouse|hub)|contract packer|test house|investors?|angels?|buyers?|"
    r"that lot|nearest (?:\w+ ){0,4}is) (?:in|at|near)\b"
    r"|\b(?:leave|leaves|left|leaving|poached) (?:us |me )?(?:for|to go to)\b"
    # "client in Lichfield" is an adviser's firm, "our client in Derby" is a firm's customer
    r"|\b(?:our|my|me|their|his|her|an?|one|another|other|every|each) (?:\w+ ){0,2}client\b"
    r"|\b(?:my|our|me|the) (?:accountant|solicitor|landlord|lawyer|parent|parents|bank manager|mate|brother|"
    r"sister|cousin|friend|son|daughter|machine supplier|head office)s?\b"
    r"(?! (?:reckons?|says?|said|thinks?|told|mentioned|suggested))"
    r"|\b(?:work|jobs?|contracts?|deliver(?:y|ies)) (?:for|with|in)\b"
    r"|\b(?:deliver|ship|suppl)(?:s|y|ies|ing|ying|ping)? (?:\w+ )?(?:to|into)\b"
    r"|\b(?:sell|sells|selling|sold|export|exports|exporting) (?:it |them |mostly |mainly )?(?:in|to|into)\b"
    r"|\bsell(?:s|ing)? (?:it|them)\b|\b(?:gets?|is|are|being) (?:made|built|printed|sold|assembled) in\b"
    r"|\b(?:born|raised|married|grew up|lived|studied|schooled|holiday\w*) (?:in|at|near)\b"
    r"|\b(?:staff|lads|workers|people|girls|team)(?: all| mostly| mainly)? (?:live|lives|living|commute|"
    r"come from)\b"
    r"|\b(?:show|exhibition|expo|trade fair|concert|match|game) (?:in|at|near)\b"
    r"|\b(?:by|from|with|against|to) (?:an?|some|another|this|that|the) (?:\w+ ){0,2}"
    r"(?:firm|company|supplier|outfit|lot|bloke|chap|lad|lady|woman|man|bank|lender|buyer)\b"
    r"|\b(?:bloke|chap|lady|woman|fella) (?:from|in|at|down)\b"
    r"|\b(?!here\b)(?:he|she|they|who)(?:'s|'re|s|re| is| are| lives?) ?(?:\w+ )?(?:in|at|near|from|based)\b"
    r"|\b(?:start-?up|firm|company|business|shop) (?:that |which )?(?:i|we) (?:left|sold|closed|had)\b",
    re.IGNORECASE,
)
_OURSELVES = re.compile(
    r"\b(?:we(?:'re| are|re)|we r|i'm|i am|im|ours (?:is|are)|(?:our|my) (?:\w+ ){1,3}(?:is|are|sits)|"
    r"we (?:make|run|moved|trade|live|do|sell|have|own)|based|registered|itself (?:is|sits))\b",
    re.IGNORECASE,
)
_A_PERSON = re.compile(
    r"\b(?:mr|mrs|ms|miss|dr|prof|sir|cllr|councillor|lady|lord)\.? $|\b(?:ask|asked|asking) for $"
    r"|\b(?:them|him|her|he|she|who|owner|boss|son|daughter|dog|cat)\b[^.;]{0,20}\b(?:called|named) $",
    re.IGNORECASE,
)


def is_somebody_elses(text: str, start: int, end: int) -> bool:
    """Return whether the words before a place say that somebody else is there: a customer, a stranger."""
    before = contexts.before(text, start)
    if _A_PERSON.search(before) or re.match(r"-born\b", contexts.after(text, end)):
        return True
    edges = [match.end() for match in _ENDS.finditer(before)]
    clause = before[edges[-1] if edges else 0 :]
    others = [match.end() for match in _SOMEBODY_ELSE.finditer(clause)]
    return bool(others) and _OURSELVES.search(clause, others[-1]) is None
