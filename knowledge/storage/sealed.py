"""Columns that are sealed on their way into the database and opened on their way out.

The keys are those of the engine that runs the statement: `Database` hands them to its dialect, which the
types get with every value. A row that was kept before texts were sealed is read as it is.
"""

import json
from typing import Any

from sqlalchemy import JSON, Dialect, String, Text
from sqlalchemy.types import TypeDecorator

from knowledge.seal import Keys, is_sealed

KEYS = "signpost_keys"
MARK_LENGTH = 64


class OpenedWithoutKeys(Exception):
    """This database was opened without keys: use `Database.of(settings)` where people's words are kept."""

    def __init__(self) -> None:
        super().__init__("this database was opened without keys: use Database.of(settings)")


def lend(dialect: Dialect, keys: Keys | None) -> None:
    """Let the sealed columns use these keys in every statement of this dialect's engine."""
    setattr(dialect, KEYS, keys)


def _keys(dialect: Dialect) -> Keys:
    keys: Keys | None = getattr(dialect, KEYS, None)
    if keys is None:
        raise OpenedWithoutKeys
    return keys


class SealedText(TypeDecorator[str]):
    """A text that nobody reads without the keys; it cannot be compared in a query."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal."""
        return None if value is None else _keys(dialect).seal.close(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Open, unless it was never sealed."""
        return _keys(dialect).seal.open(value) if value is not None and is_sealed(value) else value


class SealedJson(TypeDecorator[Any]):
    """JSON that nobody reads without the keys, kept as a JSON string.

    None is no value at all; an empty object or list holds nothing to be sealed.
    """

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Seal."""
        if value is None or value in ({}, []):
            return value
        return _keys(dialect).seal.close(json.dumps(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Open, unless it was never sealed: then it is an object or a list."""
        return json.loads(_keys(dialect).seal.open(value)) if isinstance(value, str) else value


class Marked(TypeDecorator[str]):
    """The mark of an address: what goes in, also to compare, is the address; what comes out is its mark."""

    impl = String(MARK_LENGTH)
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Make the mark."""
        return None if value is None else _keys(dialect).index.mark(value)
