"""The folder that stands in for a mail server, and a list of everything that was ever put into it."""

import hashlib
import json
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from desk.couriers import Folder
from desk.letters import CASE_HEADER
from knowledge.storage.deliveries import Kind


@dataclass(frozen=True)
class Listed(Folder):
    """Writes each mail to its file, where a later one about the same case replaces it, and lists it."""

    def _write(self, message: EmailMessage, kind: Kind, reference: str) -> None:
        super()._write(message, kind, reference)
        line = {
            "id": str(message["Message-ID"]),
            "kind": kind,
            "case": str(message[CASE_HEADER]),
            "to": str(message["To"]),
            "body": hashlib.sha256(_content(message)).hexdigest(),
        }
        with book_of(self.path).open("a", encoding="ascii") as book:
            book.write(json.dumps(line) + "\n")


def book_of(folder: Path) -> Path:
    """Return where it stands what was put into a folder."""
    return folder.with_suffix(".list")


def listed(folder: Path) -> list[dict[str, Any]]:
    """Return everything that was put into a folder, in order."""
    book = book_of(folder)
    return [json.loads(line) for line in book.read_text().splitlines()] if book.exists() else []


def _content(message: EmailMessage) -> bytes:
    """Return all of a mail but what stands between its parts, which is another each time."""
    parts = [part.get_content() for part in message.walk() if not part.is_multipart()]
    headers = [(name, text) for name, text in message.items() if name != "Content-Type"]
    return repr((headers, parts)).encode()
