"""How many people a firm has, when it says so."""

import re
from dataclasses import replace

from bot.nlu import contexts
from bot.nlu.found import Found
from bot.nlu.head_counts import ME_FIRST, added_up
from bot.nlu.number import Number
from bot.nlu.numbers import find_numbers
from bot.nlu.sizes import find_sizes

_PEOPLE = (
    r"people|peeps|ppl|persons?|staff|employees?|emps?|heads?|hds|headcount|hc|ees?|fte|ftes|f\.t\.e|workers|"
    r"lads|"
    r"lasses|girls|blokes|men|guys|women|souls|hands|colleagues|team members|members of staff|"
    r"staff members|operatives|"
    r"devs|developers|engineers|clinicians|stylists|chefs|drivers|welders|machinists|makers|craftsmen|"
    r"full[- ]?timers?|part[- ]?timers?|bods|strong|man(?! bands)|on (?:the )?(?:books|payroll)|"
    r"on the (?:line|floor|"
    r"shop floor|"
    r"tools|team)|"
    r"on payroll|on site|paye|in (?:the )?team|bodies|of us|on us|working here|in the team|employed|"
    r"joiners|fitters|bakers|teachers|"
    r"tutors|"
    r"carers|nurses|"
    r"technicians|in total|guards|sparks|sparkies|electricians|plumbers|chippies|roofers|scientists|"
    r"researchers|"
    r"fee[- ]earners|solicitors|directors|partners|consultants|designers|architects|brothers|sisters|"
    r"perm|permanent|"
    r"seasonal|full[- ]time|salaried|paid(?! (?!\d)\w)|phds?|(?:stone)?masons|bricklayers|tilers|plasterers|"
    r"decorators|"
    r"gardeners|moulders|potters|glaziers|tailors|surveyors|accountants|lawyers|therapists|programmers|"
    r"coders|"
    r"analysts|animators|toolmakers|fabricators|instructors|barbers|hairdressers|waiters|"
    r"(?:kids|lads|lasses|girls) on the (?:books|payroll)|on days|on nights|cleaners|mechanics|labourers|"
    r"grafters|stitchers|packers|"
    r"pickers|founders|co-?founders|[pf]/t|behind the (?:bar|counter)|on shop ?floor|"
    r"in (?:our|my|the) (?:firm|company|business|team)"
)
_KIND = (
    r"(?:or so|odd|ish|full[- ]time|part[- ]time|permanent|paid|salaried|total|members of|skilled|"
    r"local|good|ex-\w+)"
)
_AFTER = re.compile(
    rf"^(?: [fp]t(?= \d+ [fp]t\b)|[\s-](?:{_KIND} )*(?:{_PEOPLE})\b(?![- ]?hours?)(?! (?:grants?|loans?|"
    rf"for|by|off|back)\b)"
    rf"|(?:ppl|emps?|heads|fte|staff|hc|ee)\b|(?:\s|-)(?:wo)?man (?:band|operation|show|firm|business|"
    rf"company|shop|outfit|studio|workshop|joinery|garage)\b"
    r"|\s(?:spread )?(?:across|over|between) (?:the |our )?(?:two|three|four|five|six|both|all|"
    r"\d+) (?:\w+ )?(?:sites|shops|"
    r"branches|depots|units|offices|clinics|schools|homes|venues)\b)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:employ(?:s|ing)?(?: about| around| roughly| over| under| just| only| some| nearly| between)?|"
    r"(?:team|workforce|head ?count) is(?: about| around| now| at)?|team of(?: about| around| just|"
    r" only| between)?|staff of(?: between)?|"
    r"workforce of(?: about| around| between)?|crew of|"
    r"head ?count(?: is| of|:)?(?: about| around)?|(?:no\.?|number) of (?:employees|staff|people):?|"
    r"(?:emp|employee|staff|size) band:?|employees:|staff:|payroll of|"
    r"(?:firm|company|business|outfit|partnership|family firm|shop|start-?up) of(?: about| around| just|"
    r" only)?|"
    r"there(?:'s| is| are)(?: only| just| about)?)\s$",
    re.IGNORECASE,
)
_THERE = re.compile(r"\bthere(?:'s| is| are)(?: only| just| about)?\s$", re.IGNORECASE)
_NOW = re.compile(r"\b(?:we're|we are|we r|up to|now|wer|were now)(?: about| around| at)? $", re.IGNORECASE)
_A_RANK = re.compile(r"\b(?:tier|level|phase|stage|option|unit|plan|no\.?|version|part) $", re.IGNORECASE)
_AND_NOW = re.compile(r"^ now\b(?! (?:years?|months?))", re.IGNORECASE)
# people whom the firm seeks, has lost, sends on a course: not its size
_NOT_BEFORE = re.compile(
    r"\b(?:need|needs|needed|hire|hiring|hired|recruit|recruiting|take on|taking on|took on|taken on|"
    r"looking for|lookin for|find|finding|lost|losing|lose|send|sending|train|training|"
    r"short of|laid off|let go of|let go|made redundant|redundant|want|wants|wanna|add|adding|another|"
    r"extra|additional|upskill|trained|place|job for|jobs for|for|first|next|last|of the|all|sacked|"
    r"vacancies for|advertised for|replace|firms with|businesses with|companies with|herd of|dairy,?|"
    r"cattle,?|only covers|double to|grow to|go to|get to|customers?|clients?|ask|asked|know|knew)"
    r"(?: (?!have|has|with|employ|got|are|from)\w+){0,4} $",
    re.IGNORECASE,
)
_STILL_OURS = re.compile(r"^[\s-](?:of us|(?:wo)?man|person)\b|^ staff\b(?=.{0,3} \w+$)", re.IGNORECASE)
_NOT_AFTER = re.compile(
    r"^.{0,14}?\b(?:short|left|quit|quitting|retire|retired|retiring|gone|leaving|vacancies|applied|"
    r"applicants|needed|off sick|walked out|on the course|customers|clients|hires|starts|starters|"
    r"redundant|buy|buys|bought|signed up|turn(?:ed|ing)? up|came|handed|resigned|asked|said|says|say|"
    r"(?<!all )told|"
    r"tell|reckon|"
    r"recommended|advised|wanted)\b",
    re.IGNORECASE,
)
# "4 of us left" are still here, and "one man joinery gone cnc" is a firm
_NONE_LEFT_US = re.compile(
    r"^ of us left\b(?! (?:the|us|to|for|last|in))|^[\s-](?:wo)?man (?!left|quit)\w+", re.IGNORECASE
)
_SO_MANY = re.compile(
    r"^\W*(?:(?:no|nope|nah|actually|sorry|well|wrong)\W+)+"
    r"(?:we have|we've got|we got|there(?:'s| is| are)|"
    r"theres|it's|its|we are|we're|were)(?: about| around| only| just| now)? $",
    re.IGNORECASE,
)
# "fifteen not fifty", the whole of the message: what else could it be of a firm
_INSTEAD = re.compile(r"^,? (?:and )?not (?:about )?[\w-]+(?: \w+)?\W*$", re.IGNORECASE)
# "17 not 71 working here": which is right, and which is not
_NOT_SO_MANY = re.compile(
    rf"^,? (?:and )?not (?:about )?[\w-]+ (?:{_PEOPLE}|work(?:ing|in)|h?ere)\b", re.IGNORECASE
)
# "Emp 33", "staff 46 (as per form)": an item of a list with its name before it
_LABEL = re.compile(
    r"(?:^|[,;.(:/]\s?)(?:staff|emps?|employees|heads?|head ?count|hc|ftes?|ppl|"
    r"people) ?[:= ] ?(?:(?:up to|about|around) )?$",
    re.IGNORECASE,
)
_ITEM_ENDS = re.compile(r"^\s*(?:$|[,;.()/]|not \d)")
# "training for an admin team of 5": a part of the firm, "we are a design team of 5" is all of it
_A_PART = re.compile(
    r"(?<!we're a )(?<!we are a )(?<!small )\b(?:admin|sales|office|design|it|finance|marketing|hr|"
    r"production|maintenance|management|quality|r&d) "
    r"team of (?:about |around )?$",
    re.IGNORECASE,
)
# "for a pottery of 25 people"
_A_FIRM_OF = re.compile(
    r"\ban? (?!lot|number|couple|total|group|course|class|queue|list|list)[a-z-]+ of (?:about |around )?$",
    re.IGNORECASE,
)
# "furniture restorers, 3 of them"
_OF_THEM, _LISTED = re.compile(r"^ of them\b(?=\s*(?:[,.;]|$))", re.IGNORECASE), re.compile(r"[a-z], $|^$")
_OF_OUR = re.compile(r"\bof (?:our|my) $", re.IGNORECASE)
_WE_ARE = re.compile(r"\b(?:we're|we are|we r|were) (?:just |only )?$", re.IGNORECASE)
_FRIENDS = re.compile(
    r"^ (?:\w+ )?(?:students|graduates|academics|postdocs|mates|friends|pals|cousins|siblings|mums|dads|"
    r"farmers|ladies|fellas|chaps|pensioners|lecturers)\b",
    re.IGNORECASE,
)
# "a business of 20 years"
_TIME = re.compile(r"^[\s-](?:odd )?(?:years?|yrs?|months?|mths?|weeks?)\b", re.IGNORECASE)
# "headcount has gone from 30 to 42"
_COUNT_WENT = re.compile(
    r"\b(?:head ?count|staff|team|workforce|payroll)\b[^.;]{0,24}\b(?:gone|went|grown|grew|up|down|"
    r"fell|fallen|risen|"
    r"shrunk|cut|dropped) from (?:about |around )?$",
    re.IGNORECASE,
)
_JUNIORS = re.compile(
    r"^ (?:\w+ )?(?:apprentices?|trainees?|juniors?|helpers?|others)\b|^(?=\s*(?:$|[,;.)]))", re.IGNORECASE
)
_GREW = r"\b(?:gone|grown|went|grew|expanded|up)\b[^.;]{0,12} from (?:just |only )?"
_GROWN_TO = re.compile(rf"{_GREW}[\w-]+ (?:{_PEOPLE}) to (?:about |around |nearly )?$", re.IGNORECASE)
_GROWN_FROM = re.compile(rf"{_GREW}$", re.IGNORECASE)
_TO_MORE = re.compile(r"^ [\w-]+ to (?:about |around |nearly )?[\w-]+\b", re.IGNORECASE)
# "47 -> 60 heads by 2027" is a plan
_PLANNED = re.compile(
    rf"^ ?(?:-+>|=>|→|>) ?[\w-]+ (?:{_PEOPLE}) (?:by|planned|forecast|target)\b", re.IGNORECASE
)
_COUNTED_TIME = re.compile(r"\b(?:month|week|day|year|stage|step|page|level|chapter) \d+\b", re.IGNORECASE)
_OVER_TIME = re.compile(r"\bin (?:the (?:last|past) )?[\w ]{1,8}(?:years?|yrs|months|mths)\b", re.IGNORECASE)

