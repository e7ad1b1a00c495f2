"""A PostgreSQL server of the tests' own: made in a temporary folder, on a socket there, gone at the end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

USER = "tests"


@dataclass(frozen=True)
class Server:
    """A running server. folder: its data and its socket."""

    folder: Path
    programs: Path

    def url(self, database: str, user: str = USER) -> str:
        return f"postgresql:///{database}?host={self.folder}&user={user}"

    def run(self, program: str, *arguments: str) -> None:
        """One of PostgreSQL's own programs, as the account that owns the server (it refuses root's)."""
        command = [str(self.programs / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        # Its own group: a Ctrl+C in the tests is not the server's.
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=self.folder)
        log = self.folder / "log"
        assert done.returncode == 0, (
            done.stdout + done.stderr + (log.read_text()[-2000:] if log.exists() else "")
        )

    def start(self) -> None:
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -c fsync=on"
        log = str(self.folder / "log")
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-l", log, "-o", options, "start")

    def stop(self) -> None:
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", "immediate", "stop")

    def kill(self) -> None:
        """What a power cut does: the server and all that it started are gone at once."""
        started = subprocess.run(
            ["pgrep", "-P", str(self.pid())], capture_output=True, text=True, check=False
        )
        for pid in (self.pid(), *map(int, started.stdout.split())):
            os.kill(pid, signal.SIGKILL)
        # Where nobody collects the dead, their number in these files would pass for a running server's.
        for lock in ("data/postmaster.pid", ".s.PGSQL.5432.lock"):
            (self.folder / lock).unlink()

    def pid(self) -> int:
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def database(self, name: str) -> str:
        """The address of a new, empty database."""
        self.run("createdb", "-h", str(self.folder), "-U", USER, name)
        return self.url(name)


@contextmanager
def server() -> Iterator[Server]:
    """A server; the test is skipped where PostgreSQL is not installed, but fails so in CI."""
    programs = max(
        Path("/usr/lib/postgresql").glob("*/bin"), default=None, key=lambda path: int(path.parent.name)
    )
    found = shutil.which("initdb")
    programs = programs or (Path(found).resolve().parent if found else None)
    if programs is None:
        assert "CI" not in os.environ, "CI must install PostgreSQL"
        pytest.skip("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="rirbilingual-"))  # a socket's path may have 107 characters only
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    made = Server(folder, programs)
    try:
        made.run(
            "initdb",
            "-D",
            str(folder / "data"),
            "-U",
            USER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        )
        made.start()
        try:
            yield made
        finally:
            made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
