"""When is a person in distress, and when has only a bank said no?"""

import re

DISTRESS = "urgent_distress"
SURE = 0.5

_DESPAIR = re.compile(
    r"\b(?:end(?:ing)? it all|can(?:'?t|not| not) (?:go on|carry on|cope)|no way out|suicid\w*|"
    r"kill(?:ing)? my ?self|want to die|bailiffs?|winding[- ]?up)\b",
    re.IGNORECASE,
)

Ranking = list[tuple[str, float]]


def calmer(text: str, ranking: Ranking) -> Ranking:
    """Return the ranking with distress behind the next intent, unless it is likely or plainly said.

    An ordinary refusal by the bank is told in sad words too. Distress leads with a probability of `SURE` at
    least, or with words of despair in the text ("can't go on", bailiffs, a winding-up petition).
    """
    unsure = len(ranking) > 1 and ranking[0][0] == DISTRESS and ranking[0][1] < SURE
    if not unsure or _DESPAIR.search(text.replace("’", "'")):
        return ranking
    return [ranking[1], ranking[0], *ranking[2:]]
