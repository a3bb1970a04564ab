"""One process of a run: it does one piece of work, with whatever goes wrong in it, and ends."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from bot.drill.background import delivers, escalates, sweeps, watches
from bot.drill.brokers import Shift
from bot.drill.faults import Clock, Trouble
from bot.drill.journal import Journal
from bot.drill.loops import NoWaiting, OneThread, run
from bot.drill.people import Visit
from bot.drill.processes import Wire
from bot.drill.stage import Stage
from bot.drill.steps import SPEAKING, Doing, Step
from bot.gateway import chats
from bot.gateway.parts import Parts
from knowledge.storage.deliveries import Deliveries
from knowledge.storage.inbox import Inbox

A_ROUND = timedelta(hours=7)  # longer than any pause between two attempts
FEWEST_ROUNDS, MOST_ROUNDS = 3, 30  # a request that nobody takes up moves one team in a round
FAR = datetime.max.replace(tzinfo=UTC)


@dataclass
class Piece:
    """What one process works with: its event loop, its clock, its trouble."""

    stage: Stage
    step: Step
    loop: NoWaiting
    clock: Clock
    trouble: Trouble

    @classmethod
    def begin(cls, stage: Stage, step: Step, wire: Wire) -> "Piece":
        """Set up a process in which nothing is left to chance."""
        loop = NoWaiting()
        clock = Clock(step.at, loop.time)
        trouble = Trouble(step, wire.tell, wire.sleep)
        vars(chats).update(monotonic=loop.time)  # a person's patience is measured with it

        def move(at: datetime) -> None:
            loop.late((at - clock()).total_seconds())
            clock.at += at - clock()

        wire.move = move
        stage.desk.trouble = stage.engine.trouble = trouble
        return cls(stage, step, loop, clock, trouble)

    def gateway(self) -> Parts:
        """Return the parts of a gateway."""
        return self.stage.gateway(self.step, self.clock, self.trouble)


def do(stage: Stage, journal: Journal, step: Step, wire: Wire) -> None:
    """Do one piece of work."""
    piece = Piece.begin(stage, step, wire)
    if step.doing in SPEAKING or step.doing is Doing.ERASES:
        visit = Visit(chats.Chats(piece.gateway()), journal.person(step.who), step, wire.tell)
        run(piece.loop, visit.make())
    elif step.doing is Doing.SWEEPS:
        run(piece.loop, sweeps(piece.gateway(), piece.clock))
    elif step.doing is Doing.WATCHES:
        run(piece.loop, watches(stage, piece.clock))
    elif step.doing in (Doing.ESCALATES, Doing.EXPIRES):
        escalates(stage, piece.clock)
    elif step.doing is Doing.DELIVERS:
        run(OneThread(), delivers(stage, Clock(step.at), piece.trouble))
    else:
        Shift(stage.desk.database, journal.broker(step.who), step, piece.clock, wire.tell).work()


def settle(stage: Stage, journal: Journal, begins: Step, wire: Wire) -> None:
    """Let everything come to rest: what was not confirmed is sent again, the workers run until all is done.

    Nothing goes wrong any more; `begins` says from when.
    """
    for who, person in journal.people.items():
        piece = Piece.begin(stage, replace(begins, who=who), wire)
        visit = Visit(chats.Chats(piece.gateway()), person, piece.step, _as(who, wire))
        run(piece.loop, visit.send_again())
    for who, broker in journal.brokers.items():
        piece = Piece.begin(stage, replace(begins, who=who), wire)
        Shift(stage.desk.database, broker, piece.step, piece.clock, _as(who, wire)).type_again()
    for number in range(MOST_ROUNDS):
        now = begins.at + (number + 1) * A_ROUND
        for doing in (Doing.SWEEPS, Doing.DELIVERS, Doing.WATCHES, Doing.ESCALATES):
            do(stage, journal, replace(begins, doing=doing, at=now), wire)
        if number >= FEWEST_ROUNDS and not _waits(stage):
            break
    wire.tell(rested=now.isoformat())


def _waits(stage: Stage) -> bool:
    with stage.desk.database.reading() as session:
        return Inbox(session).oldest_waiting() is not None or Deliveries(session).oldest_due(FAR) is not None


def _as(who: str, wire: Wire) -> Callable[..., Any]:
    return partial(wire.tell, who=who)
