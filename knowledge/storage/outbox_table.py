"""The outbox as a table, and what each message asks of it."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    and_,
    bindparam,
    func,
    insert,
    not_,
    select,
    update,
)

from knowledge.storage.conversations import conversations
from knowledge.storage.sealed import SealedJson
from knowledge.storage.tables import Instant, metadata

outbox = Table(
    "outbox",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("conversation_id", String(40), ForeignKey("conversations.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("sender", String(10), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("said_at", Instant, nullable=False),
    Column("revived", Instant),
    Column("content", SealedJson, nullable=False),
    Column("in_reply_to", String(100)),
    Column("delivery", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try", Instant),
    Column("error", String(60)),
    UniqueConstraint("conversation_id", "seq"),
    Index("ix_outbox_delivery_next_try", "delivery", "next_try"),
)


# built once: docs/decisions/0023-committed-together.md
ITS = outbox.c.id == bindparam("of")
OF_CONVERSATION = outbox.c.conversation_id == bindparam("of")
ADD = insert(outbox)
COUNT = (
    update(conversations)
    .where(conversations.c.id == bindparam("of"))
    .values(last_seq=conversations.c.last_seq + 1)
    .returning(conversations.c.last_seq, conversations.c.channel)
)
IN_ORDER = select(outbox).order_by(outbox.c.seq)
AFTER = IN_ORDER.where(OF_CONVERSATION, outbox.c.seq > bindparam("after"))
ONE_ALONE = select(outbox).where(ITS).with_for_update()
REPLIES = IN_ORDER.where(
    OF_CONVERSATION, outbox.c.in_reply_to == bindparam("to"), outbox.c.sender != bindparam("person")
)
# what is said unasked and was put off holds up nobody's words meanwhile
_LATER = and_(
    outbox.c.kind.in_(bindparam("unasked", expanding=True)),
    outbox.c.next_try > bindparam("now", type_=Instant),
    outbox.c.error.is_not(None),
)
_OLDEST = (
    select(func.min(outbox.c.seq).label("seq"), outbox.c.conversation_id)
    .where(outbox.c.delivery == bindparam("waiting"), not_(_LATER))
    .group_by(outbox.c.conversation_id)
    .subquery()
)
DUE = (
    select(outbox)
    .join(
        _OLDEST,
        and_(outbox.c.conversation_id == _OLDEST.c.conversation_id, outbox.c.seq == _OLDEST.c.seq),
    )
    .where(outbox.c.next_try <= bindparam("now", type_=Instant))
    .order_by(outbox.c.next_try, outbox.c.id)
    .limit(bindparam("most"))
)
TAKE = (
    update(outbox)
    .where(
        ITS,
        outbox.c.delivery == bindparam("waiting"),
        outbox.c.next_try <= bindparam("now", type_=Instant),
        outbox.c.attempts == bindparam("before"),
    )
    .values(attempts=outbox.c.attempts + 1, next_try=bindparam("until"), error=None)
    .returning(outbox.c.id)
)
WAKE = (
    update(outbox)
    .where(
        OF_CONVERSATION,
        outbox.c.delivery == bindparam("waiting"),
        outbox.c.error.in_(bindparam("errors", expanding=True)),
    )
    .values(next_try=bindparam("now"))
    .returning(outbox.c.id)
)
WAITS = select(outbox.c.id).where(
    OF_CONVERSATION,
    outbox.c.delivery == bindparam("waiting"),
    outbox.c.sender.in_(bindparam("senders", expanding=True)),
    outbox.c.kind.in_(bindparam("kinds", expanding=True)),
)
SETTLE = (
    update(outbox)
    .where(ITS)
    .values(delivery=bindparam("as"), next_try=bindparam("again"), error=bindparam("why"))
)
HOLD = select(outbox.c.id).where(ITS).with_for_update()
