"""A record, and where it was read."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Read:
    """A record and the file it was read from."""

    file: str
    record: Any
