"""The programmes, and how to ask for them."""

import re
from collections.abc import Iterable

from knowledge.places import may_serve
from knowledge.records import Programme, Status
from knowledge.storage.shelf import Shelf, shelf_table

programmes = shelf_table("programmes")


class ProgrammeNotFound(LookupError):
    """Nobody has recorded a programme under this id."""

    def __init__(self, programme_id: str) -> None:
        super().__init__(f"no programme {programme_id!r} in the knowledge base")
        self.programme_id = programme_id


class Programmes(Shelf[Programme]):
    """The programmes, as if they were all in memory."""

    table = programmes
    kind = Programme

    def get(self, programme_id: str) -> Programme:
        """Return one programme, closed ones included, or raise ProgrammeNotFound."""
        found = self._by_id().get(programme_id)
        if found is None:
            raise ProgrammeNotFound(programme_id)
        return found

    def several(self, ids: Iterable[str]) -> list[Programme]:
        """Return the programmes with these ids in the order given, without those that do not exist."""
        known = self._by_id()
        return [known[one] for one in ids if one in known]

    def serving(self, places: Iterable[str] | None) -> list[Programme]:
        """Return what is not closed and may serve one of these places; None or no place is every place."""
        firm = tuple(places or ())
        offered = (programme for programme in self.all() if programme.status is not Status.CLOSED)
        return [programme for programme in offered if may_serve(programme.places, firm)]

    def search(self, text: str, place: str | None = None, need: str | None = None) -> list[Programme]:
        """Return what is not closed and has every word of the text, the name counting most.

        `need` is a barrier or a support type. No words find everything that serves the place and the need.
        """
        words = re.findall(r"\w+", text.casefold())
        found = [
            (_weight(programme, words), programme)
            for programme in self.serving(None if place is None else [place])
            if programme.withheld is None and (need is None or need in programme.barriers | programme.support)
        ]
        found.sort(key=lambda pair: pair[0], reverse=True)
        return [programme for weight, programme in found if weight > 0 or not words]


def _weight(programme: Programme, words: list[str]) -> int:
    """Count the words found, twice in the name; 0 unless all of them are found somewhere."""
    name = f"{programme.name} {programme.id}".casefold()
    rest = " ".join((programme.provider, programme.summary, *programme.technologies)).casefold()
    found = [2 if word in name else 1 if word in rest else 0 for word in words]
    return 0 if 0 in found else sum(found)
