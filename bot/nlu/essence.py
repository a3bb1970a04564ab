"""What was said, without what a mail program or a second press of a button puts around it."""

import re

_ENDING = re.compile(
    r"\n\s*(?:(?:many |with |very )?(?:kind|best|warm|kindest|warmest)? ?(?:regards|wishes)|all the best|"
    r"yours (?:sincerely|faithfully|truly)|(?:many )?thanks(?: and regards| in advance)?|thank you|cheers|"
    r"best|sent from my [^\n]*|get outlook for [^\n]*|--+|__+)\s*[,.!]?\s*(?:\n|$)",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"^\s*(?:hi|hello|hiya|dear|good (?:morning|afternoon|evening))"
    r"(?: (?:there|all|team|sir|or|madam|both|(?-i:[A-Z])\w+)){0,3}\s*[,.!]?\s*\n",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"^(?:from|sent|to|cc|subject|date|fw|fwd|re):[^\n]*$|^>[^\n]*$", re.IGNORECASE | re.MULTILINE
)
_QUOTED = re.compile(r"^\s*(?:-+ ?original message ?-+|on [^\n]{5,80} wrote:)", re.IGNORECASE | re.MULTILINE)
_LEGAL = re.compile(
    r"^[^\n]*\b(?:this (?:e-?mail|message)[^\n]*(?:confidential|intended)|intended recipient|"
    r"registered in england|company (?:no|number|reg)|please consider the environment)[^\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
FEWEST_WORDS = 3  # left over; with less the whole text is read
FEWEST_REPEATED = 6  # "no no" is one answer
MANY = 3  # copies


def essence(text: str) -> str:
    """Return the text with blanks for greeting, signature, headers, quotes and further copies of itself.

    Every position stays what it was. A text of which too little would be left is returned as it is.
    """
    left = _without_repetition(_without_mail(text))
    return left if len(_WORD.findall(left)) >= FEWEST_WORDS else text


def _without_mail(text: str) -> str:
    if "\n" not in text.strip():
        return text
    for end in (_QUOTED, _ENDING):
        if found := end.search(text):
            text = text[: found.start()] + " " * (len(text) - found.start())
    for part in (_HEADER, _LEGAL, _GREETING):
        text = part.sub(lambda match: " " * len(match[0]), text)
    return text


def _without_repetition(text: str) -> str:
    words = list(_WORD.finditer(text))
    if len(words) < FEWEST_REPEATED:
        return text
    said = [word[0].lower() for word in words]
    once = _period(said)
    if once is None:
        return text
    kept = once * -(-FEWEST_WORDS // once)
    start = words[kept].start()
    return text[:start] + " " * (len(text) - start)


def _period(said: list[str]) -> int | None:
    """Return after how many words the text begins again, and again to its end; None if it does not.

    The last of many copies may be cut short.
    """
    for n in range(1, len(said) // 2 + 1):
        cut = -1 if len(said) > MANY * n else len(said)
        if said[n:cut] == said[: len(said[n:cut])]:
            return n
    return None
