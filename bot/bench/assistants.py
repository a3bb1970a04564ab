"""The two that are compared: a default `rasa init` assistant, and Signpost."""

import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from bot.secrets import ENGINE, secret

SECONDS_PER_CALL = 30


@dataclass(frozen=True)
class Assistant:
    """How to train and serve one of the two, and how to hold a conversation with it.

    `parse` asks only what a text means; `understands` names the process that answers it.
    """

    name: str
    folder: Path
    train: list[str]
    serve: list[str]
    address: str
    begin: Callable[[], Callable[[str], Any]]
    parse: Callable[[str], Any]
    understands: Callable[[psutil.Process], psutil.Process]
    sentences: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)

    def answers(self) -> bool:
        """Has it answered a first message?"""
        try:
            return bool(self.begin()(self.sentences[0]))
        except (OSError, urllib.error.HTTPError):
            return False


def default_rasa(rasa: Path, folder: Path, port: int) -> Assistant:
    """Describe the assistant that `rasa init` makes, spoken to by Rasa's REST channel."""
    address = f"http://127.0.0.1:{port}"
    talks = iter(range(1_000_000))

    def begin() -> Callable[[str], Any]:
        sender = f"bench-{next(talks)}"
        return lambda text: _post(f"{address}/webhooks/rest/webhook", {"sender": sender, "message": text})

    return Assistant(
        name="default rasa init",
        folder=folder,
        train=[str(rasa), "train", "--force"],
        serve=[str(rasa), "run", "--enable-api", "-p", str(port), "-i", "127.0.0.1"],
        address=address,
        begin=begin,
        parse=lambda text: _post(f"{address}/model/parse", {"text": text}),
        understands=lambda process: process,
        sentences=("hello", "are you a bot?", "I am very sad", "yes", "great, thanks", "bye"),
        environment={"RASA_TELEMETRY_ENABLED": "false"},
    )


def signpost(folder: Path, home: Path, ports: tuple[int, int, int, int]) -> Assistant:
    """Describe Signpost, spoken to by its public API."""
    address = f"http://127.0.0.1:{ports[0]}"
    engine = f"http://127.0.0.1:{ports[1]}/webhooks/signpost"
    numbers = iter(range(1_000_000))

    def begin() -> Callable[[str], Any]:
        made = _post(f"{address}/api/conversations", {})
        url, token = f"{address}/api/conversations/{made['id']}/messages", made["token"]
        return lambda text: _post(url, {"text": text, "message_id": f"bench-{next(numbers)}"}, token)[
            "replies"
        ]

    python = sys.executable
    return Assistant(
        name="signpost",
        folder=folder,
        train=[python, "-m", "bot.cli", "rasa", "train", "--force", "--out", str(home / "bench-models")],
        serve=[python, "-m", "bot.cli", "serve"],
        address=address,
        begin=begin,
        parse=lambda text: _post(f"{engine}/parse", {"text": text}, secret(home, ENGINE)),
        understands=_engine,
        sentences=(
            "we make pressings in Dudley, 22 of us",
            "we cannot find welders and the bank said no to a new press",
            "any grants for a robot?",
            "tell me more about the first one",
            "do we qualify?",
            "what should we do first?",
        ),
        environment={
            "SIGNPOST_HOME": str(home),
            "SIGNPOST_PORT": str(ports[0]),
            "SIGNPOST_ENGINE_PORT": str(ports[1]),
            "SIGNPOST_ACTIONS_PORT": str(ports[2]),
            "SIGNPOST_DESK_PORT": str(ports[3]),
            "SIGNPOST_MESSAGES_PER_MINUTE": "100000",
            "SIGNPOST_CHATS_PER_MINUTE": "100000",
            "PYTHONPATH": os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")])),
        },
    )


def _engine(process: psutil.Process) -> psutil.Process:
    return next(part for part in process.children() if part.cmdline()[-2:] == ["--only", "engine"])


def _post(url: str, body: dict[str, Any], token: str | None = None) -> Any:
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)  # noqa: S310  our own loopback
    with urllib.request.urlopen(request, timeout=SECONDS_PER_CALL) as answer:  # noqa: S310
        return json.load(answer)
