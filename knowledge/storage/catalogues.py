"""The catalogue of the loaded release, made once in each process and anew when facts are loaded."""

import logging
from collections.abc import Callable
from threading import Lock, Thread

from knowledge.catalogue import Catalogue

AT_ONCE = 2000  # so many records are looked through in the time of an answer; more of them aside

log = logging.getLogger(__name__)
Kept = tuple[str | None, Catalogue]


class Catalogues:
    """The newest catalogue, and the next one while it is made.

    A release is read whole before it is used, and answers come from one release only. While the catalogue of
    a large release is made, answers come from the one before; other processes do the same for themselves.
    """

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._kept: Kept | None = None
        self._lock = Lock()
        self._maker: Thread | None = None
        self._prepare: Callable[[Catalogue], None] = _nothing

    def before_use(self, prepare: Callable[[Catalogue], None]) -> None:
        """Have this done, and nothing else, with each catalogue made aside before answers come from it."""
        self._prepare = prepare

    def of(self, release: str, make: Callable[[], Catalogue], aside: Callable[[], Kept]) -> Catalogue:
        """Return the catalogue of a release, or of the one before while this one is made.

        `make` makes it in the transaction of the answer, `aside` in one of its own.
        """
        kept = self._kept
        if kept is None or kept[0] != release:
            with self._lock:
                kept = self._brought_up_to(release, make, aside)
        return kept[1]

    def wait(self) -> None:
        """Wait until no catalogue is being made."""
        if self._maker is not None:
            self._maker.join()

    def _brought_up_to(self, release: str, make: Callable[[], Catalogue], aside: Callable[[], Kept]) -> Kept:
        kept = self._kept
        if kept is not None and kept[0] == release:  # another one made it while this one waited
            return kept
        if kept is None or len(kept[1]) <= AT_ONCE:
            self._kept = (release, make())
            return self._kept
        if self._maker is None or not self._maker.is_alive():
            self._maker = Thread(target=self._make_aside, args=(aside,), daemon=True)
            self._maker.start()
        return kept

    def _make_aside(self, aside: Callable[[], Kept]) -> None:
        try:
            made = aside()
            self._prepare(made[1])
        except Exception as error:  # noqa: BLE001 - the edge of a thread: beyond it is only silence
            # the kind alone: messages of database drivers quote values
            log.error("the records that were loaded could not be read: %s", type(error).__qualname__)  # noqa: TRY400
        else:
            self._kept = made


def _nothing(_catalogue: Catalogue) -> None:
    """Nothing is to be done."""


CATALOGUES = Catalogues()
