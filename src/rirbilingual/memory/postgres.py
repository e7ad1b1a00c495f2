"""A memory in a PostgreSQL database: the same answers as from a file, for a whole office at once.

Many read at once; one writes at a time, the others wait, so that units become visible in the order of their
numbers: the index counts on it. A connection that was lost is made anew with the next request.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rirbilingual.errors import RirError
from rirbilingual.memory import postgres_schema, rows
from rirbilingual.memory.connection import LANGUAGES, PATIENCE
from rirbilingual.memory.store import Store

if TYPE_CHECKING:
    import psycopg

    Database = psycopg.Connection[tuple[Any, ...]]

_CONNECT_SECONDS = 10
_STREAMED = 2000  # rows fetched at a time where all are wanted
_COPY = f"COPY unit ({', '.join(rows.COLUMNS)}) FROM STDIN"
_PASSWORD = re.compile(r"(?<=:)[^:@/]*(?=@)|(?<=password=)[^&]*")


class Link:
    """A connection that takes the statements of `sqlite.py`, with `?` for values, and says what is wrong in one
    line."""

    def __init__(self, url: str, *, create: bool, read_only: bool, patience: float = PATIENCE) -> None:
        self._url, self._read_only, self._patience = url, read_only, patience
        self.name = _PASSWORD.sub("…", url)
        self.in_transaction = False
        self.database = self._connected(create=create)

    def execute(self, statement: str, values: Sequence[Any] = ()) -> psycopg.Cursor[tuple[Any, ...]]:
        """As sqlite3's. Raises RirError."""
        self._revive()
        with self.explained():
            return self.database.execute(statement.replace("?", "%s").encode(), values or None)

    def stream(self, statement: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows, without all of them in memory at once."""
        self._revive()
        with self.explained(), self.database.transaction(), self.database.cursor(name="rows") as cursor:
            cursor.itersize = _STREAMED
            yield from cursor.execute(statement.replace("?", "%s").encode(), values or None)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Committed at the end, rolled back on any error."""
        self._revive()
        with self.explained(), self.database.transaction():
            self.in_transaction = True
            try:
                yield
            finally:
                self.in_transaction = False

    def _revive(self) -> None:
        """Connect again where the connection was lost, with the server say; but never amid a transaction, whose
        first half is lost with it."""
        if self.database.closed and not self.in_transaction:
            self.database = self._connected(create=False)

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Errors of the database become RirError."""
        import psycopg

        try:
            yield
        except psycopg.Error as error:
            raise _unusable(self.name, error) from None

    def close(self) -> None:
        self.database.close()

    def _connected(self, *, create: bool) -> Database:
        try:
            import psycopg
        except ImportError:
            raise RirError(
                "PostgreSQL needs the program's extra `postgres`",
                self.name,
                "pip install 'rirbilingual[postgres]'",
            ) from None
        with self.explained():
            options = f"-c search_path={postgres_schema.SCHEMA} -c lock_timeout={max(1, int(self._patience * 1000))}"
            if self._read_only:
                options += " -c default_transaction_read_only=on"
            database: Database = psycopg.connect(
                self._url, autocommit=True, connect_timeout=_CONNECT_SECONDS, options=options
            )
            try:
                postgres_schema.prepare(database, self.name, LANGUAGES, create=create)
            except BaseException:
                database.close()
                raise
            return database


class PostgresMemory(Store[Link]):
    """The store, in a database. Open it with `open`."""

    @classmethod
    def open(
        cls, url: str, *, create: bool = False, read_only: bool = False, patience: float = PATIENCE
    ) -> PostgresMemory:
        """The memory at a `postgresql://` address. Raises RirError where there is none (unless `create`), it is
        of a newer version, or the server does not answer. patience: seconds to wait for another writer."""
        link = Link(url, create=create, read_only=read_only, patience=patience)
        return cls(link, link.name, None, read_only=read_only)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self.connection.transaction():
            self.connection.execute("SELECT pg_advisory_xact_lock(?)", (postgres_schema.WRITER_LOCK,))
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        if self.connection.in_transaction:
            yield
            return
        with self.connection.transaction():
            self.connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield

    def insert(self, values: Sequence[tuple[Any, ...]]) -> None:
        link = self.connection
        with link.explained(), link.database.cursor() as cursor, cursor.copy(_COPY) as copy:
            for row in values:
                copy.write_row(row)

    def stream(self, statement: str, values: Sequence[Any] = ()) -> Iterator[Any]:
        return self.connection.stream(statement, values)

    def size(self) -> int:
        query = "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relnamespace = ?::regnamespace"
        found = self.connection.execute(query, (postgres_schema.SCHEMA,)).fetchone()
        return int(found[0] or 0) if found else 0

    def grant(self) -> None:
        """Make the roles of readers, translators and approvers, with their grants."""
        with self.connection.explained():
            postgres_schema.grant(self.connection.database)


def _unusable(name: str, error: psycopg.Error) -> RirError:
    """What to tell of an error of the database."""
    from psycopg import errors

    said = " ".join(str(error).split())
    if isinstance(error, errors.InsufficientPrivilege):
        what, fix = "this account may not do that", "ask for the role of a translator or an approver"
    elif isinstance(error, errors.LockNotAvailable):
        what, fix = "another program is writing to the memory", "wait for it, then try again"
    elif isinstance(error, errors.ReadOnlySqlTransaction):
        what, fix = "the memory is read-only", "name another with -m"
    elif isinstance(error, errors.DiskFull):
        what, fix = "the disk is full; the memory is as it was", "free space, then try again"
    elif isinstance(error, errors.OperationalError):
        what, fix = f"the database does not answer ({said})", "check the address, and that the server runs"
    else:
        what, fix = f"the memory cannot be used ({said})", "check the database"
    return RirError(what, name, fix)
