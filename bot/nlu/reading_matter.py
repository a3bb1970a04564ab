"""The files outside the code that change what is understood, for the fingerprint of a trained model."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import bot.nlu
import knowledge

CODE = Path(bot.nlu.__file__).parent
KNOWLEDGE = Path(knowledge.__file__).parent
LISTS = (
    "vocabulary.yml",
    "gazetteer.yml",
    "postcodes.yml",
    "trades.yml",
    "technologies.yml",
    "nicknames.yml",
    "everyday_words.yml",
)


def word_lists() -> list[Path]:
    """Return the word lists and the facts whose names are recognised."""
    return [*(KNOWLEDGE / name for name in LISTS), *sorted((KNOWLEDGE / "facts").glob("programmes_*.yaml"))]


def code() -> list[Path]:
    """Return the code of understanding: Rasa's own fingerprint sees only a component's class."""
    return sorted([*CODE.glob("*.py"), *CODE.glob("*.npz")])


def content_hash(files: Iterable[Path]) -> str:
    """Return a hash of the names and contents of files."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
