"""A server of PostgreSQL on loopback, of Debian's package, for as long as the tests take."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from adbc_driver_postgresql import dbapi

PASSWORD = "p@ss:w/rd of test"


class NotHere(Exception):
    """Why there is no server."""


@dataclass(frozen=True)
class Server:
    port: int

    def url(self, password: str = "${SHOP_PASSWORD}", database: str = "postgres") -> str:
        return f"postgresql://shop:{password}@127.0.0.1:{self.port}/{database}"

    def run(self, *statements: str) -> None:
        with contextlib.closing(dbapi.connect(self.url("p%40ss%3Aw%2Frd%20of%20test"))) as connection:
            for statement in statements:
                with connection.cursor() as cursor:
                    cursor.execute(statement)
            connection.commit()

    def fill(self, name: str, table) -> None:
        """Write an Arrow table as the table ``name``."""
        with contextlib.closing(dbapi.connect(self.url("p%40ss%3Aw%2Frd%20of%20test"))) as connection:
            with connection.cursor() as cursor:
                cursor.adbc_ingest(name, table, mode="replace")
            connection.commit()


def programs() -> Path:
    """The folder of initdb and postgres; NotHere where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda place: -float(place.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        raise NotHere("initdb of PostgreSQL is not installed")
    return found[0].parent if found else Path(str(on_path)).resolve().parent


def _unprivileged() -> tuple[list[str], int | None]:
    """What to put before a command so that it does not run as root, and the number of the user."""
    if os.getuid() != 0:
        return [], None
    if shutil.which("runuser") is None:
        raise NotHere("PostgreSQL does not run as root, and there is no runuser")
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return ["runuser", "-u", name, "--"], pwd.getpwnam(name).pw_uid
    raise NotHere("PostgreSQL does not run as root, and there is no other user")


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """A server whose user shop has PASSWORD; NotHere, with the reason, where none can be started."""
    place, (as_user, number) = programs(), _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="sixr-postgres-", dir="/tmp"))
    running = None
    try:
        (folder / "password").write_text(PASSWORD)
        if number is not None:
            for one in (folder, folder / "password"):
                os.chown(one, number, -1)
        data = folder / "data"
        says = ["-U", "shop", "-A", "scram-sha-256", f"--pwfile={folder / 'password'}", "-N", "-E", "UTF8"]
        command = [*as_user, place / "initdb", "-D", data, *says, "--locale=C"]
        made = subprocess.run(command, capture_output=True, text=True, cwd=folder)
        if made.returncode:
            raise NotHere(f"initdb: {made.stderr.strip().splitlines()[-1:]}")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        with (folder / "log").open("w") as log:
            options = ["-p", str(port), "-h", "127.0.0.1", "-k", "", "-F"]
            command = [*as_user, place / "postgres", "-D", data, *options]
            running = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
        yield _ready(Server(port), running, folder / "log")
    finally:
        if running is not None:
            running.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                running.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def _ready(found: Server, running: subprocess.Popen, log: Path) -> Server:
    for _ in range(150):
        if running.poll() is not None:
            raise NotHere(f"postgres: {log.read_text().strip().splitlines()[-1:]}")
        with contextlib.suppress(Exception):
            found.run("SELECT 1")
            return found
        time.sleep(0.1)
    raise NotHere("postgres does not answer")
