"""Settings as the environment of a process holds them, with none of whoever starts it."""

import json
import os
from collections.abc import Mapping
from typing import Any

PREFIX = "SIGNPOST_"


def environment(given: Mapping[str, Any]) -> dict[str, str]:
    """Return our environment with these settings of Signpost and no others.

    A real database, a real mail server or a real account must never be what a demo works with.
    """
    rest = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return {**rest, **{f"{PREFIX}{name.upper()}": _text(value) for name, value in given.items()}}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
