"""The words that tell what a sum of money is: turned over, sought, or a debt, a price, a bill."""

import re
from typing import Literal

Use = Literal["turnover", "amount", "other"]


_TURNOVER = (
    r"turn ?over|turn ?ova|(?<!up )(?-i:TO)(?= ?$)|turning over|turnin over|turns over|turned over|turnin|"
    r"t/o(?:ver)?|t\.o\.|revenues?|"
    r"revs?|arr|"
    r"(?:we|i|they) (?:bill|gross|invoice)|(?:it|this|that|the (?:business|shop|firm)) (?:brings|"
    r"bring|takes|makes) in|"
    r"annual sales|sales|takings|takins|takin|taking in|gross income|annual income|income(?: of)?|grossing|"
    r"turnover band"
)
_SOUGHT = (
    r"(?:need|needs|needing|want|wants|seeks?|seeking|after|raise|raising|borrow|looking for|grant of|"
    r"loan of) up to|"
    r"(?:find|finding|after|need|seeking|looking for) (?:an? )?investors?\b[^.;]{0,24}\bfor|"
    r"looking for|lookin for|look for|looking to (?:borrow|raise|find|get|secure)|seeking|seeks?|need|"
    r"needs|needing|want|wants|wanna|wanted|wanting|after|hop(?:e|ed|ing) for|lend|lends|lending|budget of|"
    r"(?:somebody|someone|anyone|who) (?:to|will|can|could) (?:pay|cover|put in)|help paying|raise|"
    r"raising|borrow|borrowing|apply(?:ing)? for|"
    r"sought|(?:seed|seis|eis|equity|angel|funding|investment|next|first|second) round|"
    r"(?:can|could) (?:you|anyone|anybody|someone|somebody|they) (?:get|find|lend|give) (?:us|me|him|"
    r"her|them)|"
    r"ask(?:ing)? for|asked for|in search of|find|require[sd]?|requiring|get hold of|get our hands on|"
    r"could do with|loan of|loan for|grant of|grant for|investment of|funding of|funding for|"
    r"finance of|invest|secure|support of|"
    r"pitching for|ask of|ask is|ask(?= =)|round of|ask:|req|fund|seed|series a|equity|gap of|shortfall of|"
    r"shortfall is|short by|we're short|match(?: funding)? of|help with|contribution of|overdraft of|"
    r"facility of"
)
_OTHER = (
    r"owe|owes|owed|owing|debts?(?! (?:vs|or|finance|fund\w*|facility|round)\b)|"
    r"arrears|bill|bills|invoice|invoices|invoiced|fine|fined|cost|costs|"
    r"costing|priced?|prices|quote|quoted|charges?|charged|rent|wages|salary|salaries|paid|pay|paying|"
    r"pays|"
    r"spent|spend|spending|lost|losing|loss|losses|written off|worth|save|saved|saving|savings|won|"
    r"awarded|received|got|had|gave|given|capped|maximum|max of|profit|profits|order|orders|contract|"
    r"contracts|deposit|sold|sell|selling|"
    r"down|dropped|fell|lent (?:us|me|him|them)|repay|repaying|paid back|pay back|tax|vat|hmrc|energy|"
    r"electric(?:ity)?|gas|"
    r"insurance|fee|fees|lease|mortgage|put in|took out|overspent|bought|buy for|buys|each|per|"
    r"claimed|limit|worth of|stock|liabilities|"
    r"customer went|up to|threshold|subsidy|ceiling|cap of|balance|fell through|hit|went up|gone up|"
    r"rose|budget cut|clawback|pulled|withdrew|withdrawn|offers?|offered|own money|customers? of"
)
CUES: tuple[tuple[Use, re.Pattern[str]], ...] = (
    ("turnover", re.compile(rf"(?<![\w/])(?:{_TURNOVER})(?![\w])", re.IGNORECASE)),
    ("amount", re.compile(rf"\b(?:{_SOUGHT})\b", re.IGNORECASE)),
    ("other", re.compile(rf"\b(?:{_OTHER})\b", re.IGNORECASE)),
)
AFTER: tuple[tuple[Use, re.Pattern[str]], ...] = (
    (
        "turnover",
        re.compile(
            rf"^\s?(?:a year |annual |p\.?a\.? |per year |per annum |of |in )*(?:{_TURNOVER})(?![\w])"
            r"|^\s?(?:a year|a yr|p\.?a\.?) (?:comes?|coming|goes|going) (?:in|through)\b"
            r"|^\s?(?:is|was) (?:all|what) (?:i|we) (?:turn|turned|take|took|sell|sold)\b"
            r"|^\s(?:business|company|firm|supplier|sme|manufacturer)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "amount",
        re.compile(
            r"^\s?(?:of )?(?:or so |ish |start[- ]?up |small |bank |business |council |innovation |"
            r"r&d |capital |seed |pre-seed |bridging |growth )*(?:grant|loan|loans|voucher|bursary|"
            r"funding|investment|"
            r"finance|seed round|round|raise|equity|overdraft|facility|injection|backing|needed|"
            r"required|wanted|sought|debt sought|of working capital|against|would (?:do|help|see|get|"
            r"cover|let|buy)|"
            r"for (?:\d+ ?%|\d+ per ?cent|working capital)\b|to (?:buy|fund|build|get|start|finish|"
            r"cover|expand|help|pay for|put|take|finance|set up|launch|kit|fit|develop|scale)|towards|"
            r"ask\b|short\b|(?:anywhere|out there|available|going) (?:for|to)\b|(?:that |"
            r"is (?:what )?)?(?:i'm|we're|im|i am|we are) after\b|into (?:an?|us|"
            r"our|my)\b)",
            re.IGNORECASE,
        ),
    ),
    (
        "other",
        re.compile(
            r"^\s?(?:an?|per|each|every|/) ?(?:month|week|day|hour|year|quarter|unit|head|tonne|pcm|"
            r"annum)?\b|^\s?(?:of )?(?:debts?|bill|bills|invoice|order|in arrears|fine|profit|loss|"
            r"contract|quote|job|machine|arrears|tax bill|vat bill|behind)\b|^\s?(?:down|up|lighter|"
            r"out of pocket|written off|spent|owed|bounce back|in the (?:red|bank)|facility|quote|"
            r"of (?:my|me|our|their|his|her|its) own|of own|own money|the year before|profit|last time)\b",
            re.IGNORECASE,
        ),
    ),
)
# "turnover fell from £900,000 to £720,000": the second is what it is now
_FROM = (
    rf"\b(?:{_TURNOVER})\b[^.;]*\b(?:fell|fallen|dropped|down|slipped|shrunk|shrank|rose|risen|grew|grown|"
    r"gone|went|up|climbed|increased|jumped)\b[^.;]*?\bfrom (?:about |around |nearly |just over )?"
)
_CHANGED_TO = (
    rf"\b(?:{_TURNOVER})\b[^.;£]{{0,40}}\b(?:fell|fallen|dropped|down|slipped|shrunk|shrank|rose|risen|"
    rf"grew|grown|"
    r"gone|went|up|climbed|increased|jumped)(?: by [\d.]+ ?(?:%|per ?cent))? to "
    r"(?:about |around |nearly |just over |under |just under )?$"
)
TURNED_FROM = re.compile(rf"{_FROM}$", re.IGNORECASE)
TURNED_TO = re.compile(
    rf"{_FROM}£?[\d,.]+ ?(?:k|m|mn|million|grand|thousand)? to (?:about |around |nearly |just over |under |"
    rf"just under )?$|{_CHANGED_TO}",
    re.IGNORECASE,
)
# "130 staff, £9m": in a list of facts a sum beside the head count is what the firm turns over
BESIDE_STAFF = re.compile(
    r"\d\+? ?(?:staff|people|ppl|emps?|employees|heads|hc|ftes?|consultants|drivers|engineers|lads|of us|"
    r"devs|"
    r"operatives|fee[- ]earners|partners)\W{1,3}$",
    re.IGNORECASE,
)
STAFF_NEXT = re.compile(
    r"^\W{1,3}\d+\+? ?(?:staff|people|ppl|emps?|employees|heads|hc|ftes?|men|lads|of us|on site)\b",
    re.IGNORECASE,
)
NO_LONGER = re.compile(
    r"\b(?:no longer|not|n't|dont|never) (?:seek(?:ing)?|after|look(?:ing|in) for|need(?:ing)?|want(?:ing)?|"
    r"rais(?:e|ing)|ask(?:ing)? for)(?: the| about)? $",
    re.IGNORECASE,
)
YEARLY_ALONE = re.compile(r"^\s?(?:a year|p\.?a\.?|per annum|per year|annually|yearly)\W*$", re.IGNORECASE)
SOMEBODY_ELSE = re.compile(
    r"\b(?:taxman|hmrc|landlords?|council|attorneys?|lawyers?|builders?|installers?|insurers?|agents?|"
    r"accountants?|coaches|consultants?|suppliers?|customers?|they|(?:test(?:ing)?|cert|certification|"
    r"notified) (?:bodies|labs?)|the (?:lab|uni|university)|"
    r"solicitors?) (?:wants?|needs?|asks? for|requires?)\b[^.;]*$",
    re.IGNORECASE,
)
AT_A_PRICE = re.compile(r"(?:@|\bat)\s?$", re.IGNORECASE)
# "a 90k spray booth" is a price, "a 90k loan" is not
A_THING = re.compile(r"\ban? $", re.IGNORECASE)
REFUSED = re.compile(
    r"\b(?:knocked back|turned (?:us|me|him|her) down|turned down|refused|rejected|said no|"
    r"no to us)\b[^.;]{0,40}\bfor $",
    re.IGNORECASE,
)
# "can MEIF do 250 grand", "would Barclays be quicker for £90,000": a lender or a scheme is named
OF_A_LENDER = re.compile(
    r"\b(?:do|does|lend|give|offer|cover|fund|put|for|about|bout|abart|after|manage|stretch to)(?: us|"
    r" me)?(?: about| around| bout)? $",
    re.IGNORECASE,
)
WHAT_ABOUT = re.compile(r"^\W*(?:how|wot|what|any chance of)(?: about| abart| bout)? $", re.IGNORECASE)
ITEM_OPENS = re.compile(r"(?:^|[,;:.]\s?)(?:c\.? ?|about |around )?$")
ITEM_CLOSES = re.compile(
    r"^\s*(?:$|[,;.](?:\s|$)|(?:fit[- ]?out|capex|working cap(?:ital)?)\b|"
    r"for (?!each|every|an?\b|the\b)\w+)",
    re.IGNORECASE,
)
FOR = re.compile(
    r"(?:^|\b(?:is it|apply|go|need it|it's|its|it is) )\W*for (?:about |around |up to )?$", re.IGNORECASE
)
HEADLINE = re.compile(r"\b(?:grant|loan|funding|investment|finance)\b[^.?!]{0,25}$", re.IGNORECASE)
TIME_OR_COUNT = re.compile(
    r"^\s?(?:years?|yrs?|months?|mths?|weeks?|days?|hours?|hrs?|minutes|people|ppl|staff|employees|"
    r"fte|%|mm\b|miles?|metres?|tonnes?|units?|kw|kwh|sq|vans?|sites?|shops?)"
    # "40,000 jars": what is named in the plural after a bare number is counted
    r"|^ (?!(?:towards|afterwards|plus|is|was|us|as|this|does|has|needs|gets|helps|covers|pounds|sales|"
    r"revenues|takings|grants|loans|funds|costs|buys|lets|pays|gives|makes|takes|always|perhaps|works|cos|"
    r"cus|its|yes|thanks|plus|"
    r"comes|goes|means|seems|looks|sits|vs|gbp)\b)[a-z]{2,}(?<![su])s\b",
    re.IGNORECASE,
)
# "2k sq ft"
SPACE = re.compile(r"^\s?(?:sq(?:uare)?\b|ft2|m2)", re.IGNORECASE)
# "sales fell from £160,000 to £95,000": the first is history
TO_MORE = re.compile(r"^ to (?:about |around |nearly |just over |under |just under )?£?\d", re.IGNORECASE)
# "we sold £19 million last year", "ours was £632,000 last year"
WE_SOLD = re.compile(
    r"\b(?:we|i) (?:sold|did|do|made|turned|grossed) (?:about |around |nearly |over )?$", re.IGNORECASE
)
LAST_YEAR_WE_SOLD = re.compile(
    r"\blast year,? (?:we|i) (?:sold|did|made|took|turned over|grossed) (?:about |around |nearly |over |"
    r"just )?$",
    re.IGNORECASE,
)
OURS_WAS = re.compile(r"\bours (?:was|is) (?:about |around |nearly |over )?$", re.IGNORECASE)
A_YEAR = re.compile(r"^\s?(?:last|this|a|per) year\b", re.IGNORECASE)
# "we spent £40k to get started" is not sought, whatever follows the sum
STRONG = re.compile(
    r"\b(?:owe|owes|spent|paid|lost|lent (?:us|me)|won|awarded|received|got|had|costs?|quoted|repay\w*|"
    r"pulled|withdrew|"
    r"withdrawn|cancelled)\b",
    re.IGNORECASE,
)
