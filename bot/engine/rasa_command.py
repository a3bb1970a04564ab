"""Runs Rasa's own command line, leanly: `python -m bot.engine.rasa_command train|shell|test ...`."""

import sys
from collections.abc import Sequence

from bot.engine import lean
from bot.lifeline import hold_on


def main(arguments: Sequence[str]) -> None:
    """Run one command of Rasa in this process; it ends the process as Rasa does."""
    lean.install()
    from rasa.__main__ import main as rasa_main

    from bot.engine import quick, quick_reading, recent, strict

    strict.install()
    quick.install()
    recent.install()
    quick_reading.install()
    sys.argv = ["rasa", *arguments]
    rasa_main()


if __name__ == "__main__":
    hold_on()
    main(sys.argv[1:])