# "press shop Darlaston 30ish", "Heat treater, Kitts Green, 24.": a figure that counts beside another fact
_ALONE_AFTER = re.compile(r"^(?:ish|-ish|-odd| or so)?(?=\s*(?:$|[,;](?!\d)|\.(?!\d)|,? not \d))")
# "sole trader, 68" is how old he is
_OF_SOMETHING_ELSE = re.compile(
    rf"{_A_RANK.pattern}|\b(?:traders?|owners?|md|boss|founder|director|aged?|him|her|he|she|"
    rf"widow(?:er)?)\W+$",
    re.IGNORECASE,
)
_ISH = re.compile(r"^(?:-?ish|-odd| or so)\b", re.IGNORECASE)
DOUBTFUL, FEWEST_ALONE, MOST_ALONE = 0.4, 2, 400

MOST = 100_000


def find_employees(text: str, numbers: list[Number] | None = None) -> list[Found]:
    """Return the head counts said of the firm, numbers before words."""
    known = numbers if numbers is not None else find_numbers(text)
    plain = [number for number in known if not number.money and 1 <= (number.high or number.low or 0) <= MOST]
    found = [one for number in plain if (one := _counted(text, number) or _corrected(text, number))]
    found = found or [one for number in plain if (one := _told_now(text, number))][:1]
    if not found and not find_sizes(text):
        return [one for number in plain if (one := _told_alone(text, number))][:1]
    return added_up(text, found, known) if found else find_sizes(text)


