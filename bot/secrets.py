"""The secrets that the parts of the bot show to each other."""

from pathlib import Path

from knowledge.secret_files import kept_secret

SESSIONS = "sessions"
ENGINE = "engine"
ACTIONS = "actions"
PEOPLE = "people"


def secret(home: Path, name: str) -> str:
    """Return the secret of this name, made now if it is the first time."""
    return kept_secret(home, name)
