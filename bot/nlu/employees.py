"""How many people a firm has, when it says so."""

import re
from dataclasses import replace

from bot.nlu.found import Found
from bot.nlu.numbers import Number, find_numbers

_PEOPLE = (
    r"people|ppl|staff|employees|employee|emp|emps|heads?|headcount|fte|ftes|f\.t\.e|workers|lads|"
    r"lasses|girls|blokes|men|guys|women|"
    r"souls|hands|colleagues|team members|members of staff|staff members|operatives|devs|developers|"
    r"engineers|clinicians|stylists|chefs|drivers|"
    r"welders|machinists|makers|craftsmen|full[- ]?timers?|part[- ]?timers?|bods|person|persons|"
    r"strong|man|on the books|on the payroll|on payroll|"
    r"of us|working here|in the team|on the team|employed|joiners|fitters|bakers|teachers|carers|"
    r"technicians|in total"
)
_AFTER = re.compile(
    rf"[\s-]?\+?[\s-](?:or so |odd |ish |full[- ]time |part[- ]time |permanent |total |members of |"
    rf"skilled |local |good )*(?:{_PEOPLE})\b(?![- ]?hours?)"
    rf"|^(?:ppl|emps?|heads|fte|staff)\b|^(?:\s|-)?full[- ]time\b|^(?:\s|-)(?:wo)?man (?:band|operation)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:employ(?:s|ing)?(?: about| around| roughly| over| under| just| only| some| nearly)?|"
    r"team of(?: about| around| just| only)?|staff of|workforce of(?: about| around)?|crew of|"
    r"head ?count(?: is| of|:)?(?: about| around)?|(?:no\.?|number) of (?:employees|staff|people):?|"
    r"(?:emp|employee|staff|size) band:?|employees:|staff:|payroll of|"
    r"a team of|there(?:'s| is| are)(?: only| just| about)?)\s$",
    re.IGNORECASE,
)
_THERE = re.compile(r"\bthere(?:'s| is| are)(?: only| just| about)?\s$", re.IGNORECASE)
# people whom the firm seeks, has lost, sends on a course: not its size
_NOT_BEFORE = re.compile(
    r"\b(?:need|needs|needed|hire|hiring|hired|recruit|recruiting|take on|taking on|took on|taken on|"
    r"looking for|lookin for|find|finding|lost|losing|lose|send|sending|train|training|"
    r"short of|laid off|let go of|let go|made redundant|redundant|want|wants|wanna|add|adding|another|"
    r"extra|additional|upskill|trained|place|job for|jobs for|for|first|next|last|of the|all|sacked|"
    r"vacancies for|advertised for|replace|firms with|businesses with|companies with|herd of|dairy,?|"
    r"cattle,?|only covers)"
    r"(?: (?!have|has|with|employ|got|are|from)\w+){0,4} $",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r"^.{0,14}?\b(?:short|left|quit|quitting|retire|retired|retiring|gone|leaving|vacancies|applied|"
    r"applicants|needed|off sick|walked out|on the course|customers|clients|hires|starts|starters|"
    r"redundant|bought|signed up|turned up|came|handed|resigned|asked)\b",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"\b(?:just|only) me\b(?! and| n\b| plus| &)|\bnobody but me\b|\bno one but me\b|\bon my own\b|"
    r"\bby myself\b|\bone[- ](?:wo)?man[- ](?:band|show|operation)\b"
    r"|\bonly employee is me\b|\bi(?:'m| am) the only (?:employee|one)\b|\bsolo (?:founder|business|"
    r"trader|operator)\b|\bme,? myself and i\b",
    re.IGNORECASE,
)
_TWO = re.compile(
    r"\b(?:just |only )?(?:me|myself) (?:and|n|&|plus) (?:my |the |me |our )?(?:wife|husband|partner|"
    r"missus|brother|sister|son|daughter|dad|mum|father|mother|mate|kid|cousin|business partner|"
    r"co-founder|wife's)\b"
    r"(?! and| n\b| plus| &)|\bthe two of us\b|\bboth of us\b|\bmy (?:wife|husband|brother|"
    r"sister) and (?:i|me)\b",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\bno (?:staff|employees|emps|emp|workers)\b(?! (?:want|know|trained|who|left|to|with|time|"
    r"issues?|problems?|shortage|training|turnover))",
    re.IGNORECASE,
)
_MICRO = re.compile(
    r"\bmicro[- ]?(?:business|firm|company|enterprise|sme|entity)?\b(?![- ]?(?:brewery|chip|"
    r"controller|soft|finance|loan))",
    re.IGNORECASE,
)
_MEDIUM = re.compile(
    r"\b(?:medium|mid)[- ]sized? (?:business|firm|company|enterprise|manufacturer)\b", re.IGNORECASE
)
_SIZES = (
    (_ALONE, 1),
    (_TWO, 2),
    (_NONE, 0),
    (_MICRO, {"min": 1, "max": 9}),
    (_MEDIUM, {"min": 50, "max": 249}),
)

_SO_MANY = re.compile(
    r"^\W*(?:(?:no|nope|nah|actually|sorry|well|wrong)\W+)+"
    r"(?:we have|we've got|we got|there(?:'s| is| are)|"
    r"theres|it's|its|we are|we're|were)(?: about| around| only| just| now)? $",
    re.IGNORECASE,
)
_AND_MORE = re.compile(
    r"^,? (?:and|plus|&|n|\+) $",
    re.IGNORECASE,
)
_SOMEWHERE = re.compile(
    r"^ (?:\w+ )?(?:(?:in|on) the (?:office|shop floor|road|yard|workshop|warehouse|vans?|factory|"
    r"tools|till|kitchen)|part[- ]?time(?:rs)?|full[- ]?time(?:rs)?|office staff|in admin|apprentices?)\b",
    re.IGNORECASE,
)

MOST = 100_000


def find_employees(text: str, numbers: list[Number] | None = None) -> list[Found]:
    """Return the head counts said of the firm, numbers before words."""
    known = numbers or find_numbers(text)
    found = [one for number in known if (one := _counted(text, number) or _corrected(text, number))]
    if found:
        return _added_up(text, found, known)
    for pattern, value in _SIZES:
        if match := pattern.search(text):
            return [Found("employees", match.start(), match.end(), value, confidence=0.9)]
    return []


def _counted(text: str, number: Number) -> Found | None:
    if number.money or (number.high or number.low or 0) > MOST or (number.high or number.low or 0) < 1:
        return None
    before, after = text[: number.start], text[number.end :]
    follows, leads = _AFTER.match(after), _BEFORE.search(before)
    if not follows and (
        not leads or (_THERE.search(before) and not re.match(r" of us\b| people| staff", after))
    ):
        return None
    if _NOT_BEFORE.search(before[-40:]) and not leads:
        return None
    rest = after[follows.end() :] if follows else after
    if _NOT_AFTER.match(rest.split(".")[0].split(",")[0]):
        return None
    end = number.end + (follows.end() if follows else 0)
    return Found("employees", number.start, end, _size(before, number))


def _corrected(text: str, number: Number) -> Found | None:
    # "no we have 28" answers a head count that was wrong; a sum or a thing counted is told otherwise
    before, after = text[: number.start], text[number.end :]
    if number.money or number.scaled or re.search(r"\w", after) or not _SO_MANY.search(before):
        return None
    return Found("employees", number.start, number.end, number.value, confidence=0.7)


def _added_up(text: str, found: list[Found], numbers: list[Number]) -> list[Found]:
    """Return one count for "15 lads and 4 in the office"; other counts stay as they are."""
    first = found[0]
    for number in numbers:
        elsewhere = _SOMEWHERE.match(text[number.end :])
        if (
            elsewhere
            and isinstance(first.value, int)
            and isinstance(more := number.value, int)
            and not number.money
            and number.start >= first.end
            and _AND_MORE.match(text[first.end : number.start])
        ):
            first = replace(first, end=number.end + elsewhere.end(), value=first.value + more)
    return [first, *(one for one in found[1:] if not one.overlaps(first))]


def _size(before: str, number: Number) -> object:
    # "grown from five to thirty" is thirty now, "want to go from 5 to 20" is five
    if number.low != number.high and re.search(r"\bfrom $", before):
        has_grown = re.search(r"\b(?:grown|grew|gone|went|expanded|up|shrunk|down)\b[^.;]*$", before)
        return replace(number, low=number.high).value if has_grown else replace(number, high=number.low).value
    return number.counted().value
