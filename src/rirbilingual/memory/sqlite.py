"""A memory in one SQLite file: units in, units out, each write a transaction of its own."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rirbilingual.errors import RirError
from rirbilingual.formats.entry import Entry
from rirbilingual.memory import rows
from rirbilingual.memory.schema import prepare

LANGUAGES = ("en-CA", "fr-CA")
_BUSY_SECONDS = 30.0  # how long a writer waits for another
_INSERT = (
    f"INSERT OR IGNORE INTO unit ({', '.join(rows.COLUMNS)}) VALUES ({', '.join('?' * len(rows.COLUMNS))})"
)


@dataclass(frozen=True, slots=True)
class Added:
    """What an addition did: new units, those that were there already, and new ones whose source has another
    target in the memory (kept beside it)."""

    new: int
    same: int
    conflicting: int


@dataclass(frozen=True, slots=True)
class Summary:
    """A memory's figures. conflicting: sources with several targets. origins: report → units."""

    units: int
    sources: int
    conflicting: int
    superseded: int
    bytes: int
    languages: tuple[str, str]
    origins: tuple[tuple[str, int], ...]


class SqliteMemory:
    """The store. Open it with `open`; it belongs to one process and thread at a time."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection, self.path = connection, path

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> SqliteMemory:
        """The memory at `path`. Raises RirError where there is none (unless `create`), or the file is no
        memory, or one of a newer version; such a file is left as it is."""
        if path.is_dir():
            raise RirError("a folder, not a memory", str(path), "name a file in it, such as office.sqlite")
        if not path.exists() and not create:
            raise RirError("no such memory", str(path), "make one: rirbilingual memory import FILE -m MEMORY")
        _refuse_other_files(path)
        try:
            if create:
                path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
            try:
                prepare(connection, str(path), LANGUAGES)
                connection.execute("PRAGMA synchronous = FULL")
            except BaseException:
                connection.close()
                raise
        except sqlite3.Error as error:
            raise _unusable(path, error) from None
        return cls(connection, path)

    def close(self) -> None:
        self._connection.close()

    def add(self, entries: Iterable[Entry]) -> Added:
        """Add the entries, all or none. A unit equal in source, target and context is there already."""
        new = same = conflicting = 0
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                for entry in entries:
                    values = rows.row(entry)
                    others = self._connection.execute(
                        "SELECT 1 FROM unit WHERE key = ? AND target <> ? AND superseded_by IS NULL LIMIT 1",
                        (values[0], entry.unit.target),
                    ).fetchone()
                    if self._connection.execute(_INSERT, values).rowcount < 1:
                        same += 1
                        continue
                    new += 1
                    conflicting += others is not None
                if new:
                    self._connection.execute(
                        "INSERT INTO revision (token, last_unit, last_change)"
                        " SELECT ?, coalesce(max(id), 0), 0 FROM unit",
                        (secrets.token_hex(8),),
                    )
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            raise _unusable(self.path, error) from None
        return Added(new, same, conflicting)

    def entries(self) -> Iterator[tuple[int, Entry]]:
        """Every unit that is not superseded, with its row number, in the order they came."""
        query = f"SELECT {rows.UNIT_COLUMNS} FROM unit WHERE superseded_by IS NULL ORDER BY id"
        for values in self._connection.execute(query):
            yield values[0], rows.entry_of(values)

    def summary(self) -> Summary:
        """The memory's figures."""
        one = self._one
        live = "FROM unit WHERE superseded_by IS NULL"
        origins = self._connection.execute(
            f"SELECT report, count(*) {live} GROUP BY report ORDER BY count(*) DESC, report"
        ).fetchall()
        names = dict(self._connection.execute("SELECT name, value FROM memory"))
        return Summary(
            one(f"SELECT count(*) {live}"),
            one(f"SELECT count(DISTINCT key) {live}"),
            one(f"SELECT count(*) FROM (SELECT 1 {live} GROUP BY key HAVING count(DISTINCT target) > 1)"),
            one("SELECT count(*) FROM unit WHERE superseded_by IS NOT NULL"),
            self.path.stat().st_size,
            (names["source_language"], names["target_language"]),
            tuple((report, count) for report, count in origins),
        )

    def _one(self, query: str) -> int:
        return int(self._connection.execute(query).fetchone()[0])


def _refuse_other_files(path: Path) -> None:
    if path.is_file():
        with path.open("rb") as stream:
            head = stream.read(16)
        if head and head != b"SQLite format 3\x00":
            raise RirError(
                "not a memory",
                str(path),
                f"import it into one: rirbilingual memory import {path.name} -m MEMORY",
            )


def _unusable(path: Path, error: sqlite3.Error) -> RirError:
    return RirError(
        f"the memory cannot be used ({error})", str(path), "check the file, its folder and free space"
    )
