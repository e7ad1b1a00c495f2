"""Files of other programs into a memory, and a memory into files."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from rirbilingual import collector
from rirbilingual.errors import RirError
from rirbilingual.files import read_bytes
from rirbilingual.formats import read_entries
from rirbilingual.formats.entry import Entry
from rirbilingual.memory.store import Added
from rirbilingual.translation_memory import Memory, file_of

Progress = Callable[[int], None] | None


def import_file(file: Path, memory: str, *, skip_errors: bool = False, progress: Progress = None) -> Added:
    """Import a TMX, TSV, CSV, XLIFF or PO file into a memory, all or nothing; the memory is made where there is
    none. skip_errors: pass over what cannot be read, and say what it was."""
    refused: list[RirError] = []

    def counted() -> Iterator[Entry]:
        for entry in read_entries(file, refused=refused.append if skip_errors else None):
            origin = entry.unit.origin
            if not origin.report:
                entry = replace(entry, unit=replace(entry.unit, origin=replace(origin, report=file.name)))
            if progress:
                progress(1)
            yield entry

    if not file.is_file():
        read_bytes(file)  # says what is wrong with it, before a memory is made
    path = file_of(memory)
    new = path is not None and not path.exists()
    try:
        with Memory.open(memory, create=True) as opened, collector.seldom():
            added = opened.add_entries(counted())
    except BaseException:
        if path is not None and new:
            _remove_empty(path)
        raise
    return replace(added, refused=tuple(refused))


def _remove_empty(memory: Path) -> None:
    """Take away a memory that was made for an import that failed, unless somebody has put something into it."""
    if not memory.exists():
        return
    connection = sqlite3.connect(memory, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        if connection.execute("SELECT count(*) FROM revision").fetchone() == (0,):
            for suffix in ("", "-wal", "-shm"):
                Path(f"{memory}{suffix}").unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # there is none, mostly
                Path(f"{memory}.index").rmdir()
    except sqlite3.Error:
        return  # another process is using it
    finally:
        connection.close()


def export_file(file: Path, memory: str, *, progress: Progress = None) -> int:
    """Export a memory to TMX or TSV; gives the number of units."""
    from rirbilingual.formats.tmx import write_entries
    from rirbilingual.formats.tsv import write_tsv

    if file.suffix.lower() not in (".tmx", ".tsv"):
        raise RirError(f'no format for "{file.suffix}"', str(file), "end the name in .tmx or .tsv")
    count = 0

    def counted() -> Iterator[Entry]:
        nonlocal count
        for entry in opened.store.entries():
            count += 1
            if progress:
                progress(1)
            yield entry

    with Memory.open(memory, create=False) as opened:
        if file.suffix.lower() == ".tmx":
            write_entries(counted(), file)
        else:
            write_tsv((entry.unit for entry in counted()), file)
    return count
