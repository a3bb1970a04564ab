"""How long a firm has traded, in months."""

import re
from datetime import date

from bot.nlu import contexts
from bot.nlu.ages_in_words import find_ages_in_words
from bot.nlu.beginnings import since
from bot.nlu.found import Found
from bot.nlu.number import Number
from bot.nlu.numbers import find_numbers

DOUBTFUL = 0.4  # "18 month" alone counts only beside another fact

_UNIT = r"(?P<unit>years?|yrs?|yr|months?|mths?|mos?|weeks?|wks?)"
_OLD = re.compile(
    rf"^(?:[\s-]?odd)?[\s-]?{_UNIT}\b[\s-]?(?:into it|in(?=(?: and| now| with| wi| wiv)\b|\s*[,.;])|"
    rf"on(?=,)|old|of trading|trading|tradin|in(?=\s*$)|in business|in trade|running|runnin|going|goin|"
    rf"in operation|in june|in the trade)\b",
    re.IGNORECASE,
)
_AGO = re.compile(rf"^[\s-]?{_UNIT}\s(?:ago|back)\b", re.IGNORECASE)
_PLAIN = re.compile(rf"^(?:[\s-]?odd)?[\s-]?{_UNIT}\b", re.IGNORECASE)
_BARE_ENDS = re.compile(r"^\s*(?:[,;.)!?:+]|$|\d|(?:in|open|old|now|at it|an? half)\b)", re.IGNORECASE)
_TRADING_FOR = re.compile(
    r"\b(?:trading|tradin|traded|trade|in business|going|goin|gooin|running|runnin|been here|been there|"
    r"operating|"
    r"been open|bin open|open|been at (?:it|this)(?: (?:alone|here|in \w+|alone in \w+))?|doing this|"
    r"(?:had|ran|run|kept|owned) (?:the|this|a|an|my|me|our) (?!loan|lease|van|kit|same|"
    r"last)(?:[\w'-]+ ){0,2}?"
    r"[\w'-]+|"
    r"done (?:so|this|it)(?= for)|"
    r"(?:business|firm|company|shop|practice) of|in the (?:game|trade)|been in business|established|"
    r"in operation|"
    r"been going|"
    r"age of (?:the )?business|business age|company age|existed|around|as young as|as old as|aged)"
    r"(?:\sfor)?(?:\s?[-:]\s?|\s)(?:(?:about|bout|around|nearly|over|almost|just|only|some|roughly|"
    r"the past|the last|the best part of|well over|upwards of|coming up to|getting on for|"
    r"going on(?: for)?|nigh on|just over|"
    r"just under|more than|less than|"
    r"under)\s)*$",
    re.IGNORECASE,
)
_BEGAN_BEFORE = re.compile(
    r"\b(?:est(?:ablished)?|founded|started|set up|incorporated|formed|began|begun|opened|launched|"
    r"registered|"
    r"created)\b[^.;!?]{0,40}$|\binc(?:orp)?\.? $",
    re.IGNORECASE,
)
# "we've been upholstering pub seating for twenty-two years"; waiting and looking is no trade
_BEEN_DOING = re.compile(
    r"\b(?:(?:we|i)(?:'ve|ve| have| had)?|(?:who|firm|company|business|shop)(?:'s|'ve| has| have)),? "
    r"(?:been|bin) (?!waiting|falling|dropping|"
    r"waitin|looking|lookin|trying|tryin|struggling|chasing|thinking|thinkin|talking|paying|losing|using|"
    r"asking|living|leasing|renting|saving|meaning|putting|working (?:there|here|on|with|for)|going to)"
    r"\w+(?:ing|in) (?:[\w'&-]+ ){0,6}?for (?:about |over |nearly |almost |just over |around |bout |"
    r"more than |the (?:last|past) )?$"
    r"|\b(?:we|i)(?:'ve|ve| have)? (?:done (?:al+ ?right|well|fine|ok|okay)|managed|survived|got by|coped)"
    r"(?: \w+){0,2} for (?:about |over |nearly |almost |the (?:last|past) )?$",
    re.IGNORECASE,
)
_AND_THEN_BEGAN = re.compile(
    r"^(?:,| and| n)? ?(?:i |we )?(?:started|set up|opened|launched|founded)\b", re.IGNORECASE
)
# "20 years I've done this"
_WE_HAVE_DONE = re.compile(
    r"^\s?(?:now )?(?:i|we)(?:'ve| have|ve) (?:been (?:doing|at|running|in|here)|done (?:this|it)|"
    r"(?:had|run) (?:this|the))\b"
    r"|^(?: (?:next|this|in) \w+)? since (?:i|we|dad|they) (?:set|start|open|beg[au]n|launch|took|bought|"
    r"found)",
    re.IGNORECASE,
)
_IN_SHORT = re.compile(r"\b(?:aged?|trading):? (?P<months>\d{1,3})\s?m(?:ths?|o)?\b", re.IGNORECASE)
_FIRM_BEFORE = re.compile(
    r"(?:\b(?:business|firm|company|startup|start-up|we(?:'re| are|’re)?|it(?:'s| is)|we've been|"
    r"i've been|been|shop|salon|bakery|outfit|enterprise)\b[^.;!?]{0,28}|^\W*(?:about |only |just |"
    r"nearly |over )?)$",
    re.IGNORECASE,
)
_FIRM_AFTER = re.compile(
    r"^\s(?:\w+ ){0,3}(?:foundry|workshop|brewery|bakery|farm|mill|ironworks|steelworks|factory|garage|"
    r"manufacturer|maker|"
    r"supplier|haulier|firm|business|bizness|company|co|start-?up|charity|outfit|shop|studio|"
    r"partnership|cic|salon|"
    r"practice|agency)\b",
    re.IGNORECASE,
)
_THING_BEFORE = re.compile(
    r"\b(?:machine|lathe|press|van|vans|boiler|roof|software|system|kit|building|daughter|son|"
    r"computer|laptop|oven|equipment|server|pc|lorry|tractor|website|i'm|i am|he's|she's|debt|lease|"
    r"plant|who|he|she|takes?|took|wait\w*|within|next|last|every|loan|payback|warranty|"
    r"for other)\b[^.;!?,]{0,20}$",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r"^\s?'?\s?(?:experience|lease|loan|contract|plan|warranty|term|payback|apprentice|degree|course|"
    r"programme|guarantee|deal|left|of experience|running costs|accounts|waiting|notice|late|overdue|behind|"
    r"in (?:the )?(?:army|industry|prison|trade))",
    re.IGNORECASE,
)
_IN_TIME = re.compile(
    r"\b(?:in|of|for|over|within|after|by|per|at|to)\s(?:about |"
    r"the next )?$",
    re.IGNORECASE,
)
_LESS_THAN_A_YEAR = re.compile(
    r"\b(?:less than|under|not (?:even )?|within|in our first)\s?(?:a |one )?year\b(?: old)?(?! ago|"
    r" left| to)",
    re.IGNORECASE,
)
_A_YEAR = re.compile(
    r"\b(?:been|bin|trading|tradin|going|goin|gooin|in business|running|open|we're|it's)(?: going| trading|"
    r" open| at it)?"
    r"(?: for)? (?:about |just over |over |nearly |only |just )?(?P<years>an?|one) (?:year|"
    r"yr)(?P<half> (?:and|an|n|&) a half)?"
    r"(?! (?:left|to|lease|contract|ago|away|late))\b",
    re.IGNORECASE,
)
# "6 ppl, yr 4"
_YEAR_N = re.compile(
    r"(?:^|[,;.(] ?)(?P<word>(?:yr|year) (?P<n>\d{1,2}))(?=\s*(?:[,;)]|\.(?!\d)|$|of trading))", re.IGNORECASE
)
_NTH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NTH_YEAR = re.compile(
    rf"(?:\bin (?:our|my|its|their|the|only our|only my) |(?:^|[,;.] ?))(?P<nth>{'|'.join(_NTH)}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)) "
    r"(?:year|yr)\b(?: (?:of )?trading)?",
    re.IGNORECASE,
)
_HOW_OLD = re.compile(r"\b(?:how old|old does|old must|age limit)\b", re.IGNORECASE)
_WE_ARE = re.compile(r"\b(?:we're|we are|ours is|it's|were) (?:only |just |about )?$", re.IGNORECASE)

