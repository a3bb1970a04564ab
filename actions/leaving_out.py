"""What somebody would rather not pass on, in their own words or by the numbers of the list."""

import re
from collections.abc import Collection

PARTS = (
    "name", "contact", "firm", "turnover", "aid_received", "need", "barriers", "shown", "conversation",
)  # fmt: skip
_CALLED = {
    "name": r"names?|anonymous(ly)?",
    "contact": r"(tele)?phone(\s+number)?|mobile|numbers?|e-?mail(\s+address)?|contacts?(\s+details)?"
    r"|(how|ways?)\s+to\s+(reach|contact)\s+(me|us)",
    "firm": r"(firm|company|business)(?!\s+(growth|support|hub))|facts",
    "turnover": r"turn\s?over|sales|takings|revenue|income",
    "aid_received": r"(grants?|aid|subsid(y|ies)|public\s+money)\s+((that\s+)?(i|we)\s*('ve|have)?\s+)?"
    r"(had|got|received)",
    "need": r"what\s+(i|we)\s+(want|need|asked\s+for|am\s+after|are\s+after)|needs?",
    "barriers": r"(what\s+)?(holds?|holding)\s+(me|us)\s+back|problems?|troubles?|barriers?",
    "shown": r"(what|the\s+things)\s+(you\s+show(ed)?|i\s+was\s+shown)(\s+(me|us))?|programmes?|schemes?"
    r"|options|suggestions",
    "conversation": r"(this\s+)?(chat|conversation|transcript|messages?)"
    r"|(what|everything|all)\s+(we|i)(\s*'ve|\s+have)?\s+(wrote|written|said|typed|put)(\s+here)?",
}
_ANY = "|".join(_CALLED.values())
_OF_MINE = (
    r"(?:(?:my|me|our|the|any|of|this|pass(?:ing)?|shar(?:e|ing)|send(?:ing)?|giv(?:e|ing)|on|out)\s+)*"
)
_DO_NOT = r"(don'?t|do\s+not|rather\s+not|not\s+to)"
_NOT_THEIRS = rf"(want|wanted)\s+((you|them|anyone|anybody)\s+to\s+(have|see|get|know)|{_OF_MINE}({_ANY}))"
_LEAVE_OUT = re.compile(
    r"\b(leav(e|ing)|left|miss|tak(e|ing)|keep|cut|stays?)\b.*\bout\b|\b(leav(e|ing)|tak(e|ing)|knock)\b.*\boff\b"
    r"|\bkeep\s+back\b|\bkeep\b.*\bprivate\b"
    r"|\b(without|except(\s+for)?|apart\s+from|all\s+but|(every|any)thing\s+(but|bar)|minus|exclud(e|ing)|omit|skip"
    r"|drop|hide|remove|lose|strip|scrub|get\s+rid\s+of|anonymous(ly)?)\b"
    rf"|\b{_DO_NOT}\s+(pass|share|send|give|tell|include|mention|say|show|(put|use)\s+(my|me|our))\b"
    rf"|\b{_DO_NOT}\s+{_NOT_THEIRS}\b|\brather\s+(you|they)\s+(didn'?t|did\s+not)\s+(have|see|get|know)\b"
    rf"|\b(not|no|nor)\s+{_OF_MINE}({_ANY})\b",
    re.IGNORECASE,
)
# what they would like to have: theirs, and none of ours to leave out
_THEIRS = re.compile(
    r"\b(their|your)\s+(\w+\s+)?(numbers?|e-?mail|address|contacts?|phone|details)\b"
    r"|\b(give|tell|send|text|show)\s+(me|us)\s+(a|the|that|how|who|where)\b",
    re.IGNORECASE,
)
_PUT_BACK = re.compile(
    r"\b(put|add|bring)\b.*\b(back|in)\b|\binclude\b|\bafter\s+all\b|\bkeep\b.*\bin\b", re.IGNORECASE
)
_ONLY = re.compile(r"\A\W*(yes\W+|ok\W+|please\W+|but\W+)*(only|just)\b", re.IGNORECASE)
_ALL_BACK = re.compile(r"\b(put|add)\s+(it\s+all|everything|all(\s+of\s+it)?)\s+(back|in)\b", re.IGNORECASE)
_ASKS = re.compile(r"\W*(is|are|what|how|why|when|where|who|which|do|does|did)\b", re.IGNORECASE)
_CHOOSE = re.compile(
    r"\b(choose|pick and choose|pick|select|decide)\b.*\b(what|which|parts?|myself|for me)\b|\A\W*choose\W*\Z"
    r"|\bnot\s+(all|everything)\b|\b(only\s+some|part\s+of\s+it|some\s+of\s+it)\b",
    re.IGNORECASE,
)
_BESIDES = re.compile(r"\bno problems?\b|\bmy name(\s+is|'s)\b", re.IGNORECASE)
_COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_NUMBER = re.compile(rf"(?<![\w£.,])([1-9]|{'|'.join(_COUNTED)})(?![\w%]|[.,]\d)", re.IGNORECASE)
_NUMBERED = re.compile(r"\b(numbers?|no\.?|parts?|points?|items?)\s+(?=[1-9])", re.IGNORECASE)
_BARE = re.compile(rf"(?:{_NUMBER.pattern}|and|or|&|,|\+|\s|\.|please|leave|out)+", re.IGNORECASE)


def left_out_after(text: str, before: Collection[str], listed: tuple[str, ...] = ()) -> frozenset[str] | None:
    """Return the parts left out after these words, or None when they are about something else.

    `listed` are the parts in the order of their numbers, empty while no list was shown.

    >>> sorted(left_out_after("leave out my turnover and the chat", ()))
    ['conversation', 'turnover']
    >>> sorted(left_out_after("2 and 4", (), ("name", "contact", "firm", "need")))
    ['contact', 'need']
    >>> left_out_after("we make gearboxes", ()) is None
    True
    """
    plain = _NUMBERED.sub("", _BESIDES.sub("", text.replace("’", "'")))
    if _ASKS.match(plain) or asks_for_theirs(plain):
        return None
    if _ALL_BACK.search(plain):
        return frozenset()
    named = _named(plain) | _numbered(plain, listed)
    if not named:
        return None
    if _ONLY.match(plain):
        return frozenset(listed or PARTS) - named
    if _LEAVE_OUT.search(plain) or (listed and _BARE.fullmatch(plain)):
        return frozenset(before) | named
    return frozenset(before) - named if _PUT_BACK.search(plain) else None


def asks_for_theirs(text: str) -> bool:
    """Does somebody want to be told how to reach the front door themselves?"""
    return bool(_THEIRS.search(text))


def asks_to_choose(text: str) -> bool:
    """Does somebody want to see the parts one by one?"""
    return bool(_CHOOSE.search(text)) and not _ASKS.match(text)


def _named(text: str) -> frozenset[str]:
    return frozenset(
        part for part, said in _CALLED.items() if re.search(rf"\b({said})\b", text, re.IGNORECASE)
    )


def _numbered(text: str, listed: tuple[str, ...]) -> frozenset[str]:
    said = (found[1].lower() for found in _NUMBER.finditer(text))
    places = (_COUNTED.index(one) if one in _COUNTED else int(one) - 1 for one in said)
    return frozenset(listed[place] for place in places if place < len(listed))
