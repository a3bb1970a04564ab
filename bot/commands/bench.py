"""`signpost bench`: speed and memory beside a default Rasa assistant, or as the knowledge base grows."""

import json
import tempfile
from pathlib import Path
from typing import Any

import click

from bot.bench.assistants import default_rasa, signpost
from bot.bench.baseline import NoBaseline, default_assistant
from bot.bench.figures import ratios
from bot.bench.processes import free_port
from bot.bench.run import compare
from bot.preparation import prepare
from knowledge.settings import KnowledgeSettings

PROJECT = Path(__file__).resolve().parents[2]


@click.command()
@click.option("--turns", default=90, show_default=True, help="How many turns of each are timed.")
@click.option(
    "--baseline", type=click.Path(path_type=Path), default=Path(".signpost/baseline"), show_default=True
)
@click.option("--scale", is_flag=True, help="Measure one match as the knowledge base grows instead.")
@click.option("--sizes", default="250,1000,10000,100000", show_default=True, help="Records, for --scale.")
@click.option("--needs", default=200, show_default=True, help="How many needs are matched, for --scale.")
@click.option("--out", type=click.Path(path_type=Path), help="The folder for growth.json and growth.svg.")
def command(turns: int, baseline: Path, *, scale: bool, sizes: str, needs: int, out: Path | None) -> None:
    """Measure start-up, training, memory and turns beside a default Rasa assistant; the result is JSON.

    With --scale: the time of one match, of reading a release, and memory, at several numbers of records, on
    SQLite and, where it is installed, on a PostgreSQL server of its own.
    """
    click.echo(json.dumps(_growth(sizes, needs, out) if scale else _ratios(turns, baseline), indent=2))


def _tell(line: str) -> None:
    click.echo(line, err=True)


def _growth(sizes: str, needs: int, out: Path | None) -> list[dict[str, Any]]:
    from bot.bench.scale.figure import figure
    from bot.bench.scale.run import grow

    try:
        many = [int(size) for size in sizes.split(",")]
    except ValueError:
        raise click.BadParameter("numbers with commas between them", param_hint="--sizes") from None
    figures = grow(many, needs, KnowledgeSettings().home / "encoder", _tell)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        (out / "growth.json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
        (out / "growth.svg").write_text(figure(figures), encoding="utf-8")
    return figures


def _ratios(turns: int, baseline: Path) -> dict[str, Any]:
    try:
        rasa, project = default_assistant(baseline.resolve(), _tell)
    except NoBaseline as error:
        raise click.ClickException(str(error)) from None
    with tempfile.TemporaryDirectory(prefix="signpost-bench-") as folder:
        home = Path(folder)
        prepare(KnowledgeSettings(home=home), tell=_tell)
        pair = [
            default_rasa(rasa, project, free_port()),
            signpost(PROJECT, home, (free_port(), free_port(), free_port(), free_port())),
        ]
        theirs, ours = compare(pair, turns, home, _tell)
    return {"ours": ours.pack(), "default": theirs.pack(), "ratio": ratios(ours.pack(), theirs.pack())}
