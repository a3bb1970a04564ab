"""A home of its own for a Signpost that is thrown away; only the model and the encoder are shared."""

from pathlib import Path

SHARED = ("models", "encoder")
ONLY_THE_OWNER = 0o700


def lend(home: Path, lender: Path) -> None:
    """Make a home whose model and encoder are those of the usual one; what is missing is made there."""
    for name in SHARED:
        there = lender.resolve() / name
        there.mkdir(mode=ONLY_THE_OWNER, parents=True, exist_ok=True)
        (home / name).symlink_to(there, target_is_directory=True)
