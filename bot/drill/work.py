"""One process of a run: it does one piece of work, with whatever goes wrong in it, and ends."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from bot.drill.background import asks_how, brings, delivers, escalates, owns_up, sweeps, watches
from bot.drill.brokers import Shift
from bot.drill.faults import Clock, Trouble
from bot.drill.journal import Journal
from bot.drill.loops import NoWaiting, OneThread, run
from bot.drill.people import Visit
from bot.drill.processes import Wire
from bot.drill.stage import Stage
from bot.drill.steps import BY_META, SPEAKING, Doing, Step
from bot.drill.telephone import PHONES, Telephone, brought
from bot.gateway import chats
from bot.gateway.ledger import DatabaseDown
from bot.gateway.parts import Parts
from knowledge.storage.deliveries import Deliveries
from knowledge.storage.inbox import Inbox
from knowledge.storage.outbox import Outbox

BY_CLOCK = {
    Doing.ESCALATES: escalates,
    Doing.EXPIRES: escalates,
    Doing.OWNS_UP: owns_up,
    Doing.ASKS_HOW: asks_how,
}
_LOOKS = tuple(one for one in BY_CLOCK if one is not Doing.EXPIRES)
ROUND = (Doing.SWEEPS, Doing.DELIVERS, Doing.WATCHES, *_LOOKS, Doing.BRINGS)
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
    elif step.doing in BY_META:
        run(piece.loop, _calls(piece, journal, wire))
    elif step.doing is Doing.BRINGS:
        run(OneThread(), brings(piece.gateway()))
    elif step.doing is Doing.SWEEPS:
        run(piece.loop, sweeps(piece.gateway(), piece.clock))
    elif step.doing is Doing.WATCHES:
        run(piece.loop, watches(stage, piece.clock))
    elif step.doing in BY_CLOCK:
        BY_CLOCK[step.doing](stage, piece.clock)
    elif step.doing is Doing.DELIVERS:
        run(OneThread(), delivers(stage, Clock(step.at), piece.trouble))
    else:
        Shift(stage.desk.database, journal.broker(step.who), step, piece.clock, wire.tell).work()


async def _calls(piece: Piece, journal: Journal, wire: Wire) -> None:
    who = piece.step.who
    telephone = Telephone(piece.gateway(), journal.person(who), piece.step, wire.tell, piece.clock)
    with suppress(DatabaseDown):  # which is answered with an error: Meta calls again
        if piece.step.doing is Doing.TEXTS:
            await telephone.write()
        else:
            await telephone.report(brought(piece.stage))
    await telephone.close()


def settle(stage: Stage, journal: Journal, begins: Step, wire: Wire) -> None:
    """Let everything come to rest: what was not confirmed is sent again, the workers run until all is done.

    Nothing goes wrong any more; `begins` says from when.
    """
    for who, person in [one for one in journal.people.items() if one[0] not in PHONES]:
        piece = Piece.begin(stage, replace(begins, who=who), wire)
        visit = Visit(chats.Chats(piece.gateway()), person, piece.step, _as(who, wire))
        run(piece.loop, visit.send_again())
    for who, broker in journal.brokers.items():
        piece = Piece.begin(stage, replace(begins, who=who), wire)
        Shift(stage.desk.database, broker, piece.step, piece.clock, _as(who, wire)).type_again()
    for number in range(MOST_ROUNDS):
        now = begins.at + (number + 1) * A_ROUND
        for who in PHONES.keys() & journal.people.keys():
            piece = Piece.begin(stage, replace(begins, who=who, at=now), wire)
            telephone = Telephone(
                piece.gateway(), journal.people[who], piece.step, _as(who, wire), piece.clock
            )
            run(piece.loop, telephone.knock(now))
        for doing in ROUND:
            do(stage, journal, replace(begins, doing=doing, at=now), wire)
        if number >= FEWEST_ROUNDS and not _waits(stage):
            break
    wire.tell(rested=now.isoformat())


def _waits(stage: Stage) -> bool:
    with stage.desk.database.reading() as session:
        return bool(
            Inbox(session).oldest_waiting()
            or Deliveries(session).oldest_due(FAR)
            or Outbox(session).due(FAR, 1)
        )


def _as(who: str, wire: Wire) -> Callable[..., Any]:
    return partial(wire.tell, who=who)
