"""The real servers, started as `signpost serve` starts them, on free ports with a database of their own."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from bot.bench.processes import free_port
from knowledge.settings import KnowledgeSettings
from knowledge.storage.database import Database

PROJECT = Path(__file__).resolve().parents[1]
PREPARED = Path(os.environ.get("SIGNPOST_HOME", PROJECT / ".signpost" / "home"))
LONGEST_START_S = 240  # a busy machine may take long; a quiet one needs 6


@dataclass
class Servers:
    """What runs, and where."""

    address: str
    home: Path
    process: subprocess.Popen[bytes]
    log: Path
    desk: str

    @property
    def database(self) -> Database:
        """Open the servers' database from outside."""
        return Database.of(KnowledgeSettings(home=self.home))

    def part(self, name: str) -> psutil.Process:
        """Return the process of one part."""
        for child in psutil.Process(self.process.pid).children():
            with suppress(psutil.NoSuchProcess):  # killed a moment ago
                if child.cmdline()[-2:] == ["--only", name]:
                    return child
        raise LookupError(f"no part {name!r} is running")


@dataclass
class Chat:
    """One person's conversation over the public API."""

    address: str
    id: str = ""
    token: str = ""
    sent: int = 0
    replies: list[dict[str, Any]] = field(default_factory=list)
    owner: str = "bot"

    def begin(self) -> "Chat":
        """Open the conversation."""
        made = self.call("POST", "/api/conversations", {})
        self.id, self.token, self.replies = made["id"], made["token"], made["replies"]
        return self

    def say(self, text: str) -> list[dict[str, Any]]:
        """Send what the person typed and return the replies."""
        return self._send({"text": text})

    def choose(self, label: str) -> list[dict[str, Any]]:
        """Press the button of the last replies whose label holds these words."""
        for reply in reversed(self.replies):
            for choice in reply["choices"]:
                if label.lower() in choice["label"].lower():
                    return self._send({"choice": choice["choice"]})
        raise LookupError(f"no choice {label!r} among {self.labels}")

    @property
    def text(self) -> str:
        """What was last said, in one piece."""
        return "\n".join(reply["text"] for reply in self.replies)

    @property
    def cards(self) -> list[dict[str, Any]]:
        """The cards that were last shown."""
        return [card for reply in self.replies for card in reply["cards"]]

    @property
    def labels(self) -> list[str]:
        """The choices that were last offered."""
        return [choice["label"] for reply in self.replies for choice in reply["choices"]]

    @property
    def noted(self) -> dict[str, Any]:
        """What the API says is noted."""
        result: dict[str, Any] = self.call("GET", f"/api/conversations/{self.id}")
        return result

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Call the API and return its JSON; raises HTTPError for 4xx and 5xx."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, headers, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def _send(self, message: dict[str, str]) -> list[dict[str, Any]]:
        self.sent += 1
        path = f"/api/conversations/{self.id}/messages"
        answer = self.call("POST", path, {**message, "message_id": f"m{self.sent}"})
        self.replies, self.owner = answer["replies"], answer["owner"]
        return self.replies


@contextmanager
def running_servers(home: Path, **settings: str) -> Iterator[Servers]:
    """Serve everything until the block ends; model and encoder are those that script/test prepared."""
    home.mkdir(parents=True, exist_ok=True)
    for name in ("models", "encoder"):
        if (PREPARED / name).exists() and not (home / name).exists():
            (home / name).symlink_to((PREPARED / name).resolve(), target_is_directory=True)
    port, desk_port = free_port(), free_port()
    environment = {
        **os.environ,
        "SIGNPOST_HOME": str(home),
        "SIGNPOST_PORT": str(port),
        "SIGNPOST_ENGINE_PORT": str(free_port()),
        "SIGNPOST_DESK_PORT": str(desk_port),
        "SIGNPOST_ACTIONS_PORT": str(free_port()),
        "SIGNPOST_MESSAGES_PER_MINUTE": "10000",
        "SIGNPOST_CHATS_PER_MINUTE": "10000",
        **settings,
    }
    log = home / "servers.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "serve"],
            cwd=PROJECT,
            env=environment,
            stdout=output,
            stderr=output,
        )
    servers = Servers(f"http://127.0.0.1:{port}", home, process, log, f"http://127.0.0.1:{desk_port}")
    try:
        wait_until_ready(servers)
        yield servers
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_ready(servers: Servers, seconds: float = LONGEST_START_S) -> None:
    """Return once every part answers; fail with the log when that takes too long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and servers.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{servers.address}/readyz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.1)
    raise AssertionError(f"not ready:\n{servers.log.read_text()[-3000:]}")
