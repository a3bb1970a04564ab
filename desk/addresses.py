"""Where somebody can be found: web addresses, which name the firm, and addresses in a street."""

import re
from collections.abc import Iterator

from desk.introductions import is_everyday

_ENDING = r"(?:com|co\.uk|org\.uk|ltd\.uk|uk|org|net|info|biz|io|shop|store|online|site|app|eu|wales|london)"
_HOST = rf"(?:[\w-]{{1,63}}\.){{1,5}}{_ENDING}(?![\w-]|\.\w)"
_SITE = re.compile(
    rf"(?<![\w.@＠/-])(?:https?://[^\s<>\"“”]{{1,300}}|(?:www\.[^\s<>\"“”]{{1,250}}|{_HOST}(?:/[^\s<>\"“”]{{0,200}})?))",
    re.IGNORECASE,
)
_SPOKEN_SITE = re.compile(
    r"\b(?:www\s{1,2}dot\s{1,2})?[\w-]{2,63}(?:\s{1,2}dot\s{1,2}[\w-]{2,63}){0,3}\s{1,2}dot\s{1,2}"
    r"(?:com|co\s{1,2}dot\s{1,2}uk|org|net|uk)\b",
    re.IGNORECASE,
)
_PUBLIC = re.compile(r"^(?:https?://)?(?:[\w-]+\.){0,5}(?:gov|ac|nhs|police)\.uk(?:[/:?#]|$)", re.IGNORECASE)
_LEAD = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)

_STREETS = r"street|road|rd|lane|avenue|ave|crescent|terrace"
_ESTATES = r"(?:industrial|trading|business|enterprise|retail|science)\s+(?:estate|park|centre|village)"
# what may follow a number without being a place: "2 people in close contact"
_OTHER_STREETS = (
    "St|Close|Drive|Way|Court|Place|Gardens|Grove|Hill|Square|Row|Walk|Parade|Mews|Yard|Green|House|Wharf|Works"
    "|Mill|Park|Estate|Centre|Building|Buildings"
)
_WORD = r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?"
_NUMBER = (
    r"(?:(?:unit|suite|flat|office|no\.?|number)\s{1,2}|(?<![\w.,£$€/-]))"
    r"\d{1,4}[a-z]?(?:\s?[-–/]\s?\d{1,4}[a-z]?)?,?\s{1,2}"
)
_POSTCODE = r"[a-z]{1,2}\d[a-z\d]?\s{0,2}\d[a-z]{2}"
_REST = rf"(?:(?:,\s{{0,2}}|\s)(?:[^\W\d_][^\W\d_'’-]*[ ,]{{1,2}}){{0,4}}{_POSTCODE}\b)?"
_STREET = re.compile(
    rf"\b{_NUMBER}(?P<name>(?:{_WORD}\s{{1,2}}){{1,3}})(?:{_STREETS}|{_ESTATES})\b{_REST}", re.IGNORECASE
)
_OTHER_STREET = re.compile(
    rf"\b(?i:{_NUMBER})(?P<name>(?:[^\W\d_a-z][^\W\d_]*['’]?[^\W\d_]*\.?\s{{1,2}}){{1,3}})(?:{_OTHER_STREETS})\b(?i:{_REST})"
)
_THINGS = """
adults apprentices bakers branches clients companies customers days drivers employees engineers firms grants
hours jobs lorries machines men miles minutes months offices orders owners partners people percent persons
places shops sites staff trucks vans visitors weeks welders women workers years
"""
_COUNTED = frozenset(_THINGS.split())


def sites_in(text: str) -> Iterator[str]:
    """Yield the web addresses, but those of public bodies: whole, and without what is the same in all.

    >>> list(sites_in("see www.jonesgears.co.uk/about, I read it on gov.uk"))
    ['www.jonesgears.co.uk/about', 'jonesgears.co.uk/about', 'jonesgears.co.uk']
    """
    for found in _SITE.finditer(text):
        site = found[0].rstrip(".,;:!?)]}'’")
        bare = _LEAD.sub("", site)
        if "." in bare and not _PUBLIC.match(site):
            yield from dict.fromkeys((site, bare, re.split(r"[/?#:]", bare)[0]))
    for found in _SPOKEN_SITE.finditer(text):
        yield found[0]


def streets_in(text: str) -> Iterator[str]:
    """Yield addresses with a number and a street, with what follows up to a postcode.

    >>> list(streets_in("we are at 12 Brook Street, Dudley DY1 1AA, with 12 people"))
    ['12 Brook Street, Dudley DY1 1AA']
    """
    found = [one for pattern in (_STREET, _OTHER_STREET) for one in pattern.finditer(text)]
    yield from dict.fromkeys(one[0] for one in found if not _is_a_sentence(one["name"]))


def _is_a_sentence(words: str) -> bool:
    return any(word in _COUNTED or is_everyday(word) for word in re.findall(r"[^\W\d_]+", words.lower()))
