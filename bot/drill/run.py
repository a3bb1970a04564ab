"""One run: its steps in processes of their own, then rest, then judgement."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from bot.drill.evidence import changes, gather
from bot.drill.faults import foresee
from bot.drill.journal import Journal
from bot.drill.oracle import judge
from bot.drill.processes import Child, Kept, Wire, spawn
from bot.drill.result import Hit, Result
from bot.drill.stage import Stage
from bot.drill.steps import Doing, Network, Plan, Step
from bot.drill.work import do, settle


@dataclass(frozen=True)
class Stopped:
    """A process that was stopped in the middle of a step, until the step with this number."""

    until: int
    child: Child


@dataclass
class Run:
    """One run on a stage."""

    stage: Stage
    plan: Plan
    journal: Journal = field(default_factory=Journal)
    stopped: list[Stopped] = field(default_factory=list)
    hit: Counter[Hit] = field(default_factory=Counter)
    steps: Counter[str] = field(default_factory=Counter)
    accidents: int = 0
    held: list[str] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)

    def play(self) -> Result:
        """Do every step, let all come to rest, and judge."""
        self.stage.clear(self.plan.number, self.plan.webhook)
        steps, begin = self.plan.steps, 0
        while begin < len(steps):
            self._wake(begin, steps[begin])
            end = self._end(begin)
            self._start(steps[begin:end], end)
            begin = end
        self._wake(len(steps) * 2, steps[-1])
        self._settle()
        evidence = gather(self.stage, self.journal, self.accidents, self.held)
        self.faults["clock:jumps"] += self.plan.jumps
        tallies = self.hit, self.faults, self.steps, changes(evidence)
        return Result(self.plan.number, tuple(judge(evidence)), *tallies)

    def _end(self, begin: int) -> int:
        """How far one process gets: to the step in which something happens to it, or to a wake-up."""
        steps = self.plan.steps
        stop = next((n + 1 for n in range(begin, len(steps)) if steps[n].stop), len(steps))
        return min(stop, *(max(one.until, begin + 1) for one in self.stopped), len(steps))

    def _start(self, steps: Sequence[Step], following: int) -> None:
        child = spawn(lambda wire: self._work(steps, wire))
        if child.listen():
            self._note(child)
        else:
            stop = steps[-1].stop
            self.stopped.append(Stopped(following + (stop.steps if stop else 0), child))

    def _work(self, steps: Sequence[Step], wire: Wire) -> None:
        for step in steps:
            foresee(step.chance)
            wire.tell(step=step.key)
            kept = Kept(wire)
            do(self.stage, self.journal, step, kept)
            self._take_in(step, kept.news)

    def _wake(self, number: int, now: Step) -> None:
        for one in [one for one in self.stopped if one.until <= number]:
            self.stopped.remove(one)
            one.child.go_on(now.at)
            one.child.listen()
            self._note(one.child)

    def _note(self, child: Child) -> None:
        """Take in what a process told, even if it was killed: what was answered by then was answered."""
        steps = {step.key: step for step in self.plan.steps}
        key = ""
        for begins, lines in groupby(child.news, lambda line: "step" in line):
            if begins:
                *_, key = begun = [str(line["step"]) for line in lines]
                self.steps.update(steps[one].doing for one in begun)
            else:
                self._take_in(steps[key], list(lines))

    def _take_in(self, step: Step, news: Sequence[dict[str, Any]]) -> None:
        self.journal.note(step.who, news, step.network is not Network.ANSWER_LOST)
        self._count(step, news)

    def _count(self, step: Step, news: Sequence[dict[str, Any]]) -> None:
        """Count what went wrong: of what was meant to, only what it came to."""
        self.faults.update(step.moods())
        refused, stop = any("refused_by_database" in line for line in news), step.stop
        self.faults["database:refused"] += refused
        stopped = stop is not None and any(line.get("point") == stop.point for line in news)
        self.accidents += step.doing is Doing.BRINGS and (refused or stopped)
        self.held += [line["held"] for line in news if "held" in line]
        if stop is not None and stopped:
            self.hit[step.doing, stop.point, stop.how] += 1
            self.faults[f"database:{stop.how}"] += 1

    def _settle(self) -> None:
        child = spawn(self._come_to_rest)
        child.listen()
        for line in child.news:
            self.journal.note(line.pop("who", ""), [line])

    def _come_to_rest(self, wire: Wire) -> None:
        foresee(self.plan.rest.chance)
        settle(self.stage, self.journal, self.plan.rest, wire)
