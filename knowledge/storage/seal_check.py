"""A known text, sealed and marked: it tells wrong keys before anything is read or written with them."""

from sqlalchemy import Column, Connection, Integer, String, Table, Text, delete, insert, inspect, select

from knowledge.seal import Keys, SealBroken
from knowledge.storage.sealed import MARK_LENGTH
from knowledge.storage.tables import metadata

KNOWN = "signpost"

seal_check = Table(
    "seal_check",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sealed", Text, nullable=False),
    Column("marked", String(MARK_LENGTH), nullable=False),
)


class WrongKeys(Exception):
    """This database was sealed with other keys: put those back."""

    def __init__(self, what: str, setting: str, file: str) -> None:
        super().__init__(
            f"the {what} in use is not that of this database: set SIGNPOST_{setting} as it was, or put back "
            f"the copy of SIGNPOST_HOME/secrets/{file}; nothing was read or changed"
        )


def keys_fit(connection: Connection, keys: Keys) -> bool:
    """Return True when they are the right ones, False when nothing was ever sealed here; raise WrongKeys."""
    if not inspect(connection).has_table(seal_check.name):
        return False
    found = connection.execute(select(seal_check.c.sealed, seal_check.c.marked)).one_or_none()
    if found is None:
        return False
    try:
        keys.seal.open(found.sealed)
    except SealBroken:
        raise WrongKeys("encryption key", "ENCRYPTION_KEYS", "encryption") from None
    if found.marked != keys.index.mark(KNOWN):
        raise WrongKeys("index key", "INDEX_KEY", "index")
    return True


def note_keys(connection: Connection, keys: Keys) -> None:
    """Say which keys belong to this database from now on."""
    connection.execute(delete(seal_check))
    known = {"id": 1, "sealed": keys.seal.close(KNOWN), "marked": keys.index.mark(KNOWN)}
    connection.execute(insert(seal_check).values(**known))
