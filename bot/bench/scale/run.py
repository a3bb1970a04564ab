"""Measures one size after another, on SQLite and on PostgreSQL where it can be started."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bot.bench.local_postgres import NoPostgres, address_of, local_postgres
from bot.bench.scale.stage import fill
from bot.supervisor import CORES
from knowledge.encoder import Encoder
from knowledge.storage.database import Database

PROJECT = Path(__file__).resolve().parents[3]

Tell = Callable[[str], None]
Figures = dict[str, Any]
Server = tuple[str, Path | None]


def grow(sizes: Sequence[int], needs: int, encoder_folder: Path, tell: Tell) -> list[Figures]:
    """Return the figures of each size on each database, the smallest first."""
    encoder = Encoder(encoder_folder)
    with tempfile.TemporaryDirectory(prefix="signpost-scale-") as name, _servers(tell) as servers:
        folder = Path(name)
        for graph in encoder_folder.glob("*.onnx"):  # built once, and slow to build
            (folder / graph.name).symlink_to(graph.resolve())
        return [
            {"records": size, "database": kind, **_one(address, folder, needs)}
            for size in sizes
            for kind, address in _filled(servers, folder, size, encoder, tell)
        ]


def _filled(
    servers: Sequence[Server], folder: Path, size: int, encoder: Encoder, tell: Tell
) -> Iterator[tuple[str, str]]:
    for kind, server in servers:
        tell(f"{size:,} records, {kind}")
        address = _address(kind, server, folder, size)
        database = Database(address)
        fill(database, folder, size, encoder)
        database.close()
        yield kind, address


def _one(address: str, folder: Path, needs: int) -> Figures:
    command = [sys.executable, "-m", "bot.bench.scale.one", address, str(folder), str(needs)]
    environment = {**CORES, **os.environ}  # as in `signpost serve`
    done = subprocess.run(command, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, check=True)
    figures: Figures = json.loads(done.stdout)
    return figures


@contextmanager
def _servers(tell: Tell) -> Iterator[list[Server]]:
    try:
        with local_postgres() as socket:
            yield [("sqlite", None), ("postgresql", socket)]
    except NoPostgres as without:
        tell(f"without PostgreSQL: {without}")
        yield [("sqlite", None)]


def _address(kind: str, server: Path | None, folder: Path, size: int) -> str:
    if server is None:
        return f"sqlite:///{folder / f'{kind}-{size}.db'}"
    database, name = Database(address_of(server)), f"size_{size}"
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    database.close()
    return address_of(server, name)
