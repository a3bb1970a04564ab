"""`signpost bench`: speed and memory beside a default Rasa assistant."""

import json
import tempfile
from pathlib import Path

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
def command(turns: int, baseline: Path) -> None:
    """Measure start-up, training, memory and turns beside a default Rasa assistant; the result is JSON."""

    def tell(line: str) -> None:
        click.echo(line, err=True)

    try:
        rasa, project = default_assistant(baseline.resolve(), tell)
    except NoBaseline as error:
        raise click.ClickException(str(error)) from None
    with tempfile.TemporaryDirectory(prefix="signpost-bench-") as folder:
        home = Path(folder)
        prepare(KnowledgeSettings(home=home), tell=tell)
        pair = [
            default_rasa(rasa, project, free_port()),
            signpost(PROJECT, home, (free_port(), free_port(), free_port())),
        ]
        theirs, ours = compare(pair, turns, home, tell)
    result = {"ours": ours.pack(), "default": theirs.pack(), "ratio": ratios(ours.pack(), theirs.pack())}
    click.echo(json.dumps(result, indent=2))
