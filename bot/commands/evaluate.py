"""`signpost evaluate`: how well it understands."""

import json
from pathlib import Path
from typing import Any

import click

from bot.commands.plainly import set_up
from bot.commands.questions import Questions
from bot.evaluation.cases import FOLDER, read
from bot.evaluation.judged_needs import read_needs
from bot.evaluation.matching import Offers, figures, judge
from bot.evaluation.page import page
from bot.evaluation.report import Sets, measure, report
from bot.evaluation.table import table
from knowledge.settings import KnowledgeSettings


@click.command()
@click.option(
    "--sets",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=FOLDER,
    show_default="tests/held_out",
    help="Folder with understanding.yaml, parsing.yaml and out_of_scope.yaml.",
)
@click.option(
    "--noise", is_flag=True, help="Measure the same sentences with typos, signatures and the like too."
)
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help="Write a page with plots here.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON instead of a table.")
@click.option("--matching", is_flag=True, help="Measure the ranking on the judged needs of matching.yaml.")
def command(sets: Path, noise: bool, html: Path | None, as_json: bool, matching: bool) -> None:
    """Measure understanding on the held-out sentences, with 95 % intervals."""
    if matching:
        click.echo(json.dumps(_matching(sets), indent=2))
        return
    from bot.nlu.parsing import Parser

    kept = KnowledgeSettings()
    set_up(kept, aside=True)
    parser = Parser(kept.home)
    cases = Sets(*(read(name, sets) for name in ("understanding", "parsing", "out_of_scope")))
    measured = measure(cases, parser.parse, noise=noise)
    figures = report(measured)
    if html is not None:
        html.write_text(page(figures, measured), encoding="utf-8")
    click.echo(json.dumps(figures, indent=2) if as_json else table(figures))


def _matching(sets: Path) -> dict[str, Any]:
    needs = read_needs(sets / "matching.yaml")
    with Questions.opened() as questions:
        offers = Offers.of(questions.programmes())
        return {
            "facts as judged": figures(judge(needs, questions.match, offers, in_words=False)),
            "words alone": figures(judge(needs, questions.match, offers, in_words=True)),
        }
