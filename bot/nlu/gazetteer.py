"""The names of places as people say them, and what has to be known of each."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import knowledge
from bot.nlu.lexicon import word_list
from knowledge.places import OUTSIDE, areas_around
from knowledge.yaml_file import read_yaml

FILE = Path(knowledge.__file__).with_name("gazetteer.yml")

# counties of old, which people still write after a town
_COUNTIES = {
    "shropshire": {"telford_and_wrekin"},
    "staffordshire": {"stoke_on_trent", "wolverhampton", "walsall", "sandwell"},
    "warwickshire": {"birmingham", "coventry", "solihull"},
    "worcestershire": {"dudley", "birmingham"},
}


@dataclass(frozen=True)
class Gazetteer:
    """The names, what each means, which are everyday words, what must not follow, and which tell several."""

    meanings: MappingProxyType[str, str]
    guarded: frozenset[str]
    not_before: re.Pattern[str]
    ambiguous: MappingProxyType[str, dict[str, list[str]]]

    def words(self) -> tuple[str, ...]:
        """Return the names of one word that are no everyday words."""
        return tuple(name for name in self.meanings if " " not in name and name not in self.guarded)

    def phrases(self) -> tuple[str, ...]:
        """Return the names of several words."""
        return tuple(name for name in self.meanings if re.search(r"[ -]", name))


@cache
def gazetteer() -> Gazetteer:
    """Return the names of places; the file is read once."""
    content: dict[str, Any] = read_yaml(FILE)
    ambiguous: dict[str, dict[str, list[str]]] = content["ambiguous"]
    meanings = word_list({**content["places"], **content["groups"]})
    meanings |= {name: one["places"][0] for name, one in ambiguous.items()}
    blocked = "|".join(re.escape(word) for word in content["not_before"])
    return Gazetteer(
        MappingProxyType(meanings),
        frozenset(str(word) for word in content["guarded"]),
        re.compile(rf"^\s?(?:{blocked})\b", re.IGNORECASE),
        MappingProxyType(ambiguous),
    )


def is_county_of(county: object, place: object) -> bool:
    """Does the county, today or of old, hold the place, so that "Stone, Staffs" is one place told twice?"""
    if not isinstance(county, str) or not isinstance(place, str) or OUTSIDE in (county, place):
        return False
    return county in areas_around(place)[1:] or place in _COUNTIES.get(county, set())
