"""A path to an open SQLite connection: created, migrated, read-only, or refused with the reason."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from rirbilingual.errors import RirError
from rirbilingual.memory.schema import prepare, refuse_older, refuse_strangers

PATIENCE = 300.0  # seconds that a writer waits for another: an import of a million units holds the memory for a minute
LANGUAGES = ("en-CA", "fr-CA")


def connected(path: Path, *, create: bool, read_only: bool, patience: float = PATIENCE) -> sqlite3.Connection:
    """The memory at `path`. Raises RirError where there is none (unless `create`), or the file is no memory, or
    one of a newer version; such a file is left as it is. patience: seconds to wait for another writer."""
    if path.is_dir():
        raise RirError("a folder, not a memory", str(path), "name a file in it, such as office.sqlite")
    if not path.exists() and not create:
        raise RirError("no such memory", str(path), "make one: rirbilingual memory import FILE -m MEMORY")
    _refuse_other_files(path)
    try:
        if read_only:
            return _read_only(path, patience)
        if create:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
        try:
            prepare(connection, str(path), LANGUAGES)
            connection.execute("PRAGMA synchronous = FULL")
        except BaseException:
            connection.close()
            raise
    except (sqlite3.Error, OSError) as error:
        raise unusable(path, error) from None
    return connection


def in_memory() -> sqlite3.Connection:
    """A memory that is nowhere on disk."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    prepare(connection, "memory", LANGUAGES)
    return connection


def _read_only(path: Path, patience: float) -> sqlite3.Connection:
    """A connection that cannot write. Where the folder cannot be written either, SQLite may only read the file
    if it is told that nobody changes it."""
    from urllib.parse import quote

    url = f"file:{quote(str(path.resolve()))}?mode=ro"
    if not os.access(path.parent, os.W_OK) and not Path(f"{path}-wal").exists():
        url += "&immutable=1"
    connection = sqlite3.connect(url, uri=True, timeout=patience, isolation_level=None)
    try:
        refuse_strangers(connection, str(path))
        refuse_older(connection, str(path))
    except BaseException:
        connection.close()
        raise
    return connection


# Memories that this process has open, or had. Closing any other handle of such a file would let go of SQLite's locks
# on it (POSIX knows one holder a process), and another program's last close could then take the log away.
_OPENED: set[Path] = set()


def _refuse_other_files(path: Path) -> None:
    whole = path.resolve()
    if whole in _OPENED:
        return
    _OPENED.add(whole)
    if path.is_file():
        with path.open("rb") as stream:
            head = stream.read(16)
        if head and head != b"SQLite format 3\x00":
            _OPENED.discard(whole)
            raise RirError(
                "not a memory",
                str(path),
                f"import it into one: rirbilingual memory import {path.name} -m MEMORY",
            )


def unusable(path: Path | None, error: Exception) -> RirError:
    """What to tell of an error of SQLite or of the system."""
    said = str(error)
    if "locked" in said or "busy" in said:
        what, fix = "another program is writing to the memory", "wait for it, then try again"
    elif "readonly" in said or "read-only" in said:
        what, fix = "the memory is read-only", "change its permissions, or name another with -m"
    elif "full" in said:
        what, fix = "the disk is full; the memory is as it was", "free space, then try again"
    elif "malformed" in said or "not a database" in said:
        what, fix = f"the memory is damaged ({said})", "restore it from a backup"
    else:
        what, fix = f"the memory cannot be used ({said})", "check the file, its folder and free space"
    return RirError(what, str(path or "memory"), fix)
