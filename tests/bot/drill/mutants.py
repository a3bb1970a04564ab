"""Signpost with one guard taken out at a time: a drill that finds nothing wrong with these is worth nothing.

Run as a program: it prints a line of JSON for each mutant, with what was found and after how many runs.
It forks, so it is no part of a process of pytest, which may have threads.
"""

import json
import logging
import os
import signal
import sys
import tempfile
import uuid
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path

from sqlalchemy import delete

import bot.gateway.receiving
import bot.gateway.turns
import bot.gateway.voice
import desk.casebook
import desk.webhooks
from bot.drill.many import rehearse
from bot.drill.plan import plan
from bot.drill.processes import spawn
from bot.drill.receiver import open_receiver
from bot.drill.run import Run
from bot.drill.stage import Stage
from bot.gateway.steps import Steps
from desk.delivery import Worker
from desk.ways import Ways
from knowledge.storage.conversations import Conversations
from knowledge.storage.deliveries import Deliveries, Kind
from knowledge.storage.inbox import Inbox, inbox
from knowledge.storage.outbox import Outbox
from knowledge.storage.tracker_events import TrackerEvents
from tests.bot.drill import mutants_of_telephones, mutants_of_the_desk

SEED = 1
MOST_RUNS = 200


def the_bot_speaks_whoever_owns_the_conversation():
    for module in (bot.gateway.voice, bot.gateway.turns, bot.gateway.receiving):
        module.bot_may_speak = lambda conversation: True


def a_message_that_comes_again_is_new():
    receive = bot.gateway.receiving.receive

    def receive_anew(session, conversation_id, posted, now):
        its = inbox.c.conversation_id == conversation_id, inbox.c.message_id == posted.message_id
        session.execute(delete(inbox).where(*its))
        return receive(session, conversation_id, posted, now)

    bot.gateway.receiving.receive = receive_anew


def a_turn_is_finished_by_whoever_lost_it():
    finish = Steps.finish

    def finish_anyway(self, session, work, turn, now):
        session.connection()
        Conversations(session).claim(
            work.conversation.id, work.holder, now.max.replace(tzinfo=now.tzinfo), now
        )
        return finish(self, session, work, turn, now)

    Steps.finish = finish_anyway


def nobody_tries_again():
    Inbox.due = lambda self, now, limit: []


def a_delivery_is_settled_before_it_is_sent():
    async def deliver_next(self):
        errand = self._take()
        if errand is None:
            return False
        self._note(errand, None)
        if not errand.is_void:
            await self._send(errand)
        return True

    Worker.deliver_next = deliver_next


def one_way_takes_what_goes_by_another():
    Deliveries.take_by = lambda self, way, holder, now, until: self.take(holder, now, until)


def only_the_first_way_is_taken():
    Ways.of = lambda self, hub_id, team=None: self.usual[:1]


def every_attempt_has_an_id_of_its_own():
    headers_of = desk.webhooks.headers_of

    def headers_of_another(parcel, body, key):
        delivery = replace(parcel.delivery, id=uuid.uuid4().hex)
        return headers_of(replace(parcel, delivery=delivery), body, key)

    desk.webhooks.headers_of = headers_of_another


def a_broker_who_clicks_twice_says_it_twice():
    Outbox.replies_to, replies_to = (
        lambda self, conversation, key: (
            [] if key.startswith("desk:") else replies_to(self, conversation, key)
        ),
        Outbox.replies_to,
    )


def a_withdrawal_is_told_to_nobody():
    add = Deliveries.add
    Deliveries.add = lambda self, delivery: delivery.kind is Kind.WITHDRAWAL or add(self, delivery)


def a_broker_takes_the_case_and_not_the_conversation():
    desk.casebook.settle_owner = lambda session, conversation_id: None


def the_engine_remembers_what_was_erased():
    TrackerEvents.erase = lambda self, conversation: 0


# what each is found out by, and the first run that is tried: one in which it was found once
MUTANTS = {
    the_bot_speaks_whoever_owns_the_conversation: ("spoke_while_owned", 0),
    a_message_that_comes_again_is_new: ("doubled", 0),
    a_turn_is_finished_by_whoever_lost_it: ("doubled", 32),
    nobody_tries_again: ("lost", 0),
    a_delivery_is_settled_before_it_is_sent: ("lost", 72),
    one_way_takes_what_goes_by_another: ("doubled", 0),
    only_the_first_way_is_taken: ("lost", 0),
    every_attempt_has_an_id_of_its_own: ("doubled", 16),
    a_broker_who_clicks_twice_says_it_twice: ("doubled", 0),
    a_withdrawal_is_told_to_nobody: ("lost", 0),
    a_broker_takes_the_case_and_not_the_conversation: ("lost", 0),
    the_engine_remembers_what_was_erased: ("lost", 0),
    **mutants_of_the_desk.MUTANTS,
    **mutants_of_telephones.MUTANTS,
}


def drill(mutate, stage, points, wire):
    """Run until the mutant is found out."""
    count, first = MUTANTS[mutate]
    mutate()
    found = Counter()
    for number in range(first, first + MOST_RUNS):
        result = Run(stage, plan(SEED, number, points)).play()
        found.update(finding.count.value for finding in result.findings)
        if found[count]:
            break
    wire.tell(mutant=mutate.__name__, count=count, found=found[count], runs=number + 1 - first)


def main():
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="signpost-mutants-") as folder:
        book = Path(folder) / "arrived"
        receiver, port = open_receiver(book, Path(folder) / "stage" / "signpost.db")
        try:
            stage = Stage.set(Path(folder) / "stage", port, book)
            points = rehearse(stage)
            for mutate in MUTANTS:
                child = spawn(partial(drill, mutate, stage, points))
                child.listen()
                sys.stdout.write(json.dumps(child.news[-1]) + "\n")
                sys.stdout.flush()
        finally:
            os.kill(receiver.pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