def _counted(text: str, number: Number) -> Found | None:
    before, after = contexts.before(text, number.start), contexts.after(text, number.end)
    if _told_otherwise(before, after):
        now = replace(number, low=number.high) if _COUNT_WENT.search(before) else number
        return Found("employees", number.start, number.end, now.counted().value)
    follows, leads = _follows(before, after), None if _TIME.match(after) else _BEFORE.search(before)
    if _A_PART.search(before) or (_GROWN_FROM.search(before) and _TO_MORE.match(after)):
        return None
    if not follows and (
        not leads or (_THERE.search(before) and not re.match(r" of us\b| people| staff", after))
    ):
        return None
    leads = leads or _A_FIRM_OF.search(before)
    if _NOT_BEFORE.search(before[-40:]) and not leads and not _STILL_OURS.match(after):
        return None
    rest = after[follows.end() :] if follows else after
    are_here = _OF_OUR.search(before) or _NONE_LEFT_US.match(after)
    if not are_here and _NOT_AFTER.match(re.split(r"[.,;:]", rest)[0]):
        return None
    end = number.end + (follows.end() if follows else 0)
    return Found("employees", number.start, end, _size(before, number, rest))


def _follows(before: str, after: str) -> re.Match[str] | None:
    """Return the word for people after a number; some are only counted in company."""
    return (
        _AFTER.match(after)
        or (_FRIENDS.match(after) if _WE_ARE.search(before) else None)
        or (_OF_THEM.match(after) if _LISTED.search(before) else None)
        or (_JUNIORS.match(after) if ME_FIRST.search(before) else None)
    )


