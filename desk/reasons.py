"""Why something did not arrive, in plain words, for the codes that couriers and channels give."""

from knowledge.wording import known, say


def why_not(code: str | None) -> str:
    """Return one sentence for a code, by all of it or its first part, or else a general one.

    >>> why_not("graph_131026") == why_not("graph_131027"), why_not("http_503") == why_not("http_500")
    (False, True)
    """
    names = [f"utter_reason_not_delivered_{part}" for part in (code or "", (code or "").partition("_")[0])]
    return say(next(filter(known, names), "utter_reason_not_delivered"))
