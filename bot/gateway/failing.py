"""What follows when a message to a person failed: it is brought again, or given up where somebody sees it."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.channels.outgoing import NeverSent, NotSentNow
from desk.afterwards.undelivered import not_brought
from desk.chatwoot.telling_agents import tell_agent
from desk.from_teams import tell_in_teams
from desk.patience import AT_MOST, GiveUp, what_next
from desk.windows import WHATSAPP_WINDOW, WINDOW_CLOSED
from knowledge.storage.channel_messages import ChannelMessages, Why
from knowledge.storage.channel_people import ChannelPeople, ChannelPerson
from knowledge.storage.conversations import Conversations
from knowledge.storage.outbox import Delivery, Entry, Outbox, Sender, Waiting

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Failure:
    """Why a row was not brought: for good, or for now and then not before some time."""

    code: str
    is_final: bool = False
    after: timedelta | None = None


def failure_of(failed: NotSentNow | NeverSent) -> Failure:
    """Return what the word of a channel means for a row."""
    if isinstance(failed, NeverSent):
        return Failure(failed.code, is_final=True)
    return Failure(failed.code, after=failed.after)


def why_of(failed: NotSentNow | NeverSent) -> Why:
    """Return what the word of a channel means, as it is kept until the row is settled."""
    found = failure_of(failed)
    after = None if found.after is None else int(found.after.total_seconds())
    return Why(found.code, found.is_final, after)


def note_failure(
    session: Session, waiting: Waiting, person: ChannelPerson, failure: Failure, at: tuple[datetime, float]
) -> None:
    """Put a row off, or give it up; `at` is the time and the chance that spreads the attempts of many."""
    now, chance = at
    entry = waiting.entry
    following = what_next(waiting.attempts, entry.brought_since, now, chance)
    if failure.code == WINDOW_CLOSED:
        ChannelPeople(session).silent_since(person, now - WHATSAPP_WINDOW)
    # who is silent is not tried in vain: their time is over whatever the number of attempts
    is_over = failure.code == WINDOW_CLOSED and now >= entry.brought_since + AT_MOST
    if failure.is_final or is_over or isinstance(following, GiveUp):
        give_up(session, entry, failure.code, now)
        forget_where(session, person)
        log.error("message %s on %s given up: %s", entry.id, person.channel, failure.code)
        return
    again = following.at if failure.after is None else max(following.at, now + failure.after)
    Outbox(session).put_off(entry.id, again, failure.code)
    log.warning("message %s on %s put off: %s", entry.id, person.channel, failure.code)


def give_up(session: Session, entry: Entry, code: str, now: datetime) -> None:
    """Settle a row that will not be brought, and tell whoever counts on it."""
    Outbox(session).settle(entry.id, Delivery.DEAD, code)
    tell_agent(session, entry, code)
    tell_in_teams(session, entry, code)
    not_brought(session, entry, now)


def forget_where(session: Session, person: ChannelPerson) -> None:
    """Keep no address of somebody who had everything deleted, once nothing waits for them any more."""
    conversation_id = person.conversation_id
    erased = Conversations(session).get(conversation_id).erased
    if erased is None or person.last_inbound > erased or Outbox(session).waits(conversation_id, Sender):
        return
    ChannelPeople(session).forget_address(person)


def fail_after_all(session: Session, entry_id: str, at: tuple[datetime, float]) -> bool:
    """Put off or give up a row that was brought and of which a part failed; False when there is none.

    A row that is still in hand is settled first; what failed of it is kept until then.
    """
    failed = ChannelMessages(session).failed(entry_id)
    waiting = None if failed is None else Outbox(session).sent(entry_id)
    if waiting is None or failed is None:
        return False
    person = ChannelPeople(session).of_conversation(waiting.entry.conversation_id)
    if person is None:
        return False
    after = None if failed.why.again_after is None else timedelta(seconds=failed.why.again_after)
    if not failed.why.is_final:
        ChannelMessages(session).take_back(entry_id, failed.part, at[0])
    note_failure(session, waiting, person, Failure(failed.why.error, failed.why.is_final, after), at)
    return True
