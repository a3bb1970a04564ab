"""Which names stand for which records: full, short and old names of programmes and of their providers."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import knowledge
from bot.nlu.everyday import everyday_words
from knowledge.yaml_file import read_yaml

FACTS = Path(knowledge.__file__).with_name("facts")
NICKNAMES = Path(knowledge.__file__).with_name("nicknames.yml")

SHORTEST_MISSPELT = 9
LONGEST_WORDS = 6
_SHORTEST = 3

# as advisers write the long words of a name: "Herefs R&D Grant", "Bus. Growth Warks", "Create Growth Prog"
_CUT_SHORT = (
    ("programme", ("prog", "prog.")),
    ("business", ("bus", "bus.")),
    ("innovation", ("innov", "innov.")),
    ("development", ("dev", "dev.")),
    ("sustainable", ("sust", "sust.")),
    ("birmingham", ("b'ham", "bham")),
    ("herefordshire", ("herefs",)),
    ("warwickshire", ("warks",)),
    ("worcestershire", ("worcs",)),
    ("staffordshire", ("staffs",)),
    ("shropshire", ("shrops",)),
    ("research and development", ("r&d",)),
)
_MANY = re.compile(r"(?<=\w{3} )(grant|loan|award|bootcamp|hub)s$")

Ids = tuple[str, ...]


@dataclass(frozen=True)
class Names:
    """What each name stands for, and which are long enough to be recognised when misspelt.

    `long` has them by their number of words and their first letter, which people hardly ever get wrong.
    """

    programmes: MappingProxyType[str, Ids]
    organisations: MappingProxyType[str, Ids]
    long: MappingProxyType[tuple[int, str], tuple[str, ...]]

    def meaning(self, name: str) -> tuple[str, Ids]:
        """Return the entity and the ids of a name."""
        if name in self.programmes:
            return "programme", self.programmes[name]
        return "organisation", self.organisations[name]


@cache
def names() -> Names:
    """Return the names of the shipped facts; the files are read once."""
    records = [one for path in sorted(FACTS.glob("programmes_*.yaml")) for one in read_yaml(path)]
    return names_of(records, read_yaml(NICKNAMES))


def names_of(records: Iterable[dict[str, Any]], nicknames: dict[str, dict[str, Any]]) -> Names:
    """Return the names of these records; an open record comes before a closed one of the same name."""
    ordered = sorted(records, key=lambda one: one.get("status") == "closed")
    providers: dict[str, list[str]] = defaultdict(list)
    programmes: dict[str, Ids] = {}
    for record in ordered:
        providers[record["provider"]].append(record["id"])
        programmes |= {name: (record["id"],) for name in variants(record["name"]) if name not in programmes}
    known = {record["id"] for record in ordered}
    programmes |= {
        str(name): ids for name, given in nicknames["programmes"].items() if (ids := _known(given, known))
    }
    organisations = {
        name: ids for name, ids in _of_providers(providers, nicknames).items() if name not in programmes
    }
    long_names = _long([*programmes, *organisations])
    programmes = {**_cut_short(programmes), **programmes}
    return Names(MappingProxyType(programmes), MappingProxyType(organisations), long_names)


def _cut_short(programmes: dict[str, Ids]) -> dict[str, Ids]:
    short: dict[str, Ids] = {}
    for name, ids in programmes.items():
        for one in shortened(name):
            short.setdefault(one, ids)
    return short


def _known(given: str | list[str], known: set[str]) -> Ids:
    return tuple(one for one in ([given] if isinstance(given, str) else given) if one in known)


def _of_providers(providers: dict[str, list[str]], nicknames: dict[str, dict[str, Any]]) -> dict[str, Ids]:
    full = {name: tuple(ids) for provider, ids in providers.items() for name in variants(provider)}
    known = {one for ids in providers.values() for one in ids}
    short = {
        str(name): tuple(providers.get(str(given), ())) or _known(given, known)
        for name, given in nicknames["organisations"].items()
    }
    return {name: ids for name, ids in {**full, **short}.items() if ids}


def variants(name: str) -> list[str]:
    """Return the ways in which a full name is written: without brackets, without what follows a colon, ..."""
    lower = name.lower().replace("’", "'")
    bare = re.sub(r"\s*\([^)]*\)", "", lower)
    short = {lower, bare, *re.split(r":\s", bare)[:1], bare.replace(": ", " ")}
    short |= {
        part.strip() for part in re.findall(r"\(([^)]*)\)", lower) if re.fullmatch(r"[a-z0-9&-]{3,7}", part)
    }
    short |= {one.removesuffix(" membership").removesuffix(" programme") for one in list(short)}
    short |= {one.replace("&", "and") for one in list(short)} | {
        one.replace(" and ", " & ") for one in list(short)
    }
    short |= {one.replace("-", " ") for one in list(short)}
    return sorted(one for one in short if _is_a_name(one))


def shortened(name: str) -> list[str]:
    """Return a name with its long words cut short, some or all of them.

    >>> shortened("create growth programme")
    ['create growth prog', 'create growth prog.']
    """
    if name.count(" ") >= LONGEST_WORDS or not re.fullmatch(r"[\w&' -]+", name):
        return []
    short = {name}
    for word, cuts in _CUT_SHORT:
        whole = re.compile(rf"\b{word}\b")
        short |= {whole.sub(cut, one) for one in short for cut in cuts}
    short |= {_MANY.sub(r"\1", one) for one in short}
    return sorted(one for one in short - {name} if " " in one and _is_a_name(one))


def _is_a_name(name: str) -> bool:
    return len(name) >= _SHORTEST and name not in everyday_words("not_names")


def _long(all_names: Iterable[str]) -> MappingProxyType[tuple[int, str], tuple[str, ...]]:
    by_shape: dict[tuple[int, str], list[str]] = defaultdict(list)
    for name in all_names:
        if len(name) >= SHORTEST_MISSPELT and name not in everyday_words("ordinary_names"):
            by_shape[len(re.findall(r"[\w&'-]+", name)), name[0]].append(name)
    return MappingProxyType({shape: tuple(found) for shape, found in by_shape.items()})
