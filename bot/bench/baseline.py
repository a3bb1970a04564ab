"""Makes the default assistant that Signpost is measured beside, in an environment of its own."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

PACKAGES = ("rasa==3.6.21", "setuptools<71")
PYTHON = "3.10"


class NoBaseline(Exception):
    """The default assistant could not be made: it needs uv, Python 3.10 and the package registry."""

    def __init__(self, why: str) -> None:
        super().__init__(f"the default assistant could not be made ({why}); it needs uv and Python {PYTHON}")


def default_assistant(folder: Path, tell: Callable[[str], None]) -> tuple[Path, Path]:
    """Return its `rasa` command and its project, made now if they are missing (about 1 GB to fetch)."""
    rasa, project = folder / "environment" / "bin" / "rasa", folder / "project"
    if not rasa.exists():
        tell("installing Rasa with TensorFlow for the default assistant (about 1 GB)")
        _install(folder / "environment")
    if not (project / "domain.yml").exists():
        tell("making the default assistant (rasa init)")
        project.mkdir(parents=True, exist_ok=True)
        _run([str(rasa), "init", "--no-prompt", "--init-dir", "."], project)
    return rasa, project


def _install(environment: Path) -> None:
    uv = shutil.which("uv") or ".signpost/uv/bin/uv"
    # --no-config: Rasa with its own declared dependencies, not with those that Signpost states for it
    _run(
        [
            uv,
            "venv",
            "--no-config",
            "--quiet",
            "--clear",
            "--no-project",
            "--python",
            _python(),
            str(environment),
        ],
        Path(),
    )
    _run(
        [
            uv,
            "pip",
            "install",
            "--no-config",
            "--quiet",
            "--python",
            str(environment / "bin" / "python"),
            *PACKAGES,
        ],
        Path(),
    )


def _python() -> str:
    """Return a Python 3.10 that pyenv keeps, which uv does not look for by itself, or the bare version."""
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = sorted(versions.glob(f"{PYTHON}.*/bin/python"))
    return str(found[-1]) if found else PYTHON


def _run(command: list[str], folder: Path) -> None:
    try:
        subprocess.run(
            command,
            cwd=folder,
            check=True,
            capture_output=True,
            env={**os.environ, "RASA_TELEMETRY_ENABLED": "false"},
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoBaseline(f"{command[0]} failed") from error
