"""The programmes, and how to ask for them."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from knowledge.alike import telling
from knowledge.catalogue import Catalogue, Selection
from knowledge.cataloguing import catalogue_of
from knowledge.places import may_serve
from knowledge.records import Programme, Status
from knowledge.storage.catalogues import CATALOGUES
from knowledge.storage.packed import unpacked_when_read
from knowledge.storage.shelf import Rows, shelf_table

programmes = shelf_table("programmes")
NO_PROGRAMMES = catalogue_of(())


class ProgrammeNotFound(LookupError):
    """Nobody has recorded a programme under this id."""

    def __init__(self, programme_id: str) -> None:
        super().__init__(f"no programme {programme_id!r} in the knowledge base")
        self.programme_id = programme_id


class Programmes(Rows[Programme]):
    """The programmes, as if they were all in memory; each is unpacked when it is looked at."""

    table = programmes
    kind = Programme

    def all(self) -> Selection:
        """Return every programme in the order of the fact files."""
        return Selection(self.catalogue())

    def catalogue(self) -> Catalogue:
        """Return the catalogue of all programmes."""
        release = self.release()
        return NO_PROGRAMMES if release is None else CATALOGUES.of(release, self._read, self._read_aside)

    def get(self, programme_id: str) -> Programme:
        """Return one programme, closed ones included, or raise ProgrammeNotFound."""
        found = self.several([programme_id])
        if not found:
            raise ProgrammeNotFound(programme_id)
        return found[0]

    def several(self, ids: Iterable[str]) -> list[Programme]:
        """Return the programmes with these ids in the order given, without those that do not exist."""
        catalogue = self.catalogue()
        rows = (catalogue.row_of.get(one) for one in ids)
        return [catalogue.read(row) for row in rows if row is not None]

    def serving(self, places: Iterable[str] | None) -> Selection:
        """Return what is not closed and may serve one of these places; None or no place is every place."""
        firm, every = tuple(places or ()), self.all()
        served = every.column("places").flags(lambda one: may_serve(one.places, firm), telling(firm))
        running = every.column("status").flags(lambda one: one.status is not Status.CLOSED)
        return every.where(every.spread(served, "places") & every.spread(running, "status"))

    def _read(self) -> Catalogue:
        return unpacked_when_read(self.texts())

    def _read_aside(self) -> tuple[str | None, Catalogue]:
        engine = self._session.get_bind().engine.execution_options(signpost_reads=True)
        with Session(engine) as session:
            own = Programmes(session)
            return own.release(), own._read()
