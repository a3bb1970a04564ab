"""Where a message places the firm."""

from collections.abc import Iterable
from dataclasses import dataclass

from actions.conversation import Entity
from knowledge.places import OUTSIDE, narrowest
from knowledge.postcodes import places_of
from knowledge.vocabulary import vocabulary


@dataclass(frozen=True)
class Whereabouts:
    """The places a message names for the firm, in which words.

    `doubts` are places of which it can be in only one: two were named. A group name or a postcode that lies
    in several districts leaves several `places` and no doubt about what was said.
    """

    places: tuple[str, ...] = ()
    words: str | None = None
    postcode: str | None = None
    doubts: tuple[str, ...] = ()


def whereabouts(entities: Iterable[Entity]) -> Whereabouts:
    """Return where the firm is, as far as the message tells.

    A place inside another one named is the one meant ("Redditch in Worcestershire"). A place outside the
    region counts only when none inside is named.
    """
    named: list[tuple[tuple[str, ...], str]] = []
    postcode = None
    for entity in entities:
        if entity.negated:
            continue
        if entity.name == "place" and (ids := _known(entity.value)):
            named.append((ids, entity.text))
        elif entity.name == "postcode" and (ids := _known(places_of(str(entity.value)))):
            postcode = str(entity.value)
            named.append((ids, entity.text))
    return _merged(named, postcode)


def _merged(named: list[tuple[tuple[str, ...], str]], postcode: str | None) -> Whereabouts:
    inside = [one for one in named if one[0] != (OUTSIDE,)] or named[:1]
    if not inside:
        return Whereabouts()
    words = ", ".join(dict.fromkeys(text for _, text in inside))
    common = [place for place in inside[0][0] if all(place in ids for ids, _ in inside)]
    if common:
        return Whereabouts(tuple(common), words, postcode)
    smallest = narrowest(place for ids, _ in inside for place in ids)
    apart = [ids for ids, _ in inside if set(ids) & set(smallest)]
    doubts = smallest if len(apart) > 1 else ()
    return Whereabouts(smallest, words, postcode, doubts)


def _known(value: object) -> tuple[str, ...]:
    values = value if isinstance(value, list | tuple) else [value]
    return tuple(one for one in values if isinstance(one, str) and one in vocabulary().places)
