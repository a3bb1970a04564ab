"""Sums of money: what a firm turns over, what it seeks; debts, prices and bills are neither."""

import re
from dataclasses import replace

from bot.nlu import contexts
from bot.nlu import money_cues as cues
from bot.nlu.clauses import around, sentences
from bot.nlu.found import Found
from bot.nlu.money_cues import Use
from bot.nlu.number import Number
from bot.nlu.numbers import find_numbers

YEARS = range(1800, 2101)
SHORT_OPENING = 2  # words, as in "around £300,000 a year"
NEAR = 7  # words between a cue and its sum
LEAST_BESIDE_STAFF = 500_000  # pounds; less is more often what is sought
LEAST_BARE = 1000  # "turnover 250000" is money without a sign; "turnover 12" is not


def find_money(text: str, numbers: list[Number] | None = None, names_a_lender: bool = False) -> list[Found]:
    """Return turnovers and amounts sought; each sum goes by the cue nearest to it in its sentence.

    Where a lender or a scheme is named, what it is asked to "do" is sought.
    """
    spans = sentences(text)
    found = []
    for number in numbers if numbers is not None else find_numbers(text):
        if not _is_sum(text, number):
            continue
        start, end = around(spans, number.start, number.end)
        before = contexts.before(text[start:end], number.start - start)
        after = contexts.after(text[start:end], number.end - start)
        use = _use(number, before, after) or _asked(
            number, contexts.before(text, number.start), after, names_a_lender
        )
        if use and use != "other":
            value = _pounds(_as_now(number, before))
            denied = use == "amount" and cues.NO_LONGER.search(before) is not None
            found.append(Found(use, number.start, number.end, value, denied))
    return found


def _as_now(number: Number, before: str) -> Number:
    # "turnover grew from £500k to £700k" is £700k now
    return replace(number, low=number.high) if cues.TURNED_FROM.search(before) else number


def _pounds(number: Number) -> object:
    # under 100k is at most 99,999; "over 2m" keeps its two million
    return number.counted().value if number.low is None else number.value


def _is_sum(text: str, number: Number) -> bool:
    if cues.TURNED_FROM.search(contexts.before(text, number.start)) and cues.TO_MORE.match(
        contexts.after(text, number.end)
    ):
        return False  # that was before
    if number.money:
        return True
    if cues.SPACE.match(contexts.after(text, number.end)):
        return False
    if cues.TIME_OR_COUNT.match(contexts.after(text, number.end)):
        return False
    highest = number.high or number.low or 0
    is_year = not number.scaled and highest in YEARS and "," not in text[number.start : number.end]
    return highest >= LEAST_BARE and not is_year


def _use(number: Number, before: str, after: str) -> Use | None:
    if (
        cues.LAST_YEAR_WE_SOLD.search(before)
        or cues.TURNED_TO.search(before)
        or (number.low != number.high and cues.TURNED_FROM.search(before))
    ):
        return "turnover"
    if _is_a_years(before, after):
        return "turnover"
    follows = next((use for use, pattern in cues.AFTER if pattern.match(after)), None)
    if cues.AT_A_PRICE.search(before) and follows != "turnover":
        return "other"
    if follows and not (follows == "amount" and _nearest(before) == "other" and cues.STRONG.search(before)):
        return follows
    if cues.REFUSED.search(before):
        return "amount"
    return _by_what_precedes(number, before, after)


def _is_a_years(before: str, after: str) -> bool:
    if cues.YEARLY_ALONE.match(after) and len(before.split()) <= SHORT_OPENING:
        return True
    return cues.A_YEAR.match(after) is not None and (
        cues.WE_SOLD.search(before) is not None or _nearest(before) == "turnover"
    )


def _by_what_precedes(number: Number, before: str, after: str) -> Use | None:
    if cues.A_THING.search(before) and re.match(r"^ [a-z]", after):
        return "other"
    if cues.FOR.search(before) and (number.money or number.scaled):
        return "amount"
    return _nearest(before) or ("amount" if number.money and cues.HEADLINE.search(before) else None)


def _asked(number: Number, before: str, after: str, names_a_lender: bool) -> Use | None:
    """Return whether a sum without any cue is asked of a lender, or stands alone in a list of facts."""
    if not number.money and not number.scaled:
        return None
    if cues.OURS_WAS.search(before) and re.search(r"\bturn ?over\b", before, re.IGNORECASE):
        return "turnover"
    if cues.WHAT_ABOUT.match(before) or (names_a_lender and cues.OF_A_LENDER.search(before)):
        return "amount"
    is_listed = cues.ITEM_OPENS.search(before) and cues.STAFF_NEXT.match(after)
    if (cues.BESIDE_STAFF.search(before) or is_listed) and (number.low or 0) >= LEAST_BESIDE_STAFF:
        return "turnover"
    return (
        "amount"
        if before.strip() and cues.ITEM_OPENS.search(before) and cues.ITEM_CLOSES.match(after)
        else None
    )


def _nearest(before: str) -> Use | None:
    ends = {use: max((m.end() for m in cue.finditer(before)), default=-1) for use, cue in cues.CUES}
    if cues.SOMEBODY_ELSE.search(before):
        return "other"
    use = max(ends, key=lambda name: ends[name])
    near = ends[use] >= 0 and len(before[ends[use] :].split()) <= NEAR
    return use if near else None
