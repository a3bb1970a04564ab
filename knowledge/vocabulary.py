"""The labels that everything shares, read from `vocabulary.yml`."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from knowledge.yaml_file import read_yaml

FILE = Path(__file__).with_name("vocabulary.yml")


@dataclass(frozen=True)
class Vocabulary:
    """Every label there is, each with its gloss where it has one."""

    intents: MappingProxyType[str, str]
    barriers: MappingProxyType[str, str]
    entities: MappingProxyType[str, str]
    sectors: MappingProxyType[str, str]
    stages: MappingProxyType[str, str]
    support: frozenset[str]
    provider_kinds: frozenset[str]
    statuses: frozenset[str]
    places: MappingProxyType[str, str | None]
    place_groups: MappingProxyType[str, tuple[str, ...]]


@cache
def vocabulary() -> Vocabulary:
    """Return the one vocabulary of the project; the file is read once."""
    content: dict[str, Any] = read_yaml(FILE)
    groups = {name: tuple(places) for name, places in content["place_groups"].items()}
    labels: dict[str, Any] = {name: MappingProxyType(content[name]) for name in _WITH_GLOSS}
    labels |= {name: frozenset(content[name]) for name in _BARE}
    return Vocabulary(**labels, place_groups=MappingProxyType(groups))


_WITH_GLOSS = ("intents", "barriers", "entities", "sectors", "stages", "places")
_BARE = ("support", "provider_kinds", "statuses")
