"""A SQLite connection to one whose schema is this version's: created, migrated or refused.

A migration is a list of statements that lead from one version to the next; all that are missing run inside
one transaction, so that a store has either the old schema or the new. A store of a newer version is refused.
"""

from __future__ import annotations

import os
import sqlite3

from rirbilingual.errors import RirError
from rirbilingual.memory.rows import pair_hash

APPLICATION_ID = 0x52495242  # "RIRB", in the SQLite header: it says whose file this is

_FIRST = (
    "CREATE TABLE memory (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    # One row a write transaction: an index knows by `token` that it was made from this very history.
    """CREATE TABLE revision (
        id INTEGER PRIMARY KEY AUTOINCREMENT, token TEXT NOT NULL, last_unit INTEGER NOT NULL,
        last_change INTEGER NOT NULL)""",
    # key: of the normalised source. pair: of source, target and context. neighbours: of the normalised context.
    """CREATE TABLE unit (
        id INTEGER PRIMARY KEY AUTOINCREMENT, key INTEGER NOT NULL, pair INTEGER NOT NULL,
        neighbours INTEGER NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL, state INTEGER NOT NULL,
        date TEXT NOT NULL, uid TEXT NOT NULL, kind TEXT NOT NULL, place TEXT NOT NULL,
        previous TEXT NOT NULL, next TEXT NOT NULL, report TEXT NOT NULL, section TEXT NOT NULL,
        origin_date TEXT NOT NULL, rule TEXT NOT NULL, notes TEXT, comments TEXT, approvals TEXT,
        source_language TEXT, target_language TEXT, attributes TEXT,
        used INTEGER NOT NULL DEFAULT 0, superseded_by INTEGER)""",
    "CREATE UNIQUE INDEX unit_key ON unit (key, pair)",
    # Units whose state changed or that were superseded: what an index made before must look at again.
    "CREATE TABLE change (id INTEGER PRIMARY KEY AUTOINCREMENT, unit INTEGER NOT NULL)",
    """CREATE TABLE term (
        id INTEGER PRIMARY KEY, english TEXT NOT NULL, french TEXT NOT NULL, domain TEXT NOT NULL,
        status TEXT NOT NULL, note TEXT NOT NULL, UNIQUE (english, french, domain))""",
    """CREATE TABLE quotation (
        id INTEGER PRIMARY KEY, reference TEXT NOT NULL, english TEXT NOT NULL, original TEXT NOT NULL,
        language TEXT NOT NULL, report TEXT NOT NULL, UNIQUE (reference, english))""",
)
# The functions are Python's own (see `prepare`): the hash of a pair now begins with its target's, so that other
# targets of a source are found by range.
_SECOND = (
    "UPDATE unit SET pair = pair_hash(source, target, previous, next)",
    # The reports, besides its own, in which a unit was approved again: what a recall must name.
    "CREATE TABLE use (unit INTEGER NOT NULL, report TEXT NOT NULL, PRIMARY KEY (unit, report)) WITHOUT ROWID",
    """CREATE TABLE recall (unit INTEGER PRIMARY KEY, reason TEXT NOT NULL, at TEXT NOT NULL)""",
    # Several French wordings of one quotation are kept, the newest last.
    "ALTER TABLE quotation RENAME TO quotation_before",
    """CREATE TABLE quotation (
        id INTEGER PRIMARY KEY AUTOINCREMENT, reference TEXT NOT NULL, english TEXT NOT NULL,
        french TEXT NOT NULL, language TEXT NOT NULL, report TEXT NOT NULL,
        UNIQUE (reference, english, french))""",
    """INSERT INTO quotation (reference, english, french, language, report)
        SELECT reference, english, original, language, report FROM quotation_before ORDER BY id""",
    "DROP TABLE quotation_before",
)
MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST, _SECOND)
VERSION = len(MIGRATIONS)


def prepare(connection: sqlite3.Connection, name: str, languages: tuple[str, str]) -> None:
    """Bring the store to this version. Raises RirError for a file that is not a memory, or is a newer one."""
    connection.create_function("pair_hash", 4, pair_hash, deterministic=True)
    application, version, tables = state(connection)
    if application == 0 and version == 0 and not tables:
        connection.execute("PRAGMA journal_mode = WAL")
        with_schema(connection, name, 0, languages)
        return
    refuse_strangers(connection, name)
    if version < VERSION:
        with_schema(connection, name, version, languages)


def state(connection: sqlite3.Connection) -> tuple[int, int, int]:
    """Application id, version and number of tables."""
    application = int(connection.execute("PRAGMA application_id").fetchone()[0])
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    tables = int(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])
    return application, version, tables


def refuse_strangers(connection: sqlite3.Connection, name: str) -> None:
    """Raise RirError for a SQLite file that is not a memory of this version or an older one."""
    application, version, _ = state(connection)
    if application != APPLICATION_ID:
        raise RirError(
            "a SQLite file, but not a memory", name, "name a memory, or a path that does not exist yet"
        )
    if version > VERSION:
        raise RirError(
            f"a memory of version {version}, and this program knows {VERSION}",
            name,
            "install a newer rirbilingual",
        )


def refuse_older(connection: sqlite3.Connection, name: str) -> None:
    """Raise RirError for a memory that must be migrated first, which one that is read only cannot be."""
    _, version, _ = state(connection)
    if version < VERSION:
        raise RirError(
            f"a memory of version {version}, and this program reads {VERSION}",
            name,
            "open it once where it can be written: rirbilingual memory info -m MEMORY",
        )


def with_schema(connection: sqlite3.Connection, name: str, version: int, languages: tuple[str, str]) -> None:
    """Run the migrations after `version` in one transaction; another process may have been quicker."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        for statements in MIGRATIONS[version:]:
            for statement in statements:
                connection.execute(statement)
        if version == 0:
            values = {
                "identity": os.urandom(16).hex(),
                "source_language": languages[0],
                "target_language": languages[1],
            }
            connection.executemany("INSERT INTO memory VALUES (?, ?)", values.items())
        if version < VERSION:
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
