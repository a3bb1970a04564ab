"""Is a trade the firm's own, or its customer's, its adviser's, or of somebody it wants to hire?"""

import re

from bot.nlu import contexts
from bot.nlu.elsewhere import is_somebody_elses
from bot.nlu.everyday import everyday_words

LONGEST_LIST = 14  # words of a list of facts before the trade

_CUSTOMERS = re.compile(
    r"\b(?:suppl(?:y|ies|ying|ied)|supplier to|sell(?:s|ing)?(?: \w+){0,2} to|sold to|serv(?:e|es|"
    r"ing)|customers? (?:is|are|in|like)|clients? (?:are|include)|work(?:s|ing)? (?:with|for)|"
    r"mostly for|mainly for|"
    r"parts (?:for|to)|components for|to the|into the|into|for the|for other|for local|for|to|"
    r"aimed at|used by|used in|(?:stocked|on sale|sold) (?:in|at|by)(?: \w+)?|"
    r"get into|break into|move into|moving into|go into|going into|entering|"
    r"enter|buy from|our|an?other|next door to|like a|from the|by the|my|me|wi|the|an?(?= (?:solicitor|"
    r"accountant|architect|consultant|lawyer|mentor|recruiter|bookkeeper|surveyor|designer|"
    r"photographer|school|college|training provider|web designer|tutor)))"
    r"(?:\s(?:the|a|an|big|large|local|other|small|uk|major|tier 1|british|our))?\s$",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\b(?:run|runs|running|own|owns|i'm|i am|we are|we're|were|we r|im|is|it's|its|as|have|has|got|"
    r"start|starting|started|opening|open|do|set up|setting up|settin up)(?: up)? (?:a|an|the|my|our|this|"
    r"me|two|three|four|five|six|\d+)(?: \w+){0,2}\s$"
    r"|\b(?:my|our|me) (?:(?!customers?|clients?|suppliers?)\w+ ){0,2}$|\bme\s$|\bin (?:the )?$",
    re.IGNORECASE,
)
# "we do roofing", "lads doin castings", "just vegan choc"; what is made for somebody is another matter
_DOES = re.compile(
    r"\b(?:do|does|did|doin|doing|make|makes|making|makin|build|builds|building|grow|grows|growing|sell|"
    r"sells|"
    r"selling|sellin|design|designs|designing|fit|fits|fitting|run|runs|running|clean|repair|recycle|produce|"
    r"produces|producing|growin|buildin|"
    r"brewin|bakin|fittin|it'?s (?:all|mostly|mainly)|print|brew|bake|farm|we are|"
    r"we're|we r|were|im|i'm|i am|mostly|cl\. =|"
    r"sector:?|now) (?:(?!for|to|with|from|into|at|in|by|on|of|not|no|our|the|i|we|you|they|"
    r"need|any)[\w'/-]+ ){0,3}$",
    re.IGNORECASE,
)
# "we write the payroll software": what is made for sale, whoever uses it
_WRITES = re.compile(
    r"\b(?:we|i) (?:also |only )?(?:write|wrote|develop|developed|built|publish) (?:the |all the )?"
    r"(?:(?!for|to|with|from|at|in|by|on|of|our|my|a|an)[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
# who asks for "a roofing company" is one: "would that suit a foundry?"
_ANY_SUCH = re.compile(
    r"\b(?:for|into|charge|charging|count|cover|lend(?:ing)? to|fund|back|join|suit|help|helps|of use to|"
    r"any use to) an? (?:(?!for|to|with|from|at|in|by|on)[\w-]+ ){0,3}$",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:help|grants?|is there|any|can|could|does|would|what|how|crm|money|fund\w*|programme|scheme|"
    r"support|course|advice|trial|loans?|borrow|got|need|put|it'?s|better|best|bad|good|enough|"
    r"sensible|fair|normal|realistic|reasonable|right)\b",
    re.IGNORECASE,
)
_WORKS_FOR = re.compile(
    r"\b(?:we|i|who) (?:make|build|supply|sell|work|write|develop|design|do|did|made|built)\b[^.;]*$",
    re.IGNORECASE,
)
_FIRM_AFTER = re.compile(
    r"^\s(?:firm|company|business|bizness|biz|sector|industry|trade|shop|manufacturer|maker|makers|mfr|mfrs|"
    r"start[- ]?up|studio|practice|co\b|agency|provider|subcontractor|subcon|supplier|specialist|builder|"
    r"designer|installer|fitter|workshop|works|plant|factory|outfit|lot|group|retailer|wholesaler|exporter|"
    r"distributor|importer|producer|developer|hire|tenant|thing)\b",
    re.IGNORECASE,
)
_TERSE = re.compile(
    r"(?:^|[,;:.\n(/=-])\s?(?:client (?:is |runs |owns )?(?:an? )?|profile: |sector:? |we do |we make |"
    r"i make |i do |we sell |i sell |we write |we build |we supply |sme, |micro, )?(?:\w+[- ]){0,3}$",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"\s?(?:[,;.)/:+]|$|in\b|based|of\b|from\b|near\b|,|\d|with\b|n\b|and\b|&|co\b|firm)", re.IGNORECASE
)
_SOMEBODY = re.compile(r"\b(?:my|me|our|an?|the|his|her|their|which|what|need|wi)(?: \w+)? $", re.IGNORECASE)
_HELP_FOR = re.compile(
    r"\b(?:help|grants?|support|money|loans?|funding|cash|offers?|schemes?|advice|available|out there|"
    r"transfer|vouchers?|bootcamps?|audit|ktp|backing|plan|roadmap|anything)\b[^.;!?]{0,30}"
    r"\bfor (?:an? |my |our |this )?(?:\w+ )?$",
    re.IGNORECASE,
)
_ONE_OF_THE_STAFF = re.compile(
    r"\b(?:one|two|three|four|\d+|an?|part[- ]time|full[- ]time|need|trainee|new|"
    r"no)\s(?:\w+[- ]){0,2}$",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\b(?:find|finding|found|recruit|recruiting|hire|hiring|need|needs|needing|get|getting|short of|"
    r"shortage of|short on|lack|lacking|lack of|looking for|want|wants|more|no|few|enough|replace|keep|train|"
    r"train up|attract)"
    r"(?: (?:any|good|decent|skilled|qualified|experienced|young|trained|enough|more|some|new|the|a|an|"
    r"another|two|three|four|five|\d+)){0,3} $",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r"^\s(?:arch|arches|station|quarter|voucher|scheme|course|training|grant|grants|team|manager|"
    r"bills?|advice|licen[cs]e|security|museum|price|prices|policy|and safety|hygiene|robots?|machine|"
    r"customers?|clients?(?! ?[(:,])|of (?:time|money)|technologist|trainin|"
    r"(?:has|have|had) (?:retired|left|gone|quit|drawn)|"
    r"broke|leaks?|said|says|told|owes|wo?n'?t pay|down the road|next door)\b",
    re.IGNORECASE,
)
_TAUGHT = re.compile(
    r"\b(?:train|trains|training|teach|teaches|course|courses|workshops?|lessons|classes|degree|experience)\b"
    r"[^.,;]{0,30}\b(?:in|on) (?:the )?$",
    re.IGNORECASE,
)
_BOUGHT = re.compile(r"\b(?:bought|took over|run|runs|own|started|inherited) the $", re.IGNORECASE)
_I_AM_IN = re.compile(
    r"^(?: \w+)? (?:that |which |where )?(?:i'?m|i am|we'?re|i|we) (?:in|at|run|own|work|bought)\b",
    re.IGNORECASE,
)
_PREMISES = re.compile(r"(?:^|\b(?:at|in|and|but|of|bought|run|runs|so)\b|[,;:.]) ?the $", re.IGNORECASE)


# "get a cobot in to do the welding": the work of a machine or of somebody else
_FOR_A_MACHINE = re.compile(
    r"\b(?:robots?|cobots?|machines?|software|ai|app|system|kit|somebody|someone)\b[^.;]{0,20}\bto "
    r"(?:do|handle|help with|speed up|take over) (?:the |our |my |me |all the )?$",
    re.IGNORECASE,
)
# "anybody doing tooling?", "someone at the pub", "a job at the foundry"
_SOMEBODYS = re.compile(
    r"\b(?:any|some)(?:body|one)\b[^.;?!]{0,40}\b(?:doing|does|doin|makes|making|sells|selling) "
    r"(?:\w+[- ]){0,3}$"
    r"|\b(?:any(?:body|one)|some(?:body|one)|bloke|chap|fella|lady|woman|guy|job|shift|interview|placement) "
    r"(?:at|down|from|with) (?:the|an?) (?:local )?$",
    re.IGNORECASE,
)
# a husband's or a son's firm may be the one that is asked about, a friend's is not
_HE_HAS = re.compile(
    r"\b(?:cousin|mate|friend|neighbour|pal|bloke|chap|fella)\b[^.;!?]{0,40}\b(?:he|she|they|who)"
    r"(?:'s|s|'ve|ve)? (?:got|has|have|runs?|owns?|works? (?:at|in)) an? (?:\w+ )?$"
    r"|\b(?:cousin|mate|friend|neighbour|brother|sister|son|daughter|husband|wife|he|she) works "
    r"(?:at|in|for) (?:the|an?) $",
    re.IGNORECASE,
)
# "for farmers and butchers": the second of two customers
_SECOND_CUSTOMER = re.compile(
    r"\b(?:for|to|with) (?:\w+ )?(?:\w{3,}(?:ers|ors|ists|ians|eries)|\w*(?:shops|pubs|schools|farms|firms|"
    r"companies|cafes|hotels|restaurants|salons|homes|hospitals)) (?:and|or|an|n|&) $",
    re.IGNORECASE,
)
_ONE = re.compile(r"\b(?:an?|one|another|this|some|biggest|main) (?:\w+ )?$", re.IGNORECASE)
_LET_US_DOWN = re.compile(
    r"^(?: chain| client| customer| firm| company)? (?:stopped|cancelled|dropped us|pulled out|went under|"
    r"went bust|went pop|(?:has|had|have) (?:gone|stopped|pulled)|owing|not paying)\b",
    re.IGNORECASE,
)


def is_others(text: str, start: int, end: int, phrase: str) -> bool:
    """Return whether a trade is a customer's, an adviser's, or of somebody to be hired."""
    before, after = contexts.before(text, start), contexts.after(text, end)
    if _NOT_AFTER.match(after) or _TAUGHT.search(before) or _is_plainly_others(before, after):
        return True
    if phrase in everyday_words("advisers") and _SOMEBODY.search(before):
        return True
    if phrase in everyday_words("staff") and _WANTED.search(before) and not _FIRM_AFTER.match(after):
        return True
    if _says_ours(before, phrase) or _is_named_as_ours(before, after):
        return False
    is_customers = _SECOND_CUSTOMER.search(before) or _CUSTOMERS.search(before)
    return is_customers is not None or is_somebody_elses(text, start, end)


def _is_plainly_others(before: str, after: str) -> bool:
    if any(theirs.search(before) for theirs in (_FOR_A_MACHINE, _SOMEBODYS, _HE_HAS)):
        return True
    return _ONE.search(before) is not None and _LET_US_DOWN.match(after) is not None


def is_plainly_own(text: str, start: int, end: int, phrase: str) -> bool:
    """Return whether the words around an everyday word make it the trade of the firm."""
    return _says_ours(contexts.before(text, start), phrase) or is_named_as_trade(text, start, end)


def is_named_as_trade(text: str, start: int, end: int) -> bool:
    """Return whether the words say that it is what a firm does, and not only that it has it."""
    before, after = contexts.before(text, start), contexts.after(text, end)
    if _FIRM_AFTER.match(after):
        return True
    return any(does.search(before) for does in (_DOES, _WRITES)) or _is_terse(before, after)


def _is_named_as_ours(before: str, after: str) -> bool:
    """Is it "the plating business" that was bought, or "the boiler firm I'm in"?"""
    if re.search(r"\bthe $", before, re.IGNORECASE) and _I_AM_IN.match(after):
        return True
    return _BOUGHT.search(before) is not None and _FIRM_AFTER.match(after) is not None


def _says_ours(before: str, phrase: str) -> bool:
    if phrase in everyday_words("premises") and _PREMISES.search(before):
        return True
    if _ANY_SUCH.search(before) and _ASKS.search(before) and not _WORKS_FOR.search(before):
        return True
    return (
        _OURS.search(before) is not None
        or _WRITES.search(before) is not None
        or _HELP_FOR.search(before) is not None
    )


def _is_terse(before: str, after: str) -> bool:
    # "22 ppl, packaging, WS10": a list of facts, and "hospitality" as the whole answer
    opens = _TERSE.search(before) is not None and not _ONE_OF_THE_STAFF.search(before)
    return opens and _CLOSES.match(after) is not None and len(before.split()) <= LONGEST_LIST
