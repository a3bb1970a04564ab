"""What could not be brought and was given up: of the front doors that somebody leads, with what helps."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from desk.states import OPEN, STATES
from desk.windows import WHATSAPP_WINDOW, WINDOW_CLOSED
from desk.words import label
from knowledge.storage.cases import Cases, Wanted
from knowledge.storage.channel_messages import ChannelMessages
from knowledge.storage.chatwoot import ChatwootConversations
from knowledge.storage.dead_lines import DeadLine, DeadLines
from knowledge.storage.deliveries import Deliveries
from knowledge.storage.outbox import Outbox
from knowledge.storage.person_mails import PersonMails
from knowledge.wording import say

MOST_SHOWN = 200
# what was said in a case that has ended: after two weeks nobody wants to hear of it any more
STILL_OF_USE = timedelta(days=14)


class Sort(StrEnum):
    """What was given up: a delivery to brokers, a mail to a person, a line in their chat, or to agents."""

    DELIVERY = "delivery"
    MAIL = "mail"
    LINE = "line"
    TELLING = "telling"


@dataclass(frozen=True)
class Letter:
    """One thing that was given up; `again` is whether sending it once more makes sense as things stand.

    `id` is unique among all of them. `case_id` is None of a mail that no request led to.
    """

    id: str
    sort: Sort
    what: str
    case_id: str | None
    since: datetime
    tries: int
    error: str
    again: bool = True
    reference: str = ""


@dataclass(frozen=True)
class GivenUp:
    """What was given up of these front doors, None for all; `inbox` is that of Chatwoot, if there is any."""

    session: Session
    hubs: frozenset[str] | None
    now: datetime
    inbox: str | None = None
    other_inboxes: tuple[str, ...] = ()

    def letters(self) -> list[Letter]:
        """Return it all, what was begun last first, by as many queries however much it is."""
        found = [*self._deliveries(), *self._mails(), *self._lines(), *self._tellings()]
        newest = sorted(found, key=lambda one: (one.since, one.id), reverse=True)[:MOST_SHOWN]
        cases = Cases(self.session).several({one.case_id for one in newest if one.case_id is not None})
        return [
            replace(one, reference=cases[one.case_id].reference) if one.case_id is not None else one
            for one in newest
        ]

    def send_again(self, letter_id: str) -> bool:
        """Try one once more, for as long as a new one; False when it is not here or makes no sense now."""
        letter = next((one for one in self.letters() if one.id == letter_id and one.again), None)
        return letter is not None and self._revive(letter)

    def _revive(self, letter: Letter) -> bool:
        if letter.sort is Sort.LINE:
            ChannelMessages(self.session).take_back_failed(letter.id, self.now)
            return Outbox(self.session).revive(letter.id, self.now)
        if letter.sort is Sort.TELLING:
            kept = (ChatwootConversations(self.session, inbox) for inbox in self._inboxes)
            return any(one.revive(letter.id, self.now) for one in kept)
        if letter.sort is Sort.MAIL:
            return PersonMails(self.session).revive(letter.id, self.now)
        return Deliveries(self.session).revive(letter.id, self.now)

    def _deliveries(self) -> Iterator[Letter]:
        for one in Deliveries(self.session).dead(self.hubs, MOST_SHOWN):
            way = f", {label('desk_way', one.way)}" if one.way else ""
            what, error = f"{label('desk_kind', one.kind)}{way}", one.error or ""
            yield Letter(one.id, Sort.DELIVERY, what, one.case_id, one.created, one.attempts, error)

    def _mails(self) -> Iterator[Letter]:
        mails = PersonMails(self.session)
        dead = mails.dead(self.hubs, MOST_SHOWN)
        wanted = mails.still_wanted(mail.id for mail, _ in dead)
        for mail, case_id in dead:
            what, error, again = label("desk_mail", mail.kind), mail.error or "", mail.id in wanted
            yield Letter(mail.id, Sort.MAIL, what, case_id, mail.created, mail.attempts, error, again=again)

    def _lines(self) -> Iterator[Letter]:
        for one in DeadLines(self.session).some(self._wanted, STATES, MOST_SHOWN):
            what, error = label("desk_line", one.channel), one.error or ""
            again = may_go_again(one, self.now)
            yield Letter(one.id, Sort.LINE, what, one.case_id, one.said_at, one.attempts, error, again=again)

    def _tellings(self) -> Iterator[Letter]:
        kept = (ChatwootConversations(self.session, inbox) for inbox in self._inboxes)
        for one in (dead for its in kept for dead in its.dead(self._wanted, MOST_SHOWN)):
            what, error = say("utter_label_desk_telling"), one.error or ""
            since = one.failing_since or one.created
            yield Letter(one.case_id, Sort.TELLING, what, one.case_id, since, one.attempts, error)

    @property
    def _inboxes(self) -> tuple[str, ...]:
        return () if self.inbox is None else (self.inbox, *self.other_inboxes)

    @property
    def _wanted(self) -> Wanted:
        return Wanted(self.hubs, OPEN, self.now - STILL_OF_USE)


def may_go_again(line: DeadLine, now: datetime) -> bool:
    """May a line that was given up be brought once more?

    Not when its request has ended, not to somebody who asked for no more messages and has not written since,
    not where nobody is reached, and not while the channel lets nobody write to them unasked.
    """
    if line.state not in OPEN or not line.reached or line.last_inbound is None:
        return False
    if line.stopped is not None and line.last_inbound <= line.stopped:
        return False
    return line.error != WINDOW_CLOSED or now - line.last_inbound < WHATSAPP_WINDOW
