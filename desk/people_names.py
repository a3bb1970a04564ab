"""Is this a person's name?"""

import re

MOST_WORDS = 5
MOST_CAPITALS = 3
LONGEST = 60
LEAD_IN = re.compile(
    r"^(hi|hello|hey|yes|ok|okay|sure|its|it's|it is|i'm|im|i am|this is|my name is|my name'?s|name is"
    r"|name'?s|name|call me|just|me)\b[\s,.:!-]*",
    re.IGNORECASE,
)
# what follows these is how or when to reach them
REST = re.compile(r"\s*[,;\n].*|\s+(here|mob|mobile|best on|i'?m|ring|call)\b.*", re.IGNORECASE | re.DOTALL)
NAME = re.compile(r"[^\W\d_]+(?:[ .'’-]+[^\W\d_]+)*\.?")
# words of questions, requests and refusals: a text that has one of them is not a name
_WORDS = """
a about actually advice adviser advisor again agent all already am an and another any anyone
anything are ask at back bad because been before bot broker business but by bye call callback can
cancel cheers contact could data day delete did do does dont email eligible else example fine firm
for forget form fund funding funds get give go going good goodbye got grant grants had has have
hello help here hi hold how human i if in info is it just know later leave like loan loans long
machine maybe me mean mind money more morning much my name need never new no nobody none nope not
nothing now number of off ok okay on one only or other our out over pass person phone place plan
please privacy programme programmes quit rather really reset restart right robot say second see send
share she should show skip so some somebody someone something soon sorry start still stop sure talk
tell thank thanks that the their them then there these they thing think third this those to today
tomorrow too training up us wait want was we what whats when where which who why will wont work
would wrong yeah yep yes yet you your
after afternoon afternoons anytime best daytime evening evenings hours lunch lunchtime message mob mobile
mornings night nights noon number only ring tel text until weekday weekdays weekend weekends whatsapp
ah aha aye eh er erm ha haha hm hmm hmmm huh lol oh oi ta uh um umm
"""
NOT_IN_NAMES = frozenset(_WORDS.split())
# these are names as well as words; beside another name-like word they are let through
ALSO_NAMES = frozenset(
    {"will", "mark", "may", "grant", "hope", "joy", "bill", "rob", "art", "ah", "oh", "um"}
)

# what goes with a name, and is none of it
NEVER_NAMES = frozenset(
    {
        "please", "thanks", "thank", "cheers", "ta", "yes", "no", "ok", "okay", "here", "speaking", "again",
        "hello", "hi", "and", "or", "not", "my", "the", "is",
    }
)  # fmt: skip


def name_in(text: str) -> str | None:
    """Return the name that a short answer gives, or None when it is something else.

    >>> name_in("it's Priya Patel"), name_in("can I get a grant"), name_in("Will Grant")
    ('Priya Patel', None, 'Will Grant')
    """
    whole = text.strip()
    name = _name(whole)
    return name if name or whole.endswith("?") else _name(REST.sub("", _led_in(whole), count=1))


def _led_in(text: str) -> str:
    kept = text.strip(" ,.!:-\n").replace("’", "'")
    while (shorter := LEAD_IN.sub("", kept)) != kept:
        kept = shorter
    return kept


def _name(text: str) -> str | None:
    kept = _led_in(" ".join(text.split()))
    words = re.findall(r"[^\W\d_]+", kept.lower().replace("'", "").replace("’", ""))
    # some numerals, such as a raised 2, pass for letters in patterns
    numerals = any(letter.isnumeric() for letter in kept)
    if not words or numerals or len(kept) > LONGEST or len(kept.split()) > MOST_WORDS:
        return None
    if not NAME.fullmatch(kept):
        return None
    if _is_written_as_a_name(kept, words):
        return kept
    suspect = NOT_IN_NAMES - ALSO_NAMES if len(words) > 1 else NOT_IN_NAMES - {"will"}
    return None if suspect & set(words) else kept


def _is_written_as_a_name(kept: str, words: list[str]) -> bool:
    """Do two or three words with capitals say nothing else? Then a surname may be a word, as in Ada Place."""
    capitals = all(word[0].isupper() for word in kept.split())
    given = words[0] not in NOT_IN_NAMES and not NEVER_NAMES & set(words)
    return capitals and given and 1 < len(kept.split()) <= MOST_CAPITALS
