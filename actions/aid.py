"""Public money that a firm says it has had, which counts towards a limit."""

import re

from actions.numbers import MONEY, value_of

HAD = re.compile(r"\b(?:had|got|received|used|taken|claimed|awarded)\b", re.IGNORECASE)
KIND = re.compile(
    r"\b(?:minimal financial assistance|mfa|de[ -]minimis|subsid(?:y|ies)|state aid)\b", re.IGNORECASE
)


def aid_in(text: str) -> float | None:
    """Return the one sum that a firm says it had as a subsidy; None where no such thing is told.

    >>> aid_in("client had £180k subsidy last 3 yrs"), aid_in("what is de minimis?")
    (180000, None)
    """
    sums = MONEY.findall(text)
    if len(sums) != 1 or not HAD.search(text) or not KIND.search(text):
        return None
    return value_of(*sums[0])
