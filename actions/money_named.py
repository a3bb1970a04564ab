"""Kinds of money that a person names, and those they will not have."""

import re
from collections.abc import Iterator

KINDS = {
    "grant": r"grants?",
    "loan": r"loans?|borrow\w*|lend\w*",
    "equity": r"equity|invest(?:or|ors|ment)|angels?",
    "tax_relief": r"tax (?:relief|credits?)",
    "voucher": r"vouchers?",
}
PURPOSES = {
    r"working capital|stock|cash ?flow|overdrafts?": ("loan",),
    r"vans?|machines?(?! learning)|machinery|ovens?|equipment|lorry|forklift": (
        "grant",
        "loan",
        "tax_relief",
    ),
}
LENDER = re.compile(r"\b(?:banks?|lenders?|building society|they)\b")  # it is they who refuse
REFUSING = re.compile(
    r"\b(?:no|not|non|nor|never|without|isn'?t|don'?t|won'?t|wouldn'?t|can'?t|cannot|instead of|other than"
    r"|rather than|forget|scrap|alternatives? to|besides|drop|against)\W+(?:\w+\W+){0,3}$"
)


def named(text: str) -> tuple[str, ...]:
    """Return the kinds of money that a text asks for.

    >>> named("any grants? I don't want a loan"), refused("any grants? I don't want a loan")
    (('grant',), ('loan',))
    """
    refusals = refused(text)
    return tuple(kind for kind, _ in _mentions(text) if kind not in refusals)


def refused(text: str) -> tuple[str, ...]:
    """Return the kinds of money that a text rules out."""
    return tuple(
        kind for kind, before in _mentions(text) if REFUSING.search(before) and not LENDER.search(before)
    )


def for_purpose(text: str) -> tuple[str, ...]:
    """Return the kinds of money that suit what it is for; none when that is not said.

    >>> for_purpose("money for a van"), for_purpose("we need working capital"), for_purpose("any money")
    (('grant', 'loan', 'tax_relief'), ('loan',), ())
    """
    lower = text.lower()
    kinds = [
        kind for words, given in PURPOSES.items() if re.search(rf"\b(?:{words})\b", lower) for kind in given
    ]
    return tuple(dict.fromkeys(kinds))


def _mentions(text: str) -> Iterator[tuple[str, str]]:
    """Each kind that is mentioned, with the part of its sentence that comes before."""
    for sentence in re.split(r"[.;?!,\n]", text.lower().replace("\u2019", "'")):
        for kind, words in KINDS.items():
            if found := re.search(rf"\b(?:{words})\b", sentence):
                yield kind, sentence[: found.start()]
