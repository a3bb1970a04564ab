"""Reads YAML with the parser in C where PyYAML has it: the one in Python takes seconds for the facts."""

from pathlib import Path
from typing import Any

import yaml

SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """Return the content of one file; raises yaml.YAMLError when it is no YAML."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=SafeLoader)  # noqa: S506 - a safe loader, either way
