"""Sums of money: what a firm turns over, what it seeks; debts, prices and bills are neither."""

import re
from typing import Literal

from bot.nlu.clauses import around, sentences
from bot.nlu.found import Found
from bot.nlu.numbers import Number, find_numbers

Use = Literal["turnover", "amount", "other"]

YEARS = range(1800, 2101)
_SHORT_OPENING = 2  # words, as in "around £300,000 a year"
NEAR = 7  # words between a cue and its sum
LEAST_BARE = 1000  # "turnover 250000" is money without a sign; "turnover 12" is not

_TURNOVER = (
    r"turn ?over|turning over|turns over|turned over|t/o|t\.o\.|revenues?|revs?|arr|annual sales|"
    r"sales|takings|gross income|annual income|income of|grossing|turnover band"
)
_SOUGHT = (
    r"looking for|lookin for|look for|looking to (?:borrow|raise|find|get|secure)|seeking|seeks?|need|"
    r"needs|needing|want|wants|wanna|wanting|after|raise|raising|borrow|borrowing|apply(?:ing)? for|"
    r"ask(?:ing)? for|asked for|in search of|find|require[sd]?|requiring|get hold of|get our hands on|"
    r"could do with|loan of|loan for|grant of|grant for|investment of|funding of|funding for|"
    r"finance of|invest|secure|support of|"
    r"pitching for|ask of|ask is|round of|ask:|req|fund|seed|series a|equity|gap of|shortfall of|"
    r"shortfall is|short by|we're short|match(?: funding)? of|help with|contribution of|overdraft of|"
    r"facility of"
)
_OTHER = (
    r"owe|owes|owed|owing|debts?|arrears|bill|bills|invoice|invoices|invoiced|fine|fined|cost|costs|"
    r"costing|priced?|prices|quote|quoted|charges?|charged|rent|wages|salary|salaries|paid|pay|paying|"
    r"pays|"
    r"spent|spend|spending|lost|losing|loss|losses|written off|worth|save|saved|saving|savings|won|"
    r"awarded|received|got|had|gave|given|capped|maximum|max of|profit|profits|order|orders|contract|"
    r"contracts|deposit|sold|sell|selling|"
    r"down|dropped|fell|repay|repaying|paid back|pay back|tax|vat|hmrc|energy|electric(?:ity)?|gas|"
    r"insurance|fee|fees|lease|mortgage|put in|took out|overspent|bought|buy for|buys|each|per|"
    r"claimed|limit|worth of|stock|liabilities|"
    r"customer went|up to|threshold|subsidy|ceiling|cap of|balance|fell through|hit|went up|gone up|"
    r"rose|budget cut|clawback"
)
_CUES: tuple[tuple[Use, re.Pattern[str]], ...] = (
    ("turnover", re.compile(rf"(?<![\w/])(?:{_TURNOVER})(?![\w])", re.IGNORECASE)),
    ("amount", re.compile(rf"\b(?:{_SOUGHT})\b", re.IGNORECASE)),
    ("other", re.compile(rf"\b(?:{_OTHER})\b", re.IGNORECASE)),
)
_AFTER: tuple[tuple[Use, re.Pattern[str]], ...] = (
    (
        "turnover",
        re.compile(
            rf"^\s?(?:a year |annual |p\.?a\.? |per year |per annum |of |in )*(?:{_TURNOVER})(?![\w])",
            re.IGNORECASE,
        ),
    ),
    (
        "amount",
        re.compile(
            r"^\s?(?:of )?(?:or so |ish |start[- ]?up |small |bank |business |council |innovation |"
            r"r&d |capital |seed |pre-seed |bridging |growth )*(?:grant|loan|loans|funding|investment|"
            r"finance|seed round|round|raise|equity|overdraft|facility|injection|backing|needed|"
            r"required|wanted|would (?:do|help|see|get|cover|let|buy)|"
            r"for (?:\d+ ?%|\d+ per ?cent|working capital)\b|to (?:buy|fund|build|get|start|finish|"
            r"cover|expand|help|pay for|put|take|finance|set up|launch|kit|fit|develop|scale)|towards|"
            r"ask\b|short\b)",
            re.IGNORECASE,
        ),
    ),
    (
        "other",
        re.compile(
            r"^\s?(?:an?|per|each|every|/) ?(?:month|week|day|hour|year|quarter|unit|head|tonne|pcm|"
            r"annum)?\b|^\s?(?:of )?(?:debts?|bill|bills|invoice|order|in arrears|fine|profit|loss|"
            r"contract|quote|job|machine|arrears|tax bill|vat bill|behind)\b|^\s?(?:down|up|lighter|"
            r"out of pocket|written off|spent|owed|bounce back|in the (?:red|bank))\b",
            re.IGNORECASE,
        ),
    ),
)
_YEARLY_ALONE = re.compile(r"^\s?(?:a year|p\.?a\.?|per annum|per year|annually|yearly)\W*$", re.IGNORECASE)
_SOMEBODY_ELSE = re.compile(
    r"\b(?:taxman|hmrc|landlord|council|coaches|consultants?|suppliers?|customers?|they|"
    r"solicitors?) (?:wants?|needs?|asks? for|requires?)\b[^.;]*$",
    re.IGNORECASE,
)
_AT_A_PRICE = re.compile(r"(?:@|\bat)\s?$", re.IGNORECASE)
_FOR = re.compile(
    r"(?:^|\b(?:is it|apply|go|need it|it's|its|it is) )\W*for (?:about |around |up to )?$", re.IGNORECASE
)
_HEADLINE = re.compile(r"\b(?:grant|loan|funding|investment|finance)\b[^.?!]{0,25}$", re.IGNORECASE)
_TIME_OR_COUNT = re.compile(
    r"^\s?(?:years?|yrs?|months?|mths?|weeks?|days?|hours?|hrs?|minutes|people|ppl|staff|employees|"
    r"fte|%|mm\b|miles?|metres?|tonnes?|units?|kw|kwh|sq|vans?|sites?|shops?)",
    re.IGNORECASE,
)


