"""What may be logged of an error: of which kind it is and where it arose."""

import traceback
from pathlib import Path


def where(error: BaseException) -> str:
    """Return the kind of an error and the line it came from; never its text, which may quote a person."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
    return f"{type(error).__name__} at {place}"
