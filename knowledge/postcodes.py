"""Where a postcode lies, from the list of outward codes in `postcodes.yml`."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from knowledge.places import OUTSIDE
from knowledge.yaml_file import read_yaml

FILE = Path(__file__).with_name("postcodes.yml")

_OUTWARD = re.compile(r"([A-Z]{1,2})(\d{1,2}|\d[A-Z])")
_WHOLE = re.compile(r"([A-Z]{1,2}(?:\d{1,2}|\d[A-Z])) ?(\d[A-Z]{2})?")


@dataclass(frozen=True)
class Postcodes:
    """Outward codes: those of the region, the areas elsewhere, those that may be something else."""

    districts: MappingProxyType[str, tuple[str, ...]]
    elsewhere: frozenset[str]
    guarded: frozenset[str]


@cache
def postcodes() -> Postcodes:
    """Return the list; the file is read once."""
    content: dict[str, Any] = read_yaml(FILE)
    districts = {outward: tuple(places) for outward, places in content["districts"].items()}
    return Postcodes(
        MappingProxyType(districts), frozenset(content["elsewhere"]), frozenset(content["guarded"])
    )


def normalised(text: str) -> str | None:
    """Return a postcode or an outward code in upper case with one space, or None when the text is neither."""
    found = _WHOLE.fullmatch(" ".join(text.upper().split()))
    if found is None or not places_of(found[1]):
        return None
    return f"{found[1]} {found[2]}" if found[2] else found[1]


def places_of(postcode: str) -> tuple[str, ...]:
    """Return the places that a postcode or an outward code may lie in; none when there is no such code."""
    outward = postcode.upper().split()[0] if postcode.strip() else ""
    known = postcodes().districts.get(outward)
    if known is not None:
        return known
    form = _OUTWARD.fullmatch(outward)
    return (OUTSIDE,) if form is not None and form[1] in postcodes().elsewhere else ()
