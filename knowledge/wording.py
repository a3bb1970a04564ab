"""The words that people read, from `data/responses`; Python only chooses which."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from knowledge.yaml_file import read_yaml

FOLDER = Path(__file__).parent.parent / "data" / "responses"


class UnknownWording(LookupError):
    """No file under data/responses has this name: add it there."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no wording {name!r} under data/responses")
        self.name = name


def say(name: str, /, **values: object) -> str:
    """Return one wording with its `{values}` filled in, or raise UnknownWording."""
    try:
        return wordings()[name].format(**values)
    except KeyError as missing:
        if missing.args[0] == name:
            raise UnknownWording(name) from None
        raise


def known(name: str) -> bool:
    """Is there such a wording?"""
    return name in wordings()


def version_of(name: str) -> str:
    """Return a short mark of a wording that changes with it, to be kept with what was agreed to."""
    return sha256(wordings()[name].encode()).hexdigest()[:8]


@cache
def wordings() -> dict[str, str]:
    """Return every wording by name; the files have Rasa's form, so that Rasa reads them too."""
    found: dict[str, str] = {}
    for path in sorted(FOLDER.glob("*.yml")):
        content = read_yaml(path)
        for name, variants in content["responses"].items():
            found[name] = variants[0]["text"].strip()
    return found
