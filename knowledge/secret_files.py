"""The secrets of this installation: made at the first start, kept in files that only their owner reads."""

import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

ONLY_THE_OWNER = 0o600
FOLDER = "secrets"


def token() -> str:
    """Return a new secret that nobody can guess."""
    return secrets.token_urlsafe(48)


def secret_path(home: Path, name: str) -> Path:
    """Return where the secret of this name is kept."""
    return home / FOLDER / name


def kept_secret(home: Path, name: str, make: Callable[[], str] = token) -> str:
    """Return the secret of this name, made now if it is the first time.

    Several processes that start at once all get the same one.
    """
    path = secret_path(home, name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        draft = _draft(path, make())
        # a link is made by one process only, and never shows half a file
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text(encoding="ascii").strip()


def replace_secret(home: Path, name: str, text: str) -> None:
    """Put another text in the place of a secret; a reader sees the old one or the new one, whole."""
    path = secret_path(home, name)
    _draft(path, text).replace(path)


def write_for_owner(path: Path, text: str) -> None:
    """Write a new file that only its owner reads, or raise FileExistsError when there is one."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_THE_OWNER)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _draft(path: Path, text: str) -> Path:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    write_for_owner(draft, text)
    return draft
