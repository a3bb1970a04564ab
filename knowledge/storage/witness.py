"""A second book beside the tables, kept by triggers: what was written, in the order of the commits.

For drills and tests only, on SQLite only, and in databases in which nothing is sealed: it reads what is
written, and keeps what an erasure deletes.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Column, Integer, String, Table, select, text
from sqlalchemy.orm import Session

from knowledge.storage.cases import cases
from knowledge.storage.channel_messages import channel_messages
from knowledge.storage.conversations import conversations
from knowledge.storage.deliveries import deliveries
from knowledge.storage.inbox import inbox
from knowledge.storage.outbox_table import outbox
from knowledge.storage.tables import metadata
from knowledge.storage.tracker_events import tracker_events

STANDING = (conversations, inbox, outbox, cases, deliveries, tracker_events, channel_messages)
BOOK = "CREATE TABLE witness (n INTEGER PRIMARY KEY, what TEXT, conversation TEXT, key TEXT, content TEXT)"
IN_HAND = (
    "SELECT count(*) FROM cases "
    "WHERE conversation_id = NEW.conversation_id AND state IN ('claimed', 'in_conversation')"
)
# what is written, upon which event of which table, of which conversation, under which key, with what content
WATCHED = (
    (
        "said",
        "INSERT ON outbox",
        "NEW.conversation_id",
        "NEW.in_reply_to",
        "'seq', NEW.seq, 'sender', NEW.sender, 'kind', NEW.kind, "  # noqa: S608 - of constants alone
        "'text', json_extract(json_extract(NEW.content, '$'), '$.text'), "
        "'choices', json_extract(json_extract(NEW.content, '$'), '$.choices'), "
        "'owner', (SELECT owner FROM conversations WHERE id = NEW.conversation_id), "
        f"'in_hand', ({IN_HAND})",
    ),
    (
        "taken",
        "INSERT ON channel_messages",
        "(SELECT conversation_id FROM outbox WHERE id = NEW.entry_id)",
        "NEW.entry_id",
        "'name', NEW.id, 'part', NEW.part, 'at', NEW.at, "
        "'seq', (SELECT seq FROM outbox WHERE id = NEW.entry_id), "
        "'since', (SELECT last_inbound FROM channel_people WHERE conversation_id = "
        "(SELECT conversation_id FROM outbox WHERE id = NEW.entry_id))",
    ),
    (
        "taken_back",
        "UPDATE OF taken_back ON channel_messages",
        "(SELECT conversation_id FROM outbox WHERE id = NEW.entry_id)",
        "NEW.entry_id",
        "'name', NEW.id, 'part', NEW.part",
    ),
    ("received", "INSERT ON inbox", "NEW.conversation_id", "NEW.message_id", "'state', NEW.state"),
    (
        "settled",
        "UPDATE OF state ON inbox",
        "NEW.conversation_id",
        "NEW.message_id",
        "'state', NEW.state, 'owner', (SELECT owner FROM conversations WHERE id = NEW.conversation_id)",
    ),
    (
        "understood",
        "INSERT ON tracker_events",
        "NEW.conversation",
        "json_extract(json_extract(NEW.content, '$'), '$[0][1].message_id')",
        "'kind', json_extract(json_extract(NEW.content, '$'), '$[0][0]')",
    ),
    ("erased", "UPDATE OF erased ON conversations", "NEW.id", "NULL", "'at', NEW.erased"),
    ("ended", "UPDATE OF ended ON conversations", "NEW.id", "NULL", "'at', NEW.ended"),
    (
        "asked",
        "INSERT ON case_answers",
        "(SELECT conversation_id FROM cases WHERE id = NEW.case_id)",
        "NEW.case_id",
        "'at', NEW.asked_at",
    ),
    (
        "followed_up",
        "UPDATE OF state ON follow_ups WHEN NEW.state = 'asked' AND OLD.state <> 'asked'",
        "NEW.conversation_id",
        "NEW.id",
        "'day', NEW.day",
    ),
    (
        "opened",
        "INSERT ON cases",
        "NEW.conversation_id",
        "NEW.id",
        "'message', NEW.message_id, 'hub', NEW.hub_id, 'team', NEW.team",
    ),
    (
        "moved",
        "UPDATE OF hub_id, team ON cases WHEN OLD.hub_id IS NOT NEW.hub_id OR OLD.team IS NOT NEW.team",
        "NEW.conversation_id",
        "NEW.id",
        "'from_hub', OLD.hub_id, 'from_team', OLD.team, 'hub', NEW.hub_id, 'team', NEW.team, "
        "'recipient', json_extract(json_extract(NEW.consent, '$'), '$.recipient'), "
        "'wording', json_extract(json_extract(NEW.consent, '$'), '$.wording')",
    ),
    (
        "changed",
        "INSERT ON case_events",
        "(SELECT conversation_id FROM cases WHERE id = NEW.case_id)",
        "NEW.case_id",
        "'seq', NEW.seq, 'change', NEW.change, 'before', NEW.before, 'after', NEW.after, "
        "'who', NEW.who, 'why', NEW.why",
    ),
)


@dataclass(frozen=True)
class Event:
    """One thing that was written; `n` counts in the order of the commits, `content` says what."""

    n: int
    what: str
    conversation: str
    key: str | None
    content: dict[str, Any]


witness = Table(
    "witness",
    type(metadata)(),
    Column("n", Integer, primary_key=True),
    Column("what", String),
    Column("conversation", String),
    Column("key", String),
    Column("content", JSON),
)


class Witness:
    """What happened in a database since the triggers are there, and what stands in it now."""

    def __init__(self, session: Session) -> None:
        """Work inside the caller's transaction."""
        self._session = session

    def install(self) -> None:
        """Make the book and the triggers; once for each database."""
        self._session.execute(text(BOOK))
        for what, upon, conversation, key, content in WATCHED:
            noting = f"VALUES ('{what}', {conversation}, {key}, json_object({content}))"
            inserting = f"INSERT INTO witness (what, conversation, key, content) {noting}"
            self._session.execute(text(f"CREATE TRIGGER witness_{what} AFTER {upon} BEGIN {inserting}; END"))

    def events(self) -> list[Event]:
        """Return everything that was written, in order."""
        return [Event(**row._mapping) for row in self._session.execute(select(witness).order_by(witness.c.n))]

    def standing(self) -> dict[str, list[dict[str, Any]]]:
        """Return the rows of every table that a handover leaves something in, by table."""
        return {
            table.name: [dict(row._mapping) for row in self._session.execute(select(table))]
            for table in STANDING
        }
