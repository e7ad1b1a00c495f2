"""Units in, units out, each write a transaction of its own: what a memory in a file and one in a database share.

The statements are of the SQL that both engines know, with `?` for values.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from rirbilingual.errors import RirError
from rirbilingual.formats.entry import Entry
from rirbilingual.memory import rows
from rirbilingual.memory.addition import Addition, Indexing
from rirbilingual.model import Unit
from rirbilingual.text.normalise import normalised

_LIVE = "superseded_by IS NULL"
_EXACT = f"SELECT neighbours, {rows.UNIT_COLUMNS} FROM unit WHERE key = ? AND {_LIVE} ORDER BY id"
_THESE = f"SELECT {rows.UNIT_COLUMNS} FROM unit WHERE id IN "
_AT = "SELECT id, token, last_unit, last_change FROM revision ORDER BY id DESC LIMIT 1"
_AT_ONCE = 500  # numbers in one statement
_PART = 2_000  # entries that are added by one statement


@dataclass(frozen=True, slots=True)
class Added:
    """What an addition did.

    new: units that were not there. same: those that were. conflicting: new ones whose source has another target
    in the memory (kept beside it). changed: of the same, those that now have a better state or an approval.
    superseded: units of the same place that a newer approval replaced; they are kept, and no longer offered.
    refused: what could not be read, where that was asked to be passed over.
    """

    new: int
    same: int
    conflicting: int
    changed: int = 0
    superseded: int = 0
    refused: tuple[RirError, ...] = ()


class Rows(Protocol):
    """The rows that a statement gave. rowcount: how many it wrote."""

    @property
    def rowcount(self) -> int: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """What the store asks of an engine's connection: sqlite3's, or `postgres.Link`."""

    @property
    def in_transaction(self) -> bool: ...
    def execute(self, statement: str, values: Sequence[Any] = ..., /) -> Rows: ...
    def close(self) -> None: ...


C = TypeVar("C", bound=Connection)


class Store(ABC, Generic[C]):
    """A memory's units. It belongs to one process and thread at a time.

    path: its file, None where it has none. name: what messages call it. identity: the same as long as the memory
    lives, and no other's.
    lasting: False for one that is gone with the program.
    """

    lasting = True

    def __init__(self, connection: C, name: str, path: Path | None, *, read_only: bool = False) -> None:
        self.connection, self.name, self.path, self.read_only = connection, name, path, read_only
        self._written = (0, "", 0, 0)  # the last transaction's revision
        names = dict(connection.execute("SELECT name, value FROM memory"))
        self.identity: str = names["identity"]
        self.languages: tuple[str, str] = (names["source_language"], names["target_language"])

    def close(self) -> None:
        self.connection.close()

    # ------------------------------------------------------------------ what each engine does in its own way

    @abstractmethod
    def transaction(self) -> AbstractContextManager[None]:
        """All of it or nothing; one writer at a time. Raises RirError."""

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[None]:
        """Inside, all answers are of one moment."""

    @abstractmethod
    def insert(self, values: Sequence[tuple[Any, ...]]) -> None:
        """Insert new units, the values of `rows.COLUMNS` each, in order."""

    @abstractmethod
    def stream(self, statement: str, values: Sequence[Any] = ()) -> Iterator[Any]:
        """The rows of a statement, not all in the program's memory at once."""

    @abstractmethod
    def size(self) -> int:
        """Bytes that the memory takes."""

    # ------------------------------------------------------------------ writing

    @contextmanager
    def writing(self) -> Iterator[C]:
        """A transaction. It leaves a revision behind where rows of units changed."""
        if self.read_only:
            what, fix = (
                "the memory can only be read",
                "name another with -m, or change how it is opened or permitted",
            )
            raise RirError(what, self.name, fix)
        with self.transaction():
            before = self._newest()
            yield self.connection
            after = self._newest()
            if after != before:
                self.connection.execute(
                    "INSERT INTO revision (token, last_unit, last_change) VALUES (?, ?, ?)",
                    (os.urandom(8).hex(), *after),
                )
            self._written = self.at()

    def _newest(self) -> tuple[int, int]:
        return self._one("SELECT coalesce(max(id), 0) FROM unit"), self._one(
            "SELECT coalesce(max(id), 0) FROM change"
        )

    def add(self, entries: Iterable[Entry], *, index: Callable[[], Indexing] | None = None) -> Added:
        """Add the entries, all or none. A unit equal in source, target and context is there already; one with a
        blank source or target, which no file could bring back, is passed over.

        index: told of the new units while they come, where they are many.
        """
        with self.writing() as connection:
            added = Addition(connection, self.insert, index)
            rest = (entry for entry in entries if entry.unit.source.strip() and entry.unit.target.strip())
            try:
                while part := list(islice(rest, _PART)):
                    added.take(part)
            except BaseException:
                if added.handed is not None:
                    added.handed.stop()
                raise
        if index is not None and added.handed is not None:
            index().adopt(added.handed, (*self._written[:3], added.change))
        return Added(added.new, added.same, added.conflicting, added.changed, added.superseded)

    # ------------------------------------------------------------------ reading

    def entries(self) -> Iterator[Entry]:
        """Every unit that is not superseded, in the order they came."""
        query = f"SELECT {rows.UNIT_COLUMNS} FROM unit WHERE {_LIVE} ORDER BY id"
        for values in self.stream(query):
            yield rows.entry_of(values)

    def exact(self, source: str) -> list[tuple[int, int, Unit]]:
        """(number, hash of its neighbours, unit) of those whose normalised source is this one's."""
        form = normalised(source)
        found = self.connection.execute(_EXACT, (rows.hash64(form),)).fetchall()
        if not found:
            return []
        units = ((values[1], values[0], rows.unit_of(values[1:])) for values in found)
        return [(n, context, unit) for n, context, unit in units if normalised(unit.source) == form]

    def units(self, ids: Iterable[int]) -> dict[int, Unit]:
        """Units by their numbers."""
        found: dict[int, Unit] = {}
        for part in _parts(ids):
            query = f"{_THESE}({','.join('?' * len(part))})"
            for values in self.connection.execute(query, part):
                found[values[0]] = rows.unit_of(values)
        return found

    def count(self, after: int = 0) -> int:
        """How many of the units after this one are not superseded."""
        found = self.connection.execute(f"SELECT count(*) FROM unit WHERE id > ? AND {_LIVE}", (after,))
        return int(found.fetchone()[0])

    # ------------------------------------------------------------------ what the index asks

    def at(self) -> tuple[int, str, int, int]:
        """The last revision, its token, its last unit and its last change; zeros before the first."""
        found = self.connection.execute(_AT).fetchone()
        return found or (0, "", 0, 0)

    def token(self, revision: int) -> str | None:
        """The token of a revision, None where there is no such one."""
        found = self.connection.execute("SELECT token FROM revision WHERE id = ?", (revision,)).fetchone()
        return found[0] if found else None

    def rows(self, after: int) -> Iterator[tuple[int, str, int, str]]:
        """Number, source, state and date of the units after this one that are not superseded."""
        return self.stream(
            f"SELECT id, source, state, date FROM unit WHERE id > ? AND {_LIVE} ORDER BY id", (after,)
        )

    def rows_of(self, ids: Collection[int]) -> Iterator[tuple[int, str, int, str]]:
        """As `rows`, of these units."""
        for part in _parts(sorted(ids)):
            marks = ",".join("?" * len(part))
            yield from self.connection.execute(
                f"SELECT id, source, state, date FROM unit WHERE id IN ({marks}) AND {_LIVE}", part
            )

    def texts(self, after: int, until: int, *, limit: int) -> list[tuple[int, str, str]]:
        """Number, source and target of so many units after one, up to another, that are not superseded."""
        return self.connection.execute(
            f"SELECT id, source, target FROM unit WHERE id > ? AND id <= ? AND {_LIVE} ORDER BY id LIMIT ?",
            (after, until, limit),
        ).fetchall()

    def changed(self, after: int) -> list[tuple[int, int]]:
        """The changes after this one, each with its unit."""
        return self.connection.execute("SELECT id, unit FROM change WHERE id > ?", (after,)).fetchall()

    def _one(self, query: str) -> int:
        return int(self.connection.execute(query).fetchone()[0])


def _parts(ids: Iterable[int]) -> Iterator[list[int]]:
    numbers = list(ids)
    for start in range(0, len(numbers), _AT_ONCE):
        yield numbers[start : start + _AT_ONCE]