_SHORT_ANSWER = 12  # words
_MONTHS_IN = {"y": 12.0, "m": 1.0, "w": 12 / 52}


def find_ages(text: str, today: date, numbers: list[Number] | None = None) -> list[Found]:
    """Return the ages said of the firm; a year alone counts in whole years, doubtful ones weigh little."""
    known = numbers if numbers is not None else find_numbers(text)
    found = since(text, today) or [one for number in known if (one := _lasting(text, number))]
    if any(one.confidence > DOUBTFUL for one in found):
        return [one for one in found if one.confidence > DOUBTFUL]
    return find_ages_in_words(text) or _told_in_words(text) or found


def _told_in_words(text: str) -> list[Found]:
    if match := _A_YEAR.search(text):
        months = 18 if match["half"] else 12
        return [Found("trading_age", match.start("years"), match.end(), months)]
    if match := _IN_SHORT.search(text):
        return [Found("trading_age", match.start(), match.end(), int(match["months"]))]
    if match := _NTH_YEAR.search(text):
        nth = match["nth"].lower()
        years = _NTH.index(nth) if nth in _NTH else int(re.sub(r"\D", "", nth)) - 1
        return [Found("trading_age", match.start("nth"), match.end(), 12 * years + 6)]
    if match := _YEAR_N.search(text):
        return [Found("trading_age", match.start("word"), match.end("word"), 12 * int(match["n"]) - 6)]
    match = _LESS_THAN_A_YEAR.search(text)
    if match and (" old" in match[0] or len(text.split()) <= _SHORT_ANSWER):
        return [Found("trading_age", match.start(), match.end(), {"min": None, "max": 11})]
    return []


