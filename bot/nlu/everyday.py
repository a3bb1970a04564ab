"""The everyday words, which no list of names may take for its own."""

from functools import cache
from pathlib import Path

import knowledge
from knowledge.yaml_file import read_yaml

EVERYDAY = Path(knowledge.__file__).with_name("everyday_words.yml")


@cache
def everyday_words(kind: str) -> frozenset[str]:
    """Return the words of one kind that are in other lists and mean something else just as often."""
    return frozenset(str(word) for word in read_yaml(EVERYDAY)[kind])
