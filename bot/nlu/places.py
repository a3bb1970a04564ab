"""Places named in a text, as ids of the vocabulary; the everyday meanings of their names are left alone."""

import re
from dataclasses import replace

from bot.nlu import contexts
from bot.nlu.elsewhere import is_somebody_elses
from bot.nlu.everyday import everyday_words
from bot.nlu.found import Found
from bot.nlu.gazetteer import gazetteer, is_county_of
from bot.nlu.lexicon import Hit
from bot.nlu.misspelt_places import ONLY_IN, misspelt_places
from bot.nlu.negation import is_negated
from knowledge.places import members

DOUBTFUL = 0.4  # an everyday word that is a place only beside another fact

_POINTS_TO = re.compile(
    r"\b(?:in|at|near|nr|from|around|outside|inside|based|based in|out of|of|to|by|via|across|throughout|"
    r"over in|cover|covering|through|between|beyond|round|located|called|not|and|n|or|&|re|"
    r"for)(?:\s(?:central|north|south|east|west|greater|sunny|good old|the))?\s$",
    re.IGNORECASE,
)
_SET_IN_STONE = re.compile(r"\b(?:set|written|cast|carved) in $", re.IGNORECASE)
_ALONE = re.compile(
    r"^\W*(?:it's |its |i'm in |we're in |in |near |just outside |at |actually |no,? |yes,? )?$",
    re.IGNORECASE,
)
_PART_OF_A_NAME = re.compile(
    r"\b(?:university of|uni of|college|bank of|new|port|royal|hms|the bear of|earl of|duke of) $",
    re.IGNORECASE,
)
_LISTED_BEFORE = re.compile(r"(?:^|,|\(|;|:|[.!?]|[-–/+])\s?$")
_LISTED_AFTER = re.compile(
    r"\s?(?:,|\)|\(|;|:|/|\+|$|\.)|[ -]wide\b|\s(?:way|area|based|town|village)\b", re.IGNORECASE
)
_WAY = re.compile(r"^\s(?:way|area|based|town|village)\b", re.IGNORECASE)


def places_of(text: str, hits: list[Hit], taken: list[Found]) -> list[Found]:
    """Return the places where the firm is or is not; doubtful ones have little confidence."""
    found = [one for hit in hits if (one := _place_of(text, hit))]
    heard = [one for one in found if one.confidence > DOUBTFUL]
    for start, end, name, confidence in misspelt_places(text, [*taken, *heard]):
        if not is_somebody_elses(text, start, end):
            heard.append(_found(text, start, end, gazetteer().meanings[name], confidence))
    doubtful = [one for one in found if one.confidence <= DOUBTFUL and not any(map(one.overlaps, heard))]
    return _told_once(text, sorted([*heard, *doubtful], key=lambda one: one.start))


def _place_of(text: str, hit: Hit) -> Found | None:
    names = gazetteer()
    before, after = contexts.before(text, hit.start), contexts.after(text, hit.end)
    if names.not_before.match(after) or _PART_OF_A_NAME.search(before):
        return None
    if is_somebody_elses(text, hit.start, hit.end):
        return None
    if hit.phrase in names.ambiguous:
        return _one_of_several(text, hit, names.ambiguous[hit.phrase])
    is_sure = hit.phrase not in names.guarded or _is_place(text, hit)
    if not is_sure and hit.phrase in everyday_words("words_before_places"):
        return None
    return _found(text, hit.start, hit.end, names.meanings[hit.phrase], 1.0 if is_sure else DOUBTFUL)


def _one_of_several(text: str, hit: Hit, several: dict[str, list[str]]) -> Found:
    # without a hint the list of all is the value, so that whoever reads it can ask
    rest = f"{text[: hit.start]} {text[hit.end :]}"
    hinted = [
        place
        for place in several["places"]
        if any(re.search(rf"\b{re.escape(word)}\b", rest, re.IGNORECASE) for word in several[place])
    ]
    value: object = hinted[0] if len(hinted) == 1 else list(several["places"])
    return Found("place", hit.start, hit.end, value, is_negated(text, hit.start, hit.end), 1.0)


def _found(text: str, start: int, end: int, meaning: str, confidence: float) -> Found:
    places = members(meaning)
    value: object = list(places) if len(places) > 1 else places[0]
    return Found("place", start, end, value, is_negated(text, start, end), round(confidence, 2))


def _told_once(text: str, found: list[Found]) -> list[Found]:
    """Return one place for a town and its county: "Stone, Staffs"."""
    told: list[Found] = []
    for one in found:
        town = told[-1] if told else None
        if town and re.fullmatch(r",? ", text[town.end : one.start]) and is_county_of(one.value, town.value):
            told[-1] = replace(town, end=one.end, confidence=max(town.confidence, one.confidence))
        else:
            told.append(one)
    return told


def _is_place(text: str, hit: Hit) -> bool:
    before, after = contexts.before(text, hit.start), contexts.after(text, hit.end)
    if _ALONE.match(before) and re.match(r"^\W*(?:$|mate|way|area|please|,)", after):
        return True
    if _SET_IN_STONE.search(before):
        return False
    written = text[hit.start : hit.end]
    if written[:1].isupper() or written.isupper():
        listed = _LISTED_BEFORE.search(before[-3:]) is not None and before != ""
        return _POINTS_TO.search(before) is not None or listed or _LISTED_AFTER.match(after) is not None
    is_word = hit.phrase in everyday_words("words_before_places")
    if re.search(r", $", before) and re.match(r"\W*$", after):
        return not is_word  # the last item of a list: "a bit of storage, worcester"
    return (ONLY_IN.search(before) is not None or _WAY.match(after) is not None) and not is_word
