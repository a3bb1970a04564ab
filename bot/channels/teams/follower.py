"""Keeps what stands in Teams true to its case, and brings the person's words to the broker: in order."""

import asyncio
import logging
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.channels.outgoing import NeverSent, NotSentNow
from bot.channels.teams.case_cards import briefing, card_message, said
from bot.channels.teams.connector import Connector
from bot.channels.teams.rendering import Activity, plain_activities
from desk.brief import Brief
from desk.casebook import Casebook
from desk.cases import Case
from desk.error_places import where
from desk.noticeboard import Notice, notice
from desk.outside import Heard, heard
from desk.page import page
from desk.patience import GiveUp, what_next
from desk.reasons import why_not
from desk.rounds import TIME_TO_STORE, again_and_again
from desk.states import IN_HAND, OPEN
from desk.words import uk_moment
from knowledge.storage.conversations import Conversations
from knowledge.storage.database import Database
from knowledge.storage.teams_links import TeamsLinks
from knowledge.storage.teams_posts import Missed, Post, PostKind, TeamsPosts, Undelivered
from knowledge.wording import say

log = logging.getLogger(__name__)

LONGEST_PAUSE = timedelta(minutes=5)  # somebody waits at the other end
MOST_AT_ONCE = 20


@dataclass(frozen=True)
class Batch:
    """What one post is to become, and up to which line of the person that is everything.

    `is_gone`: the broker is nobody in that chat any more, so nothing is told there, not even that.
    """

    post: Post
    case: Case
    seen: Notice
    lines: tuple[Heard, ...]
    notes: tuple[Undelivered, ...]
    head: int
    is_gone: bool = False

    @property
    def is_over(self) -> bool:
        """Is there nothing more to follow after this?"""
        if self.is_gone:
            return True
        if self.post.kind is PostKind.CARD:
            return self.case.state not in OPEN or not self.seen.is_here
        return self.case.state not in IN_HAND or self.case.broker != self.post.whose

    @property
    def whole(self) -> bool:
        """Is it all there is to tell now?"""
        return len(self.lines) < MOST_AT_ONCE and len(self.notes) < MOST_AT_ONCE

    def card(self) -> Activity:
        """Return the card as the case stands; who does not have it in hand any more cannot act from there."""
        is_talk = self.post.kind is PostKind.TALK
        return card_message(self.seen.left() if is_talk and self.is_over else self.seen, is_talk=is_talk)


class LeaseLost(Exception):
    """Another worker has this post: leave the rest to it."""


