"""A store's units to an index of their words, SQLite's FTS5, in a file that may be lost.

A unit has a row a side. The row's number begins with the side's length in words, so that the shortest come first
without any sorting. Units' texts never change, so the index only grows: it remembers how far it has read, and of
which history of the store. Units that were superseded stay in it; whoever asks sorts them out.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from rirbilingual.memory.stems import words_and_stems
from rirbilingual.memory.store import Store

FILE = "words.sqlite"
_VERSION = 1  # of this file's form, and of what `stems.py` makes of a text
_PATIENCE = 600.0  # seconds that one process waits for another that reads a large memory
_PART = (
    50_000  # units read in a transaction: FTS5 is quick, and its file small, where many rows come in order
)
_HASH_BYTES = 64 << 20  # of its memory meanwhile
_UNIT_BITS = 45
_LONGEST = (1 << 62 - _UNIT_BITS) - 1  # words; longer texts count as this long
_TABLES = (
    "CREATE TABLE read (revision INTEGER, token TEXT, unit INTEGER)",
    "INSERT INTO read VALUES (0, '', 0)",
    "CREATE VIRTUAL TABLE side USING fts5(words, stems, content='', columnsize=0, tokenize=\"ascii tokenchars '_'\")",
    f"INSERT INTO side (side, rank) VALUES ('hashsize', {_HASH_BYTES})",
    f"PRAGMA user_version = {_VERSION}",
)

_LOG = logging.getLogger("rirbilingual")

R = TypeVar("R")
Progress = Callable[[int], None] | None
At = tuple[int, str, int, int]  # see `Store.at`
Held = Iterator[tuple[int, int]]  # (words of the side, number of the unit), the shortest first


class Words:
    """The index of a store's words. folder: where it is kept, None for in the program only."""

    def __init__(self, store: Store[Any], folder: Path | None) -> None:
        self._store = store
        self._path = folder / FILE if folder else None
        self._connection: sqlite3.Connection | None = None

    def answer(self, ask: Callable[[], R], progress: Progress = None) -> R:
        """What `ask` gives, once all units are read. A file that is damaged is made anew; where none can be
        written, the answers are the same without it."""
        try:
            self._refresh(progress)
            return ask()
        except (sqlite3.OperationalError, OSError) as reason:
            if self._path is None:
                raise
            _LOG.info("words %s: %s; kept in memory", self._path, reason)
            self.close()
            self._path = None
        except sqlite3.DatabaseError as reason:
            _LOG.info("words %s: %s; made again", self._path, reason)
            self.drop()
        self._refresh(progress)
        return ask()

    # ------------------------------------------------------------------ to be asked inside `answer`

    def phrase(self, words: Sequence[str]) -> Held:
        """The sides that hold the words, one after the other."""
        return self._held(f'words : "{" ".join(words)}"')

    def phrase_of_stems(self, stems: Sequence[str]) -> Held:
        """The sides that hold words with these stems, one after the other."""
        return self._held(f'stems : "{" ".join(stems)}"')

    def all_stems(self, stems: Sequence[str]) -> Held:
        """The sides that hold words with all these stems, wherever."""
        return self._held("stems : (" + " AND ".join(f'"{stem}"' for stem in dict.fromkeys(stems)) + ")")

    def _held(self, query: str) -> Held:
        found = self._opened().execute("SELECT rowid FROM side WHERE side MATCH ? ORDER BY rowid", (query,))
        for (row,) in found:
            yield row >> _UNIT_BITS, (row & (1 << _UNIT_BITS) - 1) >> 1

    # ------------------------------------------------------------------ keeping up

    def _refresh(self, progress: Progress) -> None:
        """Read the units that have come since; quick where there are none."""
        now = self._store.at()
        while self._unread(now) is not None:
            index = self._opened()
            index.execute("BEGIN IMMEDIATE")  # others wait, and then find it done
            try:
                after = self._unread(now)
                read = 0 if after is None else self._read(after, now)
                index.execute("COMMIT")
            except BaseException:
                if index.in_transaction:
                    index.execute("ROLLBACK")
                raise
            if progress:
                progress(read)

    def _unread(self, now: At) -> int | None:
        """The unit after which there is something to read, 0 where what was read is of another history; None
        where nothing is."""
        revision, token, unit = self._opened().execute("SELECT revision, token, unit FROM read").fetchone()
        if revision and self._store.token(revision) != token:
            return 0
        return int(unit) if unit < now[2] else None

    def _read(self, after: int, now: At) -> int:
        """Read some of the units after one; gives how many."""
        index = self._opened()
        if not after:
            index.execute("INSERT INTO side (side) VALUES ('delete-all')")
        units = self._store.texts(after, now[2], limit=_PART)
        sides = [
            (min(len(words), _LONGEST) << _UNIT_BITS | number << 1 | side, " ".join(words), " ".join(stems))
            for number, *texts in units
            for side, (words, stems) in enumerate(map(words_and_stems, texts))
        ]
        sides.sort()
        index.executemany("INSERT INTO side (rowid, words, stems) VALUES (?, ?, ?)", sides)
        last = units[-1][0] if len(units) == _PART else now[2]
        index.execute("UPDATE read SET revision = ?, token = ?, unit = ?", (*now[:2], last))
        return len(units)

    # ------------------------------------------------------------------ its file

    def check(self) -> list[str]:
        """What is wrong with the file."""
        if self._path is None or not self._path.exists():
            return []
        try:
            said = [line for (line,) in self._opened().execute("PRAGMA integrity_check(5)") if line != "ok"]
            self._opened().execute("INSERT INTO side (side) VALUES ('integrity-check')")
        except (sqlite3.Error, OSError) as reason:
            return [str(reason)]
        return said

    def drop(self) -> None:
        """Remove the file; it is made again when it is needed."""
        self.close()
        if self._path is not None:
            for suffix in ("", "-wal", "-shm"):
                self._path.with_name(f"{FILE}{suffix}").unlink(missing_ok=True)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            if self._path is not None:
                self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._path or ":memory:", timeout=_PATIENCE, isolation_level=None)
            try:
                _prepare(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection


def _prepare(index: sqlite3.Connection) -> None:
    """Make the tables where there are none. Raises DatabaseError where they are of another version."""
    if _version(index) == 0:
        index.execute("PRAGMA journal_mode = WAL")
        index.execute("BEGIN IMMEDIATE")
        for statement in _TABLES if _version(index) == 0 else ():  # another process may have been quicker
            index.execute(statement)
        index.execute("COMMIT")
    if _version(index) != _VERSION:
        raise sqlite3.DatabaseError(f"of version {_version(index)}")
    index.execute("PRAGMA synchronous = NORMAL")


def _version(index: sqlite3.Connection) -> int:
    return int(index.execute("PRAGMA user_version").fetchone()[0])