def find_money(text: str, numbers: list[Number] | None = None) -> list[Found]:
    """Return turnovers and amounts sought; each sum goes by the cue nearest to it in its sentence."""
    spans = sentences(text)
    found = []
    for number in numbers if numbers is not None else find_numbers(text):
        if not _is_sum(text, number):
            continue
        use = _use(text, number, *around(spans, number.start, number.end))
        if use != "other":
            found.append(Found(use, number.start, number.end, number.value))
    return found


def _is_sum(text: str, number: Number) -> bool:
    if number.money:
        return True
    if not number.scaled and _TIME_OR_COUNT.match(text[number.end :]):
        return False
    highest = number.high or number.low or 0
    is_year = not number.scaled and highest in YEARS and "," not in text[number.start : number.end]
    return highest >= LEAST_BARE and not is_year


def _use(text: str, number: Number, start: int, end: int) -> Use:
    before, after = text[start : number.start], text[number.end : end]
    if _YEARLY_ALONE.match(after) and len(before.split()) <= _SHORT_OPENING:
        return "turnover"
    if _AT_A_PRICE.search(before):
        return "other"
    for use, pattern in _AFTER:
        if pattern.match(after) and not (use == "amount" and _nearest(before) == "other" and _strong(before)):
            return use
    if _FOR.search(before) and (number.money or number.scaled):
        return "amount"
    return _nearest(before) or ("amount" if number.money and _HEADLINE.search(before) else "other")


def _nearest(before: str) -> Use | None:
    ends = {use: max((m.end() for m in cue.finditer(before)), default=-1) for use, cue in _CUES}
    if _SOMEBODY_ELSE.search(before):
        return "other"
    use = max(ends, key=lambda name: ends[name])
    near = ends[use] >= 0 and len(before[ends[use] :].split()) <= NEAR
    return use if near else None


def _strong(before: str) -> bool:
    # "we spent £40k to get started" is not sought, whatever follows the sum
    return (
        re.search(
            r"\b(?:owe|owes|spent|paid|lost|won|awarded|received|got|had|costs?|quoted|repay\w*)\b",
            before,
            re.IGNORECASE,
        )
        is not None
    )
