"""`python -m benchmarks`: one table of our figures with those that others published beside them."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from benchmarks.learner import Learner
from benchmarks.published import beside
from benchmarks.tasks import Figure, measure_banking, measure_clinc, measure_nlupp
from bot.nlu.tuned import tuned_encoder
from knowledge.encoder import Encoder
from knowledge.settings import KnowledgeSettings

MEASURES = {"banking": measure_banking, "clinc": measure_clinc, "nlupp": measure_nlupp}
ENCODERS = ("plain", "tuned")


@click.command()
@click.option("--only", type=click.Choice([*MEASURES]), multiple=True, help="Some of the data sets.")
@click.option("--encoder", type=click.Choice(ENCODERS), multiple=True, default=ENCODERS, show_default=True)
@click.option("--default-rasa", is_flag=True, help="Also train Rasa's default pipeline (about 1 GB).")
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON.")
def main(only: tuple[str, ...], encoder: tuple[str, ...], *, default_rasa: bool, as_json: bool) -> None:
    """Measure understanding on public data: the sentence encoder as published, and as tuned for firms."""
    home = KnowledgeSettings().home
    figures: dict[str, list[Figure]] = {}
    for name in encoder:
        learner = Learner(Encoder(home / "encoder") if name == "plain" else tuned_encoder(home))
        figures[name] = []
        for measured in only or MEASURES:
            click.echo(f"measuring {measured}, {name} encoder", err=True)
            figures[name] += (found := MEASURES[measured](learner))
            for one in found:  # at once, for the rest takes long
                click.echo(f"  {one.protocol}: {one.measure} {one.percent:.1f} %", err=True)
    if default_rasa:
        from benchmarks.default_rasa import measure_default

        baseline = Path(".signpost/baseline").resolve()
        figures["Rasa's default"] = [measure_default(baseline, lambda line: click.echo(line, err=True))]
    if as_json:
        click.echo(json.dumps({name: [asdict(one) for one in some] for name, some in figures.items()}))
        return
    for line in table(figures):
        click.echo(line)


def table(figures: dict[str, Sequence[Figure]] | dict[str, list[Figure]]) -> Iterator[str]:
    """Yield the lines of the table, in Markdown."""
    yield "| set | protocol | measure | whose | percent |"
    yield "|---|---|---|---|---|"
    for name, some in figures.items():
        for one in some:
            yield f"| {one.dataset} | {one.protocol} | {one.measure} | {name} | {one.percent:.1f} |"
    ours = [one for some in figures.values() for one in some]
    for other in dict.fromkeys(
        other for one in ours for other in beside(one.dataset, one.protocol, one.measure)
    ):
        yield f"| {other.dataset} | {other.protocol} | {other.measure} | {other.who} | {other.percent:.1f} |"


if __name__ == "__main__":
    main()
