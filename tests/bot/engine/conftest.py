"""A tiny assistant, trained once, served by the real launcher beside actions that the test decides on."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.engine import lean

lean.install()

from knowledge.storage.database import Database  # noqa: E402 - imports no Rasa, but keeps the order plain
from tests.bot.engine.pretend_actions import ACTIONS_SECRET, PretendActions  # noqa: E402
from tests.databases import KEYS  # noqa: E402
from tests.postgres import postgres_address, postgres_server  # noqa: E402, F401 - fixtures

ROOT = Path(__file__).parents[3]
TINY = Path(__file__).with_name("tiny")
ENGINE_SECRET = "engine-secret-for-tests"
LONGEST_START_S = 90


@dataclass(frozen=True)
class Engine:
    """A running engine: its address, its secret, its actions and its database."""

    url: str
    secret: str
    actions: PretendActions
    database: str


@pytest.fixture(scope="session")
def rasa_environment() -> dict[str, str]:
    """Return the environment in which the project can be imported from any folder."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.fixture(scope="session")
def run_rasa(rasa_environment: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Return a function that runs one command of Rasa through the launcher."""

    def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "bot.engine.rasa_command", *arguments]
        return subprocess.run(
            command, cwd=cwd, env=rasa_environment, capture_output=True, text=True, timeout=120, check=False
        )

    return run


@pytest.fixture(scope="session")
def tiny_model(
    tmp_path_factory: pytest.TempPathFactory, run_rasa: Callable[..., subprocess.CompletedProcess[str]]
) -> Path:
    """Return the model of the tiny assistant."""
    folder = tmp_path_factory.mktemp("tiny")
    for name in ("config.yml", "domain.yml", "data.yml"):
        (folder / name).write_text((TINY / name).read_text(encoding="utf-8"), encoding="utf-8")
    done = run_rasa("train", "--data", "data.yml", "--fixed-model-name", "tiny", cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "models" / "tiny.tar.gz"


@pytest.fixture(scope="session")
def engine(
    tiny_model: Path, rasa_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """Serve the tiny assistant over an SQLite file until the tests end."""
    folder = tmp_path_factory.mktemp("served")
    address = f"sqlite:///{folder / 'signpost.db'}"
    Database(address, KEYS).migrate()
    port = free_port()
    with PretendActions() as actions:
        environment = {
            **rasa_environment,
            "SIGNPOST_DATABASE_URL": address,
            "SIGNPOST_ENGINE_SECRET": ENGINE_SECRET,
            "SIGNPOST_ACTIONS_URL": actions.url,
            "SIGNPOST_ACTIONS_SECRET": ACTIONS_SECRET,
        }
        files = ("--endpoints", str(ROOT / "endpoints.yml"), "--credentials", str(ROOT / "credentials.yml"))
        where = ("--interface", "127.0.0.1", "--port", str(port), "--model", str(tiny_model))
        command = [sys.executable, "-m", "bot.engine.rasa_command", "run", *where, *files]
        process = subprocess.Popen(command, cwd=folder, env=environment)
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until_ready(url, process)
            yield Engine(url, ENGINE_SECRET, actions, address)
        finally:
            process.terminate()
            process.wait(timeout=20)


def wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    """Wait for the engine to load its model; fail when it ends instead."""
    deadline = time.monotonic() + LONGEST_START_S
    health = urllib.request.Request(
        url + "/webhooks/signpost/health", headers={"Authorization": f"Bearer {ENGINE_SECRET}"}
    )
    while time.monotonic() < deadline:
        assert process.poll() is None, "the engine ended while it started"
        try:
            with urllib.request.urlopen(health, timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the engine did not become ready")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