@dataclass(frozen=True)
class Follower:
    """One of the workers, any number of which may run at once."""

    database: Database
    connector: Connector
    clock: Callable[[], datetime]
    seconds: float
    chance: Callable[[], float] = random.random
    name: str = field(default_factory=lambda: uuid.uuid4().hex)

    async def follow_next(self) -> bool:
        """Bring one post up to its case; False when all are."""
        batch = await asyncio.to_thread(self._take)
        if batch is None:
            return False
        name, code = batch.post.case_id, None
        is_final = False
        try:
            await self._bring(batch)
        except LeaseLost:
            log.info("case %s is followed in Teams by another worker", name)
        except (NotSentNow, NeverSent) as failed:
            code, is_final = failed.code, isinstance(failed, NeverSent)
        except Exception as broken:  # noqa: BLE001 - one bad post must not hold up the others
            # the message of an error may repeat what a person wrote: only its kind and place are logged
            log.error("case %s cannot be followed in Teams: %s", name, where(broken))  # noqa: TRY400
            code = type(broken).__name__[:60]
        if code is not None:
            await asyncio.to_thread(self._put_off, batch.post, code, is_final=is_final)
        return True

    async def _bring(self, batch: Batch) -> None:
        post = batch.post
        if batch.is_gone:
            await asyncio.to_thread(self._finish, batch)
            return
        if post.activity is None:
            await self._begin(batch)
        elif post.activity and post.revision != batch.case.revision:
            await self.connector.update(post.address, post.activity, batch.card())
        for line in batch.lines:
            await self._post(post, said(batch.case.reference, line.text))
            await self._note(post, cursor=line.seq)
        for note in batch.notes:
            await self._post(post, list(plain_activities(_undelivered(batch.case, note))))
            await asyncio.to_thread(self._drop, note)
        if batch.is_over and batch.whole and post.kind is PostKind.TALK and post.activity is not None:
            over = f"{batch.case.reference}: {say('utter_teams_case_talk_over')}"
            await self._post(post, list(plain_activities(over)))
        await asyncio.to_thread(self._finish, batch)

    async def _begin(self, batch: Batch) -> None:
        """Show the whole brief to who has just taken the case, then the card that acts on it."""
        post, packed = batch.post, batch.case.brief
        if batch.is_over:
            return
        if post.kind is PostKind.TALK and packed is not None:
            await self._post(post, briefing(page(Brief.unpack(packed))))
        name = await self.connector.post(post.address, batch.card())
        await self._note(post, activity=name)

    async def _post(self, post: Post, activities: list[Activity]) -> None:
        for activity in activities:
            await self.connector.post(post.address, activity)
            await self._note(post)

    async def _note(self, post: Post, **values: object) -> None:
        """Keep how far it has come, and hold it for as long again."""
        if not await asyncio.to_thread(self._hold, post, values):
            raise LeaseLost

    def _hold(self, post: Post, values: dict[str, object]) -> bool:
        until = self.clock() + self._lease
        with self.database.open() as session:
            return TeamsPosts(session).note(post.id, self.name, lease_until=until, **values)

    def _take(self) -> Batch | None:
        now = self.clock()
        with self.database.reading() as session:  # most of the time there is nothing to write
            if not TeamsPosts(session).has_due(now):
                return None
        with self.database.open() as session:
            post = TeamsPosts(session).take(self.name, now, now + self._lease)
            return None if post is None else _batch(session, post, now)

    def _drop(self, note: Undelivered) -> None:
        with self.database.open() as session:
            TeamsPosts(session).drop(note.id)

    def _finish(self, batch: Batch) -> None:
        post = batch.post
        with self.database.open() as session:
            kept = TeamsPosts(session)
            if batch.is_over and batch.whole:
                kept.end(post.id, self.name)
                return
            kept.note(post.id, self.name, cursor=batch.head)
            kept.let_go(post.id, self.name, batch.case.revision)

    def _put_off(self, post: Post, code: str, *, is_final: bool) -> None:
        tries, now = post.attempts + 1, self.clock()
        following = what_next(tries, post.failing_since or now, now, self.chance())
        gives_up = is_final or isinstance(following, GiveUp)
        again = None if gives_up or isinstance(following, GiveUp) else min(following.at, now + LONGEST_PAUSE)
        with self.database.open() as session:
            TeamsPosts(session).put_off(post, self.name, Missed(now, code, again))
        if again is None:
            log.error("case %s is given up in Teams after %s tries: %s", post.case_id, tries, code)
            return
        log.warning("case %s waits to be followed in Teams after %s tries: %s", post.case_id, tries, code)

    @property
    def _lease(self) -> timedelta:
        return timedelta(seconds=self.seconds) + TIME_TO_STORE


async def keep_following(follower: Follower, poll_seconds: float, stop: asyncio.Event) -> None:
    """Follow the cases until told to stop; what is in hand then is finished first, and connections closed."""
    try:
        await again_and_again(follower.follow_next, "speak to Teams", poll_seconds, stop)
    finally:
        await follower.connector.close()


def _batch(session: Session, post: Post, now: datetime) -> Batch:
    case = Casebook(session).get(post.case_id)
    is_card = post.kind is PostKind.CARD
    seen = notice(session, case, post.whose if is_card else case.hub_id, now)
    if is_card:
        return Batch(post, case, seen, (), (), post.cursor)
    link = TeamsLinks(session).of_broker(post.whose)
    if link is None or link.address.get("conversation") != post.address.get("conversation"):
        return Batch(post, case, seen, (), (), post.cursor, is_gone=True)
    heads = Conversations(session).heads([case.conversation_id])
    end = heads[case.conversation_id].last_seq if heads else post.cursor
    lines = heard(session, case, post.cursor, lambda who: who == post.whose)
    head = end if len(lines) <= MOST_AT_ONCE else lines[MOST_AT_ONCE - 1].seq
    notes = TeamsPosts(session).notes(post.id)
    shown = tuple(lines[:MOST_AT_ONCE]), tuple(notes[:MOST_AT_ONCE])
    return Batch(post, case, seen, *shown, max(head, post.cursor))


def _undelivered(case: Case, note: Undelivered) -> str:
    told = {"reference": case.reference, "at": uk_moment(note.said_at), "reason": why_not(note.error)}
    return say("utter_teams_case_not_delivered", **told)
