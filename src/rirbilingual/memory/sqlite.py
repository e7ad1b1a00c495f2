"""A memory in one SQLite file."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from rirbilingual.formats.entry import Entry
from rirbilingual.memory import rows
from rirbilingual.memory.addition import Indexing
from rirbilingual.memory.connection import PATIENCE, connected, in_memory, unusable
from rirbilingual.memory.store import Added, Store

_INSERT = f"INSERT INTO unit ({', '.join(rows.COLUMNS)}) VALUES ({', '.join('?' * len(rows.COLUMNS))})"
_CACHE_KIB = 32 * 1024  # of SQLite's pages while units are added
_MANY = 10_000  # new units after which the log is brought into the file at once


class SqliteMemory(Store[sqlite3.Connection]):
    """The store, in a file. Open it with `open`."""

    @classmethod
    def open(
        cls, path: Path, *, create: bool = False, read_only: bool = False, patience: float = PATIENCE
    ) -> SqliteMemory:
        """The memory at `path`; see `connection.connected`. One whose file or folder cannot be written can be read."""
        read_only |= path.is_file() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
        connection = connected(path, create=create, read_only=read_only, patience=patience)
        try:
            return cls(connection, str(path), path, read_only=read_only)
        except sqlite3.Error as error:
            connection.close()
            raise unusable(path, error) from None

    @classmethod
    def in_memory(cls) -> SqliteMemory:
        """An empty store that is nowhere on disk."""
        store = cls(in_memory(), "memory", None)
        store.lasting = False
        return store

    @contextmanager
    def transaction(self) -> Iterator[None]:
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            raise unusable(self.path, error) from None

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        if self.connection.in_transaction:
            yield
            return
        self.connection.execute("BEGIN")
        try:
            yield
        finally:
            self.connection.execute("COMMIT")

    def add(self, entries: Iterable[Entry], *, index: Callable[[], Indexing] | None = None) -> Added:
        self.connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        added = super().add(entries, index=index)
        if added.new > _MANY and self.path is not None:
            with suppress(sqlite3.OperationalError):  # no room, say: the log has them until there is
                self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return added

    def insert(self, values: Sequence[tuple[Any, ...]]) -> None:
        self.connection.executemany(_INSERT, values)

    def stream(self, statement: str, values: Sequence[Any] = ()) -> Iterator[Any]:
        return self.connection.execute(statement, values)

    def size(self) -> int:
        """With what was written last, which stands in a file of its own."""
        files = [Path(f"{self.path}{suffix}") for suffix in ("", "-wal")] if self.path else []
        return sum(file.stat().st_size for file in files if file.exists())
