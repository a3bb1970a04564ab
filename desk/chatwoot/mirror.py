"""Tells the agents in Chatwoot what the person says, and what they must know: in order, once in effect."""

import asyncio
import logging
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import aiohttp
from aiohttp.abc import AbstractResolver
from sqlalchemy.orm import Session

from desk.casebook import Casebook
from desk.chatwoot.api import Api, Message, open_api
from desk.chatwoot.markdown import to_markdown
from desk.chatwoot.replies import Replies, is_agent
from desk.chatwoot.settings import ChatwootSettings
from desk.chatwoot.texts import private, source_id
from desk.couriers import NotDelivered
from desk.error_places import where
from desk.outside import Heard, heard
from desk.patience import GiveUp, what_next
from desk.rounds import TIME_TO_STORE, again_and_again
from desk.states import OPEN
from knowledge.storage.chatwoot import ChatwootConversations, ChatwootNotes, Failed, Linked, Note, Search
from knowledge.storage.conversations import Conversations
from knowledge.storage.database import Database

log = logging.getLogger(__name__)

# somebody waits at the other end: no pause of hours, as with requests that go by mail
LONGEST_PAUSE = timedelta(minutes=5)
# "send and resolve" brings two webhooks, and either may come first
SETTLES = timedelta(seconds=10)
RECENT = timedelta(days=1)
MOST_AT_ONCE = 20


@dataclass(frozen=True)
class Batch:
    """What one conversation is to be told, and up to which line that is everything."""

    linked: Linked
    lines: tuple[Heard, ...]
    notes: tuple[Note, ...]
    head: int


class LeaseLost(Exception):
    """Another worker has this conversation: leave the rest to it."""


@dataclass(frozen=True)
class Mirror:
    """One of the workers, any number of which may run at once."""

    database: Database
    settings: ChatwootSettings
    clock: Callable[[], datetime]
    chance: Callable[[], float] = random.random
    names: Callable[[], AbstractResolver] = aiohttp.ThreadedResolver
    name: str = field(default_factory=lambda: uuid.uuid4().hex)

    async def tell_next(self) -> bool:
        """Tell what there is to tell in one conversation; False when there is nothing anywhere."""
        batch = await asyncio.to_thread(self._take)
        if batch is None:
            return False
        try:
            await self._tell(batch)
        except NotDelivered as failed:
            await asyncio.to_thread(self._put_off, batch.linked, failed.code)
        except LeaseLost:
            log.info("case %s is told by another worker", batch.linked.case_id)
        except Exception as broken:  # noqa: BLE001 - one bad conversation must not hold up the others
            # the message of an error may repeat what a person wrote: only its kind and place are logged
            log.error("case %s cannot be told: %s", batch.linked.case_id, where(broken))  # noqa: TRY400
            await asyncio.to_thread(self._put_off, batch.linked, type(broken).__name__[:60])
        return True

    async def _tell(self, batch: Batch) -> None:
        linked = batch.linked
        if batch.lines or batch.notes:
            async with open_api(self.settings, self.names) as api:
                there = await api.source_ids(linked.conversation_id) if linked.unsure else frozenset()
                for line in batch.lines:
                    name = source_id(linked.case_id, f"line:{line.seq}")
                    await self._post(api, linked, Message(name, to_markdown(line.text), private=False), there)
                    await asyncio.to_thread(self._advance, linked, line.seq)
                for note in batch.notes:
                    await self._post(api, linked, private(linked.case_id, note.name, note.text), there)
                    await asyncio.to_thread(self._drop, note)
        await asyncio.to_thread(self._finish, batch)

    async def _post(self, api: Api, linked: Linked, message: Message, there: frozenset[str]) -> None:
        if message.source_id not in there:
            await api.post(linked.conversation_id, message)

    def _take(self) -> Batch | None:
        now = self.clock()
        search = self._search(now)
        with self.database.reading() as session:  # most of the time there is nothing to write
            if not self._kept(session).has_due(search):
                return None
        lease = timedelta(seconds=self.settings.chatwoot_seconds) + TIME_TO_STORE
        with self.database.open() as session:
            linked = self._kept(session).take(self.name, now + lease, search)
            if linked is None:
                return None
            if linked.resolved is not None and linked.resolved <= search.settled:
                Replies(session, self.settings, now).close(linked)
            return _batch(session, linked)

    def _search(self, now: datetime) -> Search:
        given, open_states = self.settings, frozenset(state.value for state in OPEN)
        shared = given.chatwoot_inbox == given.shared_inbox
        here = frozenset(hub for hub in given.chatwoot_inboxes if given.is_for(hub))
        elsewhere = frozenset(given.chatwoot_inboxes) - here
        whose = (None, elsewhere) if shared else (here, frozenset[str]())
        return Search(now, now - SETTLES, now - RECENT, open_states, *whose)

    def _advance(self, linked: Linked, cursor: int) -> None:
        with self.database.open() as session:
            if not self._kept(session).advance(linked.case_id, self.name, cursor):
                raise LeaseLost

    def _drop(self, note: Note) -> None:
        with self.database.open() as session:
            ChatwootNotes(session).drop(note)

    def _finish(self, batch: Batch) -> None:
        with self.database.open() as session:
            kept = self._kept(session)
            kept.advance(batch.linked.case_id, self.name, batch.head)
            kept.let_go(batch.linked.case_id, self.name)

    def _put_off(self, linked: Linked, code: str) -> None:
        tries, now = linked.attempts + 1, self.clock()
        following = what_next(tries, linked.failing_since or now, now, self.chance())
        again = None if isinstance(following, GiveUp) else min(following.at, now + LONGEST_PAUSE)
        with self.database.open() as session:
            self._kept(session).put_off(linked, self.name, Failed(now, code, again))
        if again is None:
            log.error("case %s is given up in Chatwoot after %s tries: %s", linked.case_id, tries, code)
            return
        log.warning("case %s waits to be told in Chatwoot after %s tries: %s", linked.case_id, tries, code)

    def _kept(self, session: Session) -> ChatwootConversations:
        return ChatwootConversations(session, self.settings.inbox_name)


async def keep_telling(mirror: Mirror, poll_seconds: float, stop: asyncio.Event) -> None:
    """Tell what there is until told to stop; what is in hand then is finished first."""
    await again_and_again(mirror.tell_next, "speak to Chatwoot", poll_seconds, stop)


def _batch(session: Session, linked: Linked) -> Batch:
    case = Casebook(session).get(linked.case_id)
    heads = Conversations(session).heads([case.conversation_id])
    end = heads[case.conversation_id].last_seq if heads else linked.cursor
    lines = heard(session, case, linked.cursor, is_agent)
    head = end if len(lines) <= MOST_AT_ONCE else lines[MOST_AT_ONCE - 1].seq
    notes = ChatwootNotes(session).of_case(case.id)
    return Batch(linked, tuple(lines[:MOST_AT_ONCE]), tuple(notes[:MOST_AT_ONCE]), max(head, linked.cursor))
