"""Legal forms and stages of a firm, in the words that people use for them."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from bot.nlu import contexts
from bot.nlu.found import Found
from bot.nlu.negation import is_negated

Patterns = Mapping[str, re.Pattern[str]]


def _patterns(phrases: Mapping[str, str]) -> Patterns:
    return MappingProxyType(
        {
            meaning: re.compile(rf"(?<!\w)(?:{found})(?!\w)", re.IGNORECASE)
            for meaning, found in phrases.items()
        }
    )


_START = r"(?:started?|launched?|opened|begun|registe?re?d|incorporated|formed|set up|trading|tradin'?)"
_OWN = r"(?:business|bizness|company|firm|shop|salon|studio|cafe|brewery|bakery|nursery|practice|agency|site)"

# a form that is asked of the firm, or that somebody else has
_OTHERS_FORM = re.compile(
    r"\b(?:have|has|av|need|needs|got) to be (?:an? )?(?:\w+ )?$|\bmust (?:i |we )?be (?:an? )?(?:\w+ )?$"
    r"|\b(?:customers?|suppliers?|landlord|clients(?= are)) (?:is|are) (?:all )?(?:an? )?(?:\w+ )?$"
    r"|\b(?:becom(?:e|ing)|turn(?:ing)? into|(?:chang|convert|switch|mov)(?:e|ing)? (?:in)?to) (?:an? )?$"
    r"|\b(?:commission|hir|us|pa|ask|engag|employ)(?:ed|e|ing|id|ying)? (?:an?|our|two|some) (?:\w+ )?$"
    r"|\b(?:drivers|lads|staff|subbies|guys|barbers|stylists|instructors|tutors|they)(?:'re| are| all|"
    r" mostly)* $"
    r"|\bwhere (?:i|we) (?:help|volunteer)\b[^.;]{0,20}$",
    re.IGNORECASE,
)

LEGAL_FORMS = _patterns(
    {
        "sole_trader": (
            r"sole[- ]?traders?|sole tradin[g']?|sole prop(?:rietor)?s?(?:hip)?|self[- ]?employed|"
            r"self[- ]?emp|"
            r"self[- ]employment|trad(?:e|ing) as myself|freelancers?|freelance|freelancing|s/t\.?"
        ),
        "cic": r"c\.?i\.?c\.?s?|community interest compan(?:y|ies)",
        "charity": (
            r"registered charity|charity(?! (?:shop|run(?!s)|event|bank|football|day)\w*)|cio|"
            r"charitable (?:trust|company|"
            r"incorporated organisation|status)|unincorporated charity"
        ),
        "partnership": (
            r"(?:(?:limited liability|ordinary|business|"
            r"family) )?(?<!in )(?<!knowledge transfer )(?<!innovation )"
            r"(?<!enterprise )(?<!strategic )partnership(?! (?:fund|programme|working|scheme|board|"
            r"between the)\b)"
            r"|ptnrship|p'?ship|llps?|l\.l\.p\.?|partners (?:in the (?:business|firm)|on paper)"
        ),
        "limited_company": (
            r"limited compan(?:y|ies)|ltd\.? co(?:mpany)?|(?:ltd|limited) by (?:shares|guarantee)|ltd\.?|"
            r"private limited(?: company)?|plc(?! (?:upgrade|control|program|panel|code|system|kit|"
            r"line)\w*)|incorporated(?= (?:in|company|as|last|on|this|since|\d|jan|feb|mar|apr|may|jun|"
            r"jul|aug|sep|oct|nov|dec)\w*\b)|company limited|"
            r"(?<=we're )incorporated|(?<=we are )incorporated|(?<=we're )limited|(?<=we are )limited|"
            r"(?<=went )limited|(?<=gone )limited|"
            r"(?<=and )limited(?=\W*$)|"
            r"(?<=, )limited(?=[.,;]|\W*$)"
        ),
    }
)
STAGES = _patterns(
    {
        "pre_start": (
            r"pre[- ]?start(?:[- ]?up)?s?|pre[- ]?revenue|pre[- ]?rev|pre[- ]?trading|pre[- ]?seed|"
            r"pre[- ]?launch|"
            rf"not (?:yet |even |been )?{_START}(?: (?:yet|tradin[g']?|up))*|no(?:t|"
            rf"thing)? (?:\w+ )?yet {_START}|"
            rf"nothing (?:is )?(?:registered|set up|started)(?: yet)?|no trading yet|no co\.? yet|"
            rf"no company yet|"
            r"never (?:yet )?traded|(?:haven'?t|have not) (?:ever )?traded|"
            r"start(?:in[g']?)? up (?:in (?:the )?(?:new )?|(?:the )?(?:next|nxt|coming) )(?:week|month|mth|"
            r"year|spring|summer|autumn|winter)|"
            rf"haven'?t (?:{_START}|sold)(?: \w+){{0,3}} yet|haven'?t started|"
            r"just an idea|only an idea|still an idea|(?:got|have|had) (?:an|this) idea|idea stage|"
            r"(?:lab|bench) proto(?:type)?|built (?:one|it) in (?:the|my|me) (?:shed|garage|barn|loft)|"
            r"to start up an?(?= (?!apprentice|grad))|not registered (?:a|the|my|our) (?:company|business|"
            r"firm) yet|"
            r"about to open(?= an?\b(?! second| third| new| another))|"
            r"concept stage|(?:at|still a) prototype(?! that)|(?:prototype|proof[- ]of[- ]concept) stage|"
            r"(?:working |only a |just a |(?<=have a )|(?<=got a )|(?<=built a ))prototype|"
            r"prototype only|seed(?=\.\s*$|[,;])|spin[- ]?outs?|spun[- ]?out|before i (?:start|launch|"
            r"open)(?! (?:on|the|this|filling))|"
            rf"thinkin[g']? (?:of|about) (?:starting|setting up|opening|startin|settin up)(?: up)?|"
            r"want(?:ing)? to start (?:a|my|up)(?: \w+){0,2} (?:business|company|firm)|"
            rf"wan(?:t|ts|na|ting) (?:to )?start up|startin[g']? up as|would[- ]be founder|aspiring|"
            rf"going to start|"
            r"(?:about|planning) to (?:start|launch|open|begin)(?! (?:an?|our|up)? ?(?:second|third|"
            r"another|new|exporting))|"
            r"no (?:revenue|sales|income|turnover|customers|paying (?:users|customers|clients)) yet|"
            r"no (?:revenue|sales|income)(?=[,.;]|\W*$)|"
            r"(?:weeks|months) (?:away )?from (?:our |the )?(?:first sales?|opening|launch(?:ing)?|"
            r"trading)|side hustle idea|nothing sold(?: yet)?|(?:r&d|research|lab|"
            r"feasibility) stage(?! (?:loan|grant))|"
            r"(?:haven'?t|have not|not) (?:yet )?(?:made|had|got|taken) (?:a|an|our|my|any|"
            r"one) (?:\w+ )?(?:sales?|orders?|"
            r"penny|revenue|paying customers?)(?: yet)?|(?:no|zero|without) paying (?:users|customers|"
            r"clients)|"
            r"(?:mvp|demonstrator|proof of concept|poc) (?:built|done|only|ready|working)"
        ),
        "start_up": (
            r"start[- ]?ups?(?! (?:loans?|cash|costs?|capital|fund|funding|grants?|"
            r"money|support|service|programme|help|course|hub|kit|i (?:left|sold|had)))|newly (?:started|"
            r"formed|launched|"
            r"registered|opened)|new(?:ly)? (?:business|firm|company|start)(?!s)|just (?:started|opened|"
            r"launched|"
            r"set up|begun)(?! to)|recently (?:started|opened|launched|set up)|early[- ]stage|"
            r"seed[- ](?:stage|funded)|first year of trading|only (?:just )?(?:started|opened|launched)|"
            rf"(?:still|we're|we are|only) in our first year|(?:it'?s |this is |"
            rf"only )?(?<!in )our first year(?! of (?!trading)|'s)|"
            rf"(?:young|newish|brand[- ]new|fledgling|infant) (?:\w+ )?{_OWN}|newly incorporated|newco|"
            rf"early days(?= (?:yet|for us)|[,.;]|$)|first year running|"
            rf"opened (?:\w+ ){{1,2}}(?:weeks?|months?) ago(?! an?\b)|starting out|(?<=for a )new {_OWN}|"
            rf"(?<=for my )new {_OWN}|(?<=for me )new {_OWN}"
        ),
        "growing": (
            r"scale[- ]?ups?|scalin[g']?(?: up| fast| quickly)?(?! (?:our costs|back|down))|"
            r"growin[g']? (?:fast|quickly|rapidly|firm|business|company|co(?=\W)|well|steadily|like \w+)|"
            r"(?:(?<=we're )|(?<=we are )|(?<=, )|(?<=^)|(?<=; ))growing(?=[,.;]|$)|we(?:'re| are) growing|"
            r"fast[- ]growing|high[- ]growth|rapid growth|fast growth|expanding|"
            r"doubled (?:in size|in (?:\w+ ){1,2}(?:yrs?|years?|months)|our|turnover)|"
            r"(?<=we're a )growing(?= \w)|(?<=we are a )growing(?= \w)|(?<=for a )growing(?= \w)|"
            r"about to double|(?:doubled|trebled|tripled|doubling) (?:the )?(?:headcount|staff|sales|"
            r"turnover|output|capacity|in)|"
            r"open(?:ed|ing) (?:a|our|my|their) (?:second|third|fourth|fifth|2nd|3rd|4th|"
            r"new) (?:\w+ )?(?:site|"
            r"shop|branch|unit|"
            r"salon|depot|factory|restaurant|studio|clinic|nursery|store|place|centre|venue|office|"
            r"location|outlet)|"
            r"(?:looking|planning|plan|plans|hoping|hope|want|wants|ready) to expand(?! on\b)|"
            r"(?:orders|order ?book|sales|turnover|headcount) (?:have |has |had )?(?:doubled|trebled|"
            r"tripled|quadrupled)|"
            r"growing (?:at )?(?:by )?\d+ ?%|"
            r"(?:took|taken|taking) on (?:a )?(?:bigger|larger|second|2nd) (?:unit|premises|site|factory)|"
            r"mov(?:ed|ing) (?:in)?to (?:a )?(?:bigger|larger|second|2nd) (?:unit|premises|site|factory)|"
            r"taking on (?:more|extra|\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|"
            r"a dozen)(?: more| extra| new)? "
            r"(?:people|staff)"
        ),
        "established": (
            rf"(?:well|long)?[- ]?established (?:\w+ ){{0,3}}?(?:manufacturer|sme|family|profitable|{_OWN})|"
            rf"long[- ]standing (?:\w+ ){{0,2}}?{_OWN}|"
            r"(?:well|long)[- ]established|est(?:ab)?\.? (?:firm|co|business|sme)|established(?=,)|"
            r"(?:(?<=^)|(?<=an ))established(?= (?!in|by|since|when|around)[a-z])|mature (?:business|"
            r"firm|company|sme)|(?:second|third|fourth|2nd|3rd|4th|fifth)[- ]gen(?:eration)?|"
            r"family firm for|generations|been established (?:a long time|for (?:years|decades)|"
            r"many years)|(?:stable|steady|settled) (?:\w+ )?(?:business|firm|company|sme)"
        ),
    }
)


def legal_forms(text: str) -> list[Found]:
    """Return the legal forms named."""
    found = _all("legal_form", LEGAL_FORMS, text)
    return [one for one in found if not _OTHERS_FORM.search(contexts.before(text, one.start))]


def stages(text: str) -> list[Found]:
    """Return the stages named or told; "not started yet" is one, so a "not" inside it denies nothing."""
    return _all("stage", STAGES, text)


def _all(entity: str, patterns: Patterns, text: str) -> list[Found]:
    found: list[Found] = []
    for meaning, pattern in patterns.items():
        for match in pattern.finditer(text):
            one = Found(
                entity, match.start(), match.end(), meaning, is_negated(text, match.start(), match.end()), 0.9
            )
            if not any(one.overlaps(other) for other in found):
                found.append(one)
    return found
