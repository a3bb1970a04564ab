"""What an earlier Signpost has no word for is told in its own words when the change is undone."""

import pytest
from alembic import command
from sqlalchemy import text

from knowledge.storage.database import Database
from tests.databases import KEYS
from tests.knowledge.storage.test_ways_migration import CASE, add, go
from tests.postgres import postgres_address, postgres_server  # noqa: F401 - fixtures

BEFORE, AT = "0022", "2026-11-02 12:00:00.000000"
CONVERSATION = {"id": "c1", "channel": "whatsapp", "origin": "", "owner": "bot", "noted": "{}", "last_seq": 3}
LINE = {"conversation_id": "c1", "sender": "system", "content": "{}", "delivery": "sent", "attempts": 1}
ASKED = {"case_id": "case-1", "conversation_id": "c1", "channel": "whatsapp", "programmes": "[]"}
EVENT = {"case_id": "case-1", "who": "clock", "after": "waiting", "why": "w"}
MESSAGE = {"channel": "whatsapp", "entry_id": "e0", "state": "failed"}


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    """A database as this Signpost leaves it, with all that it has new words for."""
    address = f"sqlite:///{tmp_path / 'signpost.db'}"
    if request.param == "postgresql":
        address = request.getfixturevalue("postgres_address")
    made = Database(address, KEYS)
    made.migrate()
    with made.engine.begin() as connection:
        case = CASE | {"outcome": "not_said", "opened": AT, "changed": AT}
        add(connection, "cases", case)
        add(connection, "conversations", CONVERSATION | {"created": AT, "last_seen": AT})
        for seq, kind in enumerate(("said", "follow_up", "reminder")):
            add(connection, "outbox", LINE | {"id": f"e{seq}", "seq": seq + 1, "kind": kind, "said_at": AT})
        for day, state in ((7, "lapsed"), (30, "asked"), (90, "no_way")):
            add(connection, "follow_ups", ASKED | {"id": f"f{day}", "day": day, "due": AT, "state": state})
        for seq, change in enumerate(("submit", "lapse", "claim")):
            add(connection, "case_events", EVENT | {"seq": seq, "at": AT, "change": change})
        for part, back in enumerate((None, AT, AT)):
            row = MESSAGE | {"id": f"m{part}", "part": part, "at": AT, "taken_back": back}
            add(connection, "channel_messages", row)
    yield made
    made.close()


def column(database, query):
    with database.engine.connect() as connection:
        return list(connection.scalars(text(query)))


@pytest.mark.parametrize("again", [False, True], ids=["down", "down and up"])
def test_what_is_left_can_be_read_by_what_was_before(database, again):
    go(database, command.downgrade, BEFORE)
    if again:
        database.migrate()

    assert column(database, "SELECT kind FROM outbox ORDER BY seq") == ["said"] * 3
    assert column(database, "SELECT state FROM follow_ups ORDER BY day") == ["asked", "asked", "skipped"]
    assert column(database, "SELECT change FROM case_events ORDER BY seq") == ["submit", "claim"]
    assert column(database, "SELECT outcome FROM cases") == [None]
    assert column(database, "SELECT id FROM channel_messages") == ["m0"]
