"""A memory to a copy of it, to what is wrong with it, and to what becomes of a unit that proved wrong."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rirbilingual.errors import RirError
from rirbilingual.files import sync_folder
from rirbilingual.memory import rows
from rirbilingual.memory.connection import unusable
from rirbilingual.memory.sqlite import SqliteMemory
from rirbilingual.memory.store import Store
from rirbilingual.model import Unit

_LIVE = "superseded_by IS NULL"
Progress = Callable[[int], None] | None


@dataclass(frozen=True, slots=True)
class Recalled:
    """A unit that was taken back, and every report in which it was approved."""

    unit: Unit
    reports: tuple[str, ...]


def recall(store: Store[Any], name: str, *, reason: str, when: str) -> list[Recalled]:
    """Take back the units of this id, or of this English text: kept, and never offered again."""
    found = store.connection.execute(
        f"SELECT {rows.UNIT_COLUMNS} FROM unit WHERE (uid = ? OR key = ?) AND {_LIVE} ORDER BY id",
        (name, rows.key(name)),
    ).fetchall()
    out = []
    if not found:
        return []
    with store.writing() as connection:
        for values in found:
            number, unit = values[0], rows.unit_of(values)
            connection.execute("UPDATE unit SET superseded_by = ? WHERE id = ?", (rows.RECALLED, number))
            connection.execute("INSERT INTO change (unit) VALUES (?)", (number,))
            connection.execute(
                "INSERT INTO recall (unit, reason, at) VALUES (?, ?, ?)", (number, reason, when)
            )
            used = connection.execute("SELECT report FROM use WHERE unit = ? ORDER BY report", (number,))
            reports = dict.fromkeys([unit.origin.report, *(report for (report,) in used)])
            out.append(Recalled(unit, tuple(report for report in reports if report)))
    return out


def backup(store: SqliteMemory, path: Path) -> int:
    """Copy the memory while it may be in use, whole or not at all, and read the copy back; gives its bytes."""
    if path.exists():
        raise RirError("a file of that name is there", str(path), "give a name that is free")
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        with contextlib.closing(sqlite3.connect(temporary)) as copy:
            store.connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            said = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if said != "ok":
            raise RirError(f"the copy is damaged ({said})", str(path), "run memory check on the memory")
        temporary.replace(path)
        sync_folder(path.parent)
    except (sqlite3.Error, OSError) as error:
        raise unusable(path, error) from None
    finally:
        temporary.unlink(missing_ok=True)
    return path.stat().st_size


def problems(store: Store[Any], *, progress: Progress = None) -> Iterator[str]:
    """What is wrong with the file: what SQLite finds, and units that are not found by what they say."""
    try:
        for (said,) in store.connection.execute("PRAGMA integrity_check(20)") if store.path else ():
            if said != "ok":
                yield f"the file is damaged: {said}"
        query = "SELECT id, key, pair, source, target, previous, next FROM unit ORDER BY id"
        for number, key, pair, source, target, previous, following in store.stream(query):
            if progress:
                progress(1)
            if key != rows.key(source) or pair != rows.pair_hash(source, target, previous, following):
                yield f"unit {number} is not found by its words: {source[:60]}"
        for (number,) in store.connection.execute(
            "SELECT a.id FROM unit a LEFT JOIN unit b ON a.superseded_by = b.id"
            f" WHERE a.superseded_by <> {rows.RECALLED} AND b.id IS NULL"
        ):
            yield f"unit {number} is superseded by one that is not there"
    except sqlite3.Error as error:
        yield f"the file is damaged: {error}"
