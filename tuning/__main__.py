"""Fit the encoder to data/nlu and write the change that Signpost ships: half an hour on two cores."""

from pathlib import Path

import click
import numpy as np

from bot.engine import lean

lean.install()

from rasa.shared.nlu.training_data.loading import load_data  # noqa: E402 - after the stand-ins

from bot.nlu.labelled import Sentence  # noqa: E402
from bot.nlu.situation_classifier import sentences_of  # noqa: E402
from bot.nlu.tuned import CHANGE  # noqa: E402
from knowledge.encoder import tokenizer  # noqa: E402
from knowledge.encoder_change import read_change, write_change  # noqa: E402
from tuning.bert import read_weights, thin_of  # noqa: E402
from tuning.fit import Lesson, Settings, learn  # noqa: E402

DATA = Path(__file__).parents[1] / "data" / "nlu"


def lesson_of(sentences: list[Sentence]) -> Lesson:
    """Return the sentences as numbers."""
    intents = sorted({one.intent for one in sentences})
    barriers = sorted({name for one in sentences for name in one.barriers})
    sectors = sorted({one.sector for one in sentences if one.sector})
    return Lesson(
        [one.text for one in sentences],
        np.array([intents.index(one.intent) for one in sentences], np.int32),
        np.array(
            [
                [*(name in one.barriers for name in barriers), *(name == one.sector for name in sectors)]
                for one in sentences
            ],
            np.float32,
        ),
        np.array(
            [
                [*(name not in one.perhaps for name in barriers), *(True for _ in sectors)]
                for one in sentences
            ],
            np.float32,
        ),
    )


@click.command()
@click.option("--epochs", default=Settings.epochs, show_default=True)
@click.option("--rate", default=Settings.rate, show_default=True)
@click.option("--start", type=click.Path(exists=True, path_type=Path), help="A change to go on from.")
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), default=CHANGE, show_default=True)
def main(epochs: int, rate: float, start: Path | None, to: Path) -> None:
    """Fit the encoder to all sentences but those that judge, and write the change."""
    shown = [one for one in sentences_of(load_data(str(DATA))) if not one.judges]
    click.echo(f"{len(shown)} sentences")
    how, before = Settings(epochs=epochs, rate=rate), thin_of(read_change(start)) if start else None
    thin = learn(read_weights(), tokenizer(), lesson_of(shown), how, click.echo, start=before)
    arrays = {name: (np.asarray(pair["down"]), np.asarray(pair["up"])) for name, pair in thin.items()}
    write_change(arrays, to)
    click.echo(f"wrote {to}, {to.stat().st_size / 1024:.0f} kB")


if __name__ == "__main__":
    main()
