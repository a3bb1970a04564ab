"""Is a thing named only to say that it is not so?"""

import re

_BEFORE = re.compile(
    r"\b(?:not|no longer|never|isn't|isnt|aren't|arent|ain't|aint|wasn't|wasnt|weren't|nor|neither|"
    r"rather than|instead of|except|don't do|dont do|nothing to do with|used to be|moved from|"
    r"relocated from|left|out of|moved out of|closed our \w+ in)"
    r"(?! (?:just|only|sure|far|been able|long|much|quite|too|know))"
    r"(?:\s(?:in|at|a|an|the|from|near|based|really|actually|based in|at all in|to|into|for|really in|"
    r"do|doing|exactly)){0,3}\s$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^\s?(?:,|-)?\s?(?:no longer|not any ?more|is wrong|was wrong|is out|isn't right|is the old)\b",
    re.IGNORECASE,
)


def is_negated(text: str, start: int, end: int) -> bool:
    """Return whether the words around the part deny it: "not in Rugby", "moved from Derby"."""
    return _BEFORE.search(text[:start]) is not None or _AFTER.match(text[end:]) is not None
