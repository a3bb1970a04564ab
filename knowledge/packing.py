"""Records as JSON can hold them, and back."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from functools import cache
from typing import Any

from pydantic import TypeAdapter


def pack(record: Any) -> dict[str, Any]:
    """Return a record as JSON can hold it; the same record always gives the same JSON."""
    packed: dict[str, Any] = json.loads(_canonical(asdict(record)))
    return packed


def unpack[Record](kind: type[Record], content: dict[str, Any]) -> Record:
    """Return the record that `pack` packed."""
    plain: Any = kind  # mypy does not see that a class can be hashed
    record: Record = _adapter(plain).validate_python(content)
    return record


def unpack_text[Record](kind: type[Record], content: bytes) -> Record:
    """Return the record whose JSON this is; quicker than reading it twice."""
    plain: Any = kind
    record: Record = _adapter(plain).validate_json(content)
    return record


def fingerprint(content: Any) -> str:
    """Return the SHA-256 of what `pack` returned, or of any such content."""
    return hashlib.sha256(_canonical(content).encode()).hexdigest()


def differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[tuple[str, Any, Any], ...]:
    """Return each field in which two contents differ, with what stands in the one and in the other."""
    names = sorted(old.keys() | new.keys())
    return tuple((name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name))


def _canonical(content: Any) -> str:
    return json.dumps(content, default=_plain, sort_keys=True, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a {type(value).__name__} cannot be packed")


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
