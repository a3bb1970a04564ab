"""Ends a part when the process that started it is gone, however it went."""

import os
import signal
import threading

VARIABLE = "SIGNPOST_LIFELINE"
STANDARD_INPUT = 0


def hold_on() -> None:
    """Stop this process when standard input closes, if the starter asked for it.

    A killed starter cannot tell its children to stop, but the system closes its end of the pipe.
    """
    if os.environ.get(VARIABLE) == "stdin":
        threading.Thread(target=_wait_for_the_end, daemon=True, name="lifeline").start()


def _wait_for_the_end() -> None:
    # the bare descriptor: a thread inside sys.stdin's lock would break the end of the interpreter
    while os.read(STANDARD_INPUT, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
