"""What waits because a channel takes nothing from us: how much of it, since when, and why."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session

from knowledge.storage.conversations import conversations
from knowledge.storage.deliveries import Way, deliveries
from knowledge.storage.errands import Progress
from knowledge.storage.outbox import Delivery
from knowledge.storage.outbox_table import outbox


@dataclass(frozen=True)
class HeldUp:
    """What a channel has not taken for one reason; `since` is when the oldest message of it was said."""

    channel: str
    code: str
    since: datetime
    waiting: int


def held_up(session: Session, codes: Collection[str]) -> list[HeldUp]:
    """Return what waits for one of these reasons, by channel and reason, in one query.

    A message that is being tried at this moment is not counted; when it fails again it is.
    """
    said = (
        select(conversations.c.channel, outbox.c.error, outbox.c.said_at.label("since"))
        .join(conversations, conversations.c.id == outbox.c.conversation_id)
        .where(outbox.c.delivery == Delivery.WAITING, outbox.c.error.in_(codes))
    )
    cards = select(literal(Way.TEAMS.value), deliveries.c.error, deliveries.c.created).where(
        deliveries.c.state == Progress.WAITING, deliveries.c.way == Way.TEAMS, deliveries.c.error.in_(codes)
    )
    each = union_all(said, cards).subquery()
    its = each.c.channel, each.c.error
    found = session.execute(select(*its, func.min(each.c.since), func.count()).group_by(*its).order_by(*its))
    return [HeldUp(*row) for row in found]
