"""Lets Rasa check a training file without noting where each part of it stands.

It reads each file with the slowest of its YAML parsers, which keeps every line number, only to name lines
when something is wrong. Here that is done only for a file that has a fault.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rasa.shared.exceptions import YamlException
from rasa.shared.utils import io, validation

_check_with_lines = validation.validate_yaml_schema
_read_yaml = io.read_yaml


def install() -> None:
    """Put the quick check in place of the slow one."""
    validation.validate_yaml_schema = check


def check(content: str, schema_path: str, package_name: str = validation.PACKAGE_NAME) -> None:
    """Check a file against its schema; one with faults raises Rasa's own exceptions, with line numbers."""
    try:
        with _without_lines():
            _check_with_lines(content, schema_path, package_name)
    except YamlException:
        _check_with_lines(content, schema_path, package_name)


@contextmanager
def _without_lines() -> Iterator[None]:
    io.read_yaml = _plainly
    try:
        yield
    finally:
        io.read_yaml = _read_yaml


def _plainly(content: str, _reader_type: Any = "safe", **_: Any) -> Any:
    return _read_yaml(content)
