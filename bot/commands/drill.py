"""`signpost drill`: the hand-over of people to brokers, with everything going wrong that can."""

import os
import secrets
import sys
from pathlib import Path

import click


@click.command()
@click.option(
    "--runs", default=1000, show_default=True, type=click.IntRange(1), help="How many runs, each on its own."
)
@click.option("--seed", type=int, help="Repeat the drill of this seed; without one it is drawn and printed.")
@click.option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for the databases of runs in which something was wrong.",
)
@click.option("--at-once", type=click.IntRange(1), help="How many runs at once; one for each core if unset.")
def command(runs: int, seed: int | None, keep: Path | None, at_once: int | None) -> None:
    """Kill processes at every commit, lose and repeat messages, refuse the database, jump the clock.

    The last line is JSON: {"runs", "lost", "doubled", "spoke_while_owned"}; the exit status is 1 unless the
    three are zero. It works on databases of its own and touches nobody's.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # with another thread no process should be forked
    from bot.drill.many import Drill
    from bot.drill.processes import DrillBroken
    from bot.drill.report import counts, report

    seed = secrets.randbelow(2**32) if seed is None else seed
    at_once = at_once or os.cpu_count() or 1
    try:
        points, results = Drill(runs, seed, at_once, keep).run()
    except DrillBroken as broken:
        raise click.ClickException(f"the drill itself broke, with seed {seed}: {broken}") from None
    for line in report(seed, points, results):
        click.echo(line)
    sys.exit(1 if any(counts(results).values()) else 0)