def _lasting(text: str, number: Number) -> Found | None:
    before, after = contexts.before(text, number.start), contexts.after(text, number.end)
    unit = _PLAIN.match(after)
    if unit is None:
        is_years = not number.money and _WE_ARE.search(before) and _HOW_OLD.search(before)
        return Found("trading_age", number.start, number.end, _months(number, "years")) if is_years else None
    if number.money or _THING_BEFORE.search(before) or _NOT_AFTER.match(after[unit.end() :]):
        return None
    old, ago = _OLD.match(after), _AGO.match(after)
    says_so = _says_so(before, after, old, ago) or _WE_HAVE_DONE.match(after[unit.end() :]) is not None
    is_short = _is_short(before, after[(old or unit).end() :]) and unit["unit"][:1].lower() != "w"
    if not says_so and not is_short:
        return None
    end = number.end + (old or ago or unit).end()
    months = _months(number, unit["unit"])
    return Found("trading_age", number.start, end, months, confidence=1.0 if says_so else DOUBTFUL)


def _is_short(before: str, rest: str) -> bool:
    """Is it an item of its own, as in "Ltd, 3 yrs, Lye"?"""
    return _BARE_ENDS.match(rest) is not None and _IN_TIME.search(before) is None


def _says_so(before: str, after: str, old: re.Match[str] | None, ago: re.Match[str] | None) -> bool:
    if _TRADING_FOR.search(before) or _BEEN_DOING.search(before) or (ago and _BEGAN_BEFORE.search(before)):
        return True
    if ago and _AND_THEN_BEGAN.match(after[ago.end() :]):
        return True
    if not old:
        return False
    is_firm = _FIRM_BEFORE.search(before) or _FIRM_AFTER.match(after[old.end() :])
    return is_firm is not None or re.search(r"tradin|in business|runnin", old[0]) is not None


def _months(number: Number, unit: str) -> object:
    factor = _MONTHS_IN[unit[:1].lower()]
    if number.low is not None:
        # "over 20 years" is told of twenty and some; a range keeps its bounds
        if number.high is None or number.low == number.high:
            return round(number.low * factor)
        return {"min": round(number.low * factor), "max": round((number.high or 0) * factor)}
    return {"min": None, "max": round((number.high or 0) * factor) - int(number.exclusive)}
