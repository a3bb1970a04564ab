"""The secrets of this installation: made at the first start, kept in files that only their owner reads."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

ONLY_THE_OWNER = 0o600
SESSIONS = "sessions"
ENGINE = "engine"
ACTIONS = "actions"
PEOPLE = "people"


def secret(home: Path, name: str) -> str:
    """Return the secret of this name, made now if it is the first time.

    Several processes that start at once all get the same one.
    """
    folder = home / "secrets"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    if not path.exists():
        _make(path)
    return path.read_text(encoding="ascii").strip()


def _make(path: Path) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_THE_OWNER)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    # a link is made by one process only, and never shows half a file
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