def _told_otherwise(before: str, after: str) -> bool:
    """Is it a count without a word for people after it: "Emp 33", "from two people to nine"?"""
    if _LABEL.search(before) and _ITEM_ENDS.match(after):
        return True
    if _GROWN_TO.search(before) or _COUNT_WENT.search(before):
        return True
    return _PLANNED.match(after) is not None


def _told_now(text: str, number: Number) -> Found | None:
    """Return a count without a word for people: "we were five, we're nineteen now"."""
    before, after = contexts.before(text, number.start), contexts.after(text, number.end)
    is_now = _AND_NOW.match(after) or (_NOW.search(before) and re.match(r"[,.;]|$| now\b", after))
    if not is_now or number.scaled or number.low != number.high or _A_RANK.search(before):
        return None
    if _COUNTED_TIME.search(before):
        return None
    return Found("employees", number.start, number.end, number.value, confidence=0.6)


def _told_alone(text: str, number: Number) -> Found | None:
    before, after = contexts.before(text, number.start), contexts.after(text, number.end)
    ends, is_ish = _ALONE_AFTER.match(after), _ISH.match(after) is not None
    if number.scaled or number.low != number.high or not isinstance(number.value, int) or ends is None:
        return None
    is_digits = text[number.start : number.end].isdigit() and FEWEST_ALONE <= number.value <= MOST_ALONE
    is_item = is_ish or re.search(r"[,;.] ?$", before) is not None
    if not is_digits or not is_item or not before.strip() or _OF_SOMETHING_ELSE.search(before):
        return None
    return Found("employees", number.start, number.end + ends.end(), number.value, confidence=DOUBTFUL)


def _corrected(text: str, number: Number) -> Found | None:
    # "no we have 28" answers a head count that was wrong; a sum or a thing counted is told otherwise
    before, after = contexts.before(text, number.start), contexts.after(text, number.end)
    if number.scaled:
        return None
    is_answer = _SO_MANY.search(before) is not None and re.search(r"\w", after) is None
    is_whole = re.search(r"\w", before) is None and _INSTEAD.match(after) is not None
    is_whole = is_whole or _NOT_SO_MANY.match(after) is not None
    if not is_answer and not is_whole:
        return None
    return Found("employees", number.start, number.end, number.value, confidence=0.7)


def _size(before: str, number: Number, after: str) -> object:
    # "grown from five to thirty" is thirty now, "want to go from 5 to 20" is five
    if number.low == number.high:
        return number.counted().value
    if _OVER_TIME.search(after[:30]) or re.search(
        r"\b(?:grown|grew|gone|went|expanded|shrunk)\b[^.;]*$", before
    ):
        return replace(number, low=number.high).value
    return (
        replace(number, high=number.low).value if re.search(r"\bfrom $", before) else number.counted().value
    )
