"""Reads the word lists, with the fast YAML parser where there is one."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

import knowledge

EVERYDAY = Path(knowledge.__file__).with_name("everyday_words.yml")

# the pure Python parser takes seconds for the facts, the one in C a tenth of that; both are safe
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_words(path: Path) -> Any:
    """Return the content of one YAML file."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 - CSafeLoader is a safe one


@cache
def everyday_words(kind: str) -> frozenset[str]:
    """Return the words of one kind that are in other lists and mean something else just as often."""
    return frozenset(str(word) for word in read_words(EVERYDAY)[kind])
