"""A PostgreSQL server for tests, started for the session on a socket of its own; a database for each test.

Use it from a conftest.py: `from tests.postgres import postgres_address, postgres_server  # noqa: F401`.
Skips where no PostgreSQL is installed, but fails where CI is true: there the tests must run.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

UNPRIVILEGED = ("postgres", "nobody")  # PostgreSQL refuses to run as root
PORT = "5432"  # names the socket only: the server listens on no network address


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Path]:
    """Return the folder of the socket of a running server."""
    programs = find_programs()
    if programs is None:
        plainly_without("PostgreSQL is not installed here (no /usr/lib/postgresql/*/bin/initdb)")
    with tempfile.TemporaryDirectory(prefix="signpost-pg-", dir="/tmp", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        user = ordinary_user()
        if user is not None:
            shutil.chown(folder, user)
        data = folder / "data"
        as_user = ["runuser", "-u", user, "--"] if user else []
        run(
            [
                *as_user,
                str(programs / "initdb"),
                "-D",
                str(data),
                "-U",
                "signpost",
                "-A",
                "trust",
                "--no-sync",
            ]
        )
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c port={PORT}"
        control = [*as_user, str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
        run([*control, "-o", options, "start"])
        try:
            yield folder
        finally:
            run([*control, "-m", "immediate", "stop"])


@pytest.fixture
def postgres_address(postgres_server: Path) -> Iterator[str]:
    """Return the address of a fresh database, dropped after the test."""
    name = f"test_{uuid4().hex[:12]}"
    with psycopg.connect(
        host=str(postgres_server), user="signpost", dbname="postgres", autocommit=True
    ) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        yield f"postgresql+psycopg://signpost@/{name}?host={postgres_server}"
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def find_programs() -> Path | None:
    """Return the folder of the newest PostgreSQL programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def ordinary_user() -> str | None:
    """Return whom to run the server as, or None when we are not root ourselves."""
    if os.geteuid() != 0:
        return None
    for user in UNPRIVILEGED:
        if subprocess.run(["id", "-u", user], capture_output=True, check=False).returncode == 0:
            return user
    return plainly_without("PostgreSQL does not run as root, and there is no user to run it as")


def plainly_without(reason: str) -> None:
    """Skip the test, or fail it where CI is true."""
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def run(command: list[str]) -> None:
    """Run a program, and show what it said when it fails."""
    # pg_ctl hands its output to the server that it starts, so a pipe would never end
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(command, stdout=said, stderr=said, cwd="/", check=False)
        said.seek(0)
        assert done.returncode == 0, said.read()
