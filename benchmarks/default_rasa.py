"""Rasa's default pipeline (DIET) on BANKING77, in the environment that `signpost bench` makes for it."""

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import yaml

from benchmarks.datasets import Utterance, banking, few
from benchmarks.tasks import DRAWS, SHOTS, Figure
from bot.bench.baseline import default_assistant

# what `rasa init` writes as comments, since it is used when nothing else is said
PIPELINE = (
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True},
    {"name": "EntitySynonymMapper"},
    {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
)


def measure_default(folder: Path, tell: Callable[[str], None]) -> Figure:
    """Return its accuracy with ten examples of each intent, the first of the draws."""
    rasa, _ = default_assistant(folder, tell)
    train, test = few(banking("train"), SHOTS, DRAWS[0]), banking("test")
    with tempfile.TemporaryDirectory(prefix="signpost-diet-") as name:
        project = Path(name)
        _write(project, train, test)
        tell("training Rasa's default pipeline")
        _run([str(rasa), "train", "nlu", "--nlu", "train.yml", "--config", "config.yml"], project)
        tell("testing Rasa's default pipeline")
        _run([str(rasa), "test", "nlu", "--nlu", "test.yml", "--no-plot", "--no-errors"], project)
        report = json.loads((project / "results" / "intent_report.json").read_text(encoding="utf-8"))
    return Figure(
        "BANKING77", "10 examples per intent, 1 draw", "accuracy", 100 * float(report["accuracy"]), len(test)
    )


def training_file(utterances: Sequence[Utterance]) -> str:
    """Return Rasa's YAML of these examples."""
    by_intent: dict[str, list[str]] = {}
    for one in utterances:
        by_intent.setdefault(one.intent, []).append(" ".join(one.text.split()))
    groups = [
        {"intent": name, "examples": "".join(f"- {text}\n" for text in texts)}
        for name, texts in by_intent.items()
    ]
    return yaml.safe_dump({"version": "3.1", "nlu": groups}, allow_unicode=True)


def _write(project: Path, train: Sequence[Utterance], test: Sequence[Utterance]) -> None:
    config = {"recipe": "default.v1", "language": "en", "pipeline": list(PIPELINE)}
    for name, content in (
        ("train.yml", training_file(train)),
        ("test.yml", training_file(test)),
        ("config.yml", yaml.safe_dump(config)),
    ):
        (project / name).write_text(content, encoding="utf-8")


def _run(command: list[str], folder: Path) -> None:
    quiet = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    subprocess.run(command, cwd=folder, env=quiet, check=True, capture_output=True)
