"""Many runs: in as many processes as are wanted, each with a stage of its own."""

import gc
import json
import logging
import os
import shutil
import signal
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bot.drill.journal import Journal
from bot.drill.plan import calm, plan
from bot.drill.processes import Heard, Wire, spawn
from bot.drill.receiver import open_receiver
from bot.drill.result import Result
from bot.drill.run import Run
from bot.drill.stage import Stage
from bot.drill.steps import Plan, Point
from bot.drill.work import do


@dataclass(frozen=True)
class Drill:
    """How many runs, from which seed, in how many processes, and where the databases of bad runs are kept."""

    runs: int
    seed: int
    at_once: int
    keep: Path | None = None

    def run(self) -> tuple[list[Point], list[Result]]:
        """Return the points there are, and what became of each run in order, or raise DrillBroken.

        There must be no other thread in this process.
        """
        with tempfile.TemporaryDirectory(prefix="signpost-drill-") as name:
            workers = [
                spawn(partial(self._work, number, Path(name)))
                for number in range(min(self.at_once, self.runs))
            ]
            for worker in workers:
                worker.listen()
            told = [line for n in range(len(workers)) for line in _lines(Path(name) / f"{n}.told")]
        points = [Point(*one) for one in told[0]["points"]]
        results = [Result.unpack(line) for line in told if "number" in line]
        return points, sorted(results, key=lambda result: result.number)

    def _work(self, number: int, folder: Path, _wire: Wire) -> None:
        logging.disable(logging.CRITICAL)  # every fault is logged, and every fault is meant
        book = folder / f"{number}.arrived"
        receiver, port = open_receiver(book, folder / str(number) / "signpost.db")
        try:
            stage = Stage.set(folder / str(number), port, book)
            points = rehearse(stage)
            gc.freeze()
            with (folder / f"{number}.told").open("w", encoding="utf-8") as told:
                told.write(json.dumps({"points": [[one.doing, one.name] for one in points]}) + "\n")
                for run in range(number, self.runs, self.at_once):
                    told.write(json.dumps(self._one(stage, run, points).pack()) + "\n")
        finally:
            os.kill(receiver.pid, signal.SIGKILL)
            os.waitpid(receiver.pid, 0)

    def _one(self, stage: Stage, number: int, points: Sequence[Point]) -> Result:
        made = plan(self.seed, number, points)
        result = Run(stage, made).play()
        if result.findings and self.keep is not None:
            _keep(stage, made, result, self.keep / f"run-{number}")
        return result


def rehearse(stage: Stage) -> list[Point]:
    """Do every kind of work once in this process with nothing going wrong; return the points on the way.

    What is compiled and cached by it need not be in each process that is forked from here.
    """
    found: set[Point] = set()
    for webhook in (True, False):
        made, journal = calm(webhook), Journal()
        stage.clear(made.number, webhook)
        for step in made.steps:
            heard = Heard()
            do(stage, journal, step, heard)
            journal.note(step.who, heard.news)
            found |= {Point(step.doing, line["point"]) for line in heard.news if "point" in line}
    stage.let_go()
    return sorted(found)


def _keep(stage: Stage, made: Plan, result: Result, folder: Path) -> None:
    shutil.copytree(stage.folder, folder, dirs_exist_ok=True)
    steps = "\n".join(map(str, made.steps))
    findings = "\n".join(f"{one.count}: {one.what}: {one.where}" for one in result.findings)
    (folder / "run.txt").write_text(f"{findings}\n\n{steps}\n", encoding="utf-8")


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
