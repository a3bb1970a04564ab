"""Where the next page of a list begins, as an opaque text that only we can make."""

import hashlib
import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import date

from bot.gateway.errors import BadSearch
from knowledge.directory import Position

LONGEST = 2000
SEAL = 16  # bytes


class Cursors:
    """Makes and reads cursors; each is good for one search, on any page size and for as long as you like."""

    def __init__(self, key: str) -> None:
        """Seal with the installation's own key."""
        self._key = key.encode()

    def issue(self, position: Position, asked: Mapping[str, str]) -> str:
        """Return the cursor of a position in what was asked for."""
        content = json.dumps([position.day.isoformat(), *position.key]).encode()
        return _text(self._seal(content, asked) + content)

    def read(self, cursor: str, asked: Mapping[str, str]) -> Position:
        """Return the position, or raise BadSearch for a cursor that was not made for this search."""
        sealed = _bytes(cursor)
        seal, content = sealed[:SEAL], sealed[SEAL:]
        if not hmac.compare_digest(seal, self._seal(content, asked)):
            raise BadSearch("cursor")
        day, words, stale, name, record = json.loads(content)
        return Position(date.fromisoformat(day), (words, stale, name, record))

    def _seal(self, content: bytes, asked: Mapping[str, str]) -> bytes:
        # "cursor" first, so that no seal is ever good as the signature of a session token of the same key
        told = json.dumps(["cursor", 1, sorted(asked.items())]).encode()
        return hmac.digest(self._key, hashlib.sha256(told).digest() + content, "sha256")[:SEAL]


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(cursor: str) -> bytes:
    if len(cursor) <= LONGEST and cursor.isascii():
        try:
            content = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        except ValueError:
            raise BadSearch("cursor") from None
        # the decoder passes over what is no base64, and several texts stand for the same bytes
        if _text(content) == cursor:
            return content
    raise BadSearch("cursor")
