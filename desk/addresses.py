"""Where somebody can be found: web addresses, which name the firm, and addresses in a street."""

import re
from collections.abc import Iterator

from desk.introductions import is_everyday
from desk.known_words import is_a_place

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
_WHOLE_POSTCODE = re.compile(rf"(?<![^\W_]){_POSTCODE}(?![^\W_])", re.IGNORECASE)
_ROADS = (
    r"Street|Str|Road|Rd|Lane|Ln|Avenue|Ave|Crescent|Terrace|Close|Drive|Way|Grove|Row|Gardens|Mews|Wharf"
)
_CAPITALS = r"(?:[^\W\d_a-z][^\W\d_]*(?:['’][^\W\d_]+)?\.?[ \t]{1,2}){1,3}"
_SMALL = r"(?:[^\W\d_]+['’]?[^\W\d_]*[ \t]{1,2}){1,2}"
_LED = r"\b(?i:in|on|at|off|near|opposite|along|from|down|of|to)[ \t]+(?:the[ \t]+)?|[,\n:][ \t]*|^"
_NAMED_ROAD = re.compile(
    rf"(?:{_LED})(?P<place>(?P<name>{_CAPITALS})(?:{_ROADS}|street|road|rd|lane|avenue)"
    rf"|(?P<small>{_SMALL})(?:street|road|rd|lane|ave|avenue))\b",
    re.MULTILINE,
)
_NAMED_ESTATE = re.compile(rf"(?P<place>(?P<name>{_CAPITALS})(?i:{_ESTATES}))\b")
_NAMED_DOOR = re.compile(
    rf"\b(?P<place>(?i:gate|unit|flat|suite|office|floor|studio|workshop|block)[ \t]\d{{1,4}}[a-zA-Z]?,?"
    r"[ \t]{1,2}"
    rf"(?P<name>{_CAPITALS})(?:{_OTHER_STREETS}|Farm|Barn|Arches|Arcade))\b"
)
_HANDLE = re.compile(r"(?<![\w.@])@[A-Za-z][\w.]{2,29}(?![\w@])")
_THINGS = """
adults apprentices bakers branches clients companies customers days drivers employees engineers firms grants
high hours jobs lorries machines men miles minutes months offices orders owners partners people percent
persons places shops sites staff trucks vans visitors weeks welders women workers years
"""
_COUNTED = frozenset(_THINGS.split())


def whereabouts_in(text: str) -> Iterator[str]:
    """Yield everything by which a firm is found: sites, handles, postcodes, and what stands in a street.

    The town is none of it: it tells the hub, and nobody's door.

    >>> list(whereabouts_in("Mill Lane? No, on Corporation Street, WS1 1AA, insta @gears_brum"))
    ['WS1 1AA', 'Mill Lane', 'Corporation Street', '@gears_brum']
    """
    yield from dict.fromkeys((*streets_in(text), *_doors_in(text), *sites_in(text), *_handles_in(text)))


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


def _doors_in(text: str) -> Iterator[str]:
    """Yield whole postcodes, and streets and estates without a number."""
    yield from (found[0] for found in _WHOLE_POSTCODE.finditer(text))
    for pattern in (_NAMED_ROAD, _NAMED_ESTATE, _NAMED_DOOR):
        for found in pattern.finditer(text):
            place = found["place"]
            if is_a_place(found["name"] or "") and place.split()[-1].islower() and pattern is _NAMED_ESTATE:
                continue
            if not _is_a_sentence(found.groupdict().get("small") or found["name"]) and not is_a_place(place):
                yield place


def _handles_in(text: str) -> Iterator[str]:
    yield from (found[0].rstrip(".") for found in _HANDLE.finditer(text))


def _is_a_sentence(words: str) -> bool:
    return any(word in _COUNTED or is_everyday(word) for word in re.findall(r"[^\W\d_]+", words.lower()))
