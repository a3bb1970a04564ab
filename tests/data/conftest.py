"""The training sentences as the files have them."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers import PROJECT
from knowledge.yaml_file import read_yaml


@dataclass(frozen=True)
class Example:
    """One sentence, with its labels and the file that it stands in."""

    text: str
    intent: str
    voice: str | None
    barriers: tuple[str, ...]
    perhaps: tuple[str, ...]
    sector: str | None
    file: str


@pytest.fixture(scope="session")
def examples() -> list[Example]:
    return [example for path in sorted((PROJECT / "data" / "nlu").glob("*.yml")) for example in read(path)]


def read(path: Path) -> list[Example]:
    """Return the sentences of one file."""
    found = []
    for group in read_yaml(path)["nlu"]:
        voice = (group.get("metadata") or {}).get("voice")
        for one in group["examples"]:
            labels = one.get("metadata") or {}
            said, perhaps = tuple(labels.get("barriers", ())), tuple(labels.get("perhaps", ()))
            sector = labels.get("sector")
            found.append(Example(one["text"], group["intent"], voice, said, perhaps, sector, path.name))
    return found
