"""What the tables of the knowledge have in common: a row for each record, all read at once."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from sqlalchemy import JSON, Column, Integer, String, Table, Text, cast, delete, insert, select
from sqlalchemy.orm import Session

from knowledge.packing import pack, unpack
from knowledge.storage.releases import Releases
from knowledge.storage.tables import metadata

ID_LENGTH = 100
AT_A_TIME = 1000  # rows on their way from the database; all at once would be in memory twice


def shelf_table(name: str) -> Table:
    """Return the table of one kind of record; `position` keeps the order of the fact files."""
    return Table(
        name,
        metadata,
        Column("id", String(ID_LENGTH), primary_key=True),
        Column("position", Integer, nullable=False),
        Column("content", JSON, nullable=False),
    )


class Rows[Record]:
    """The rows of one kind of record."""

    table: ClassVar[Table]
    kind: type[Record]

    def __init__(self, session: Session, releases: Releases | None = None) -> None:
        """Work inside the caller's transaction."""
        self._session = session
        self._releases = releases or Releases(session)

    def release(self) -> str | None:
        """Return which release is loaded, or None before the first time."""
        return self._releases.loaded()

    def stored(self) -> dict[str, dict[str, Any]]:
        """Return what each row holds, as it stands in the database now."""
        rows = self._session.execute(select(self.table).order_by(self.table.c.position, self.table.c.id))
        return {row.id: row.content for row in rows}

    def texts(self) -> Iterator[str]:
        """Yield what each row holds as JSON, in the order of the fact files."""
        query = select(cast(self.table.c.content, Text)).order_by(self.table.c.position, self.table.c.id)
        yield from self._session.execute(query.execution_options(yield_per=AT_A_TIME)).scalars()

    def replace_all(self, records: Iterable[Record]) -> None:
        """Put these records in the place of all there were; part of loading a release, never done alone."""
        rows = [
            {"id": content["id"], "position": position, "content": content}
            for position, content in enumerate(map(pack, records))
        ]
        self._session.execute(delete(self.table))
        if rows:
            self._session.execute(insert(self.table), rows)


class Shelf[Record](Rows[Record]):
    """The records of one kind of which there are few.

    A release never changes what it holds, so its records are unpacked once in each process. `Releases`
    asks the database which release is loaded, once in each transaction.
    """

    _kept: ClassVar[dict[str, tuple[str, Mapping[str, Any]]]] = {}

    def all(self) -> list[Record]:
        """Return every record in the order of the fact files."""
        return list(self._by_id().values())

    def _by_id(self) -> Mapping[str, Record]:
        release = self._releases.loaded()
        if release is None:
            return {}
        kept = self._kept.get(self.table.name)
        if kept is None or kept[0] != release:
            kept = (release, {name: unpack(self.kind, content) for name, content in self.stored().items()})
            self._kept[self.table.name] = kept
        return kept[1]
