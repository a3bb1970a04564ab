"""`signpost load`: many people at once on three channels, and what becomes of what they say."""

import json
import secrets
import sys

import click
import uvloop

from knowledge.settings import KnowledgeSettings

WRONG = ("lost", "answered_twice", "refused_as_illegal")


@click.command()
@click.option("--people", default=300, show_default=True, type=click.IntRange(1, 5000), help="How many.")
@click.option("--minutes", default=5.0, show_default=True, type=click.FloatRange(0.1, 120), help="How long.")
@click.option(
    "--pace",
    default=10.0,
    show_default=True,
    type=click.FloatRange(0.5, 600),
    help="Seconds between messages.",
)
@click.option("--seed", type=int, help="Which messages come twice; without one it is drawn and printed.")
def command(people: int, minutes: float, pace: float, seed: int | None) -> None:
    """Let people talk on the web, WhatsApp and Teams at once, to a Signpost that is started for it.

    Nothing leaves this machine, and your own settings and data are not used. The last line is JSON with the
    counts; the exit status is 1 when a message was lost or answered twice, or when something was sent that
    Meta or Microsoft would refuse.
    """
    from demo.load.crowd import Plan
    from demo.load.run import load
    from demo.running import DidNotStart

    seed = secrets.randbelow(2**32) if seed is None else seed
    plan = Plan(people, minutes * 60, pace, seed)
    click.echo(f"seed {seed}")
    try:
        found = uvloop.run(load(plan, KnowledgeSettings().home, click.echo))
    except DidNotStart as broken:
        raise click.ClickException(str(broken)) from None
    except ExceptionGroup as broken:
        raise click.ClickException(f"the gateway refused or went away: {broken.exceptions[0]!r}") from None
    except KeyboardInterrupt:
        raise click.ClickException("stopped before the end") from None
    click.echo(json.dumps(found))
    sys.exit(1 if any(found[name] for name in WRONG) else 0)
