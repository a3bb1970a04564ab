"""A PostgreSQL server of one's own for as long as it is needed, from the programs that are installed here."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

UNPRIVILEGED = ("postgres", "nobody")  # PostgreSQL refuses to run as root
PORT = "5432"  # names the socket only: the server listens on no network address
SUPERUSER = "signpost"


class NoPostgres(Exception):
    """There is no PostgreSQL to start here: on Debian, apt-get install postgresql."""


@contextmanager
def local_postgres() -> Iterator[Path]:
    """Give the folder of the socket of a running server; its data is gone afterwards."""
    programs, user = _programs(), _ordinary_user()
    with tempfile.TemporaryDirectory(prefix="signpost-pg-", dir="/tmp", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        if user is not None:
            shutil.chown(folder, user)
        data, as_user = folder / "data", ["runuser", "-u", user, "--"] if user else []
        _run(
            [*as_user, str(programs / "initdb"), "-D", str(data), "-U", SUPERUSER, "-A", "trust", "--no-sync"]
        )
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off -c port={PORT}"
        control = [*as_user, str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
        _run([*control, "-o", options, "start"])
        try:
            yield folder
        finally:
            _run([*control, "-m", "immediate", "stop"])


def address_of(folder: Path, database: str = "postgres") -> str:
    """Return the address of a database of the server whose socket is in the folder."""
    return f"postgresql+psycopg://{SUPERUSER}@/{database}?host={folder}"


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise NoPostgres("PostgreSQL is not installed here (no /usr/lib/postgresql/*/bin/initdb)")
    return found[-1].parent


def _ordinary_user() -> str | None:
    """Return whom to run the server as, or None when we are not root ourselves."""
    if os.geteuid() != 0:
        return None
    for user in UNPRIVILEGED:
        if subprocess.run(["id", "-u", user], capture_output=True, check=False).returncode == 0:
            return user
    raise NoPostgres("PostgreSQL does not run as root, and there is no user to run it as")


def _run(command: Sequence[str]) -> None:
    # pg_ctl hands its output to the server that it starts, so a pipe would never end
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(command, stdout=said, stderr=said, cwd="/", check=False)
        said.seek(0)
        if done.returncode != 0:
            raise NoPostgres(said.read())
