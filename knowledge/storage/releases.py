"""Which facts are loaded: the hash of all of them."""

from sqlalchemy import Column, String, Table, delete, insert, select
from sqlalchemy.orm import Session

from knowledge.storage.tables import metadata

NAME = "knowledge"

releases = Table(
    "releases",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("content_hash", String(64), nullable=False),
)


class Releases:
    """The release that is loaded, asked for once."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session
        self._loaded: str | None = None

    def loaded(self) -> str | None:
        """Return the hash of the facts that are loaded, or None before the first time."""
        if self._loaded is None:
            query = select(releases.c.content_hash).where(releases.c.name == NAME)
            self._loaded = self._session.execute(query).scalar_one_or_none()
        return self._loaded

    def note(self, content_hash: str) -> None:
        """Note which facts are loaded from now on."""
        self._session.execute(delete(releases).where(releases.c.name == NAME))
        self._session.execute(insert(releases).values(name=NAME, content_hash=content_hash))
        self._loaded = content_hash
