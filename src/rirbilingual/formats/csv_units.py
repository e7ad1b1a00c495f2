"""CSV to entries of a memory: UTF-8, source and target, quoted as spreadsheets do; with or without a header."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from rirbilingual.errors import RirError
from rirbilingual.files import reading
from rirbilingual.formats.entry import Entry, refuse
from rirbilingual.model import Origin, State, Unit

EXTENSIONS = (".csv",)
_LONGEST_CELL = 1024 * 1024  # characters; a unit is a sentence
_SOURCES = ("source", "english", "en", "en-ca", "anglais")
_TARGETS = ("target", "french", "fr", "fr-ca", "français", "francais")


def read_entries(path: Path, *, refused: Callable[[RirError], None] | None = None) -> Iterator[Entry]:
    """A final unit a row, blank rows passed over. A header names the columns; without one there are two.

    Raises RirError with the line for a row that cannot be one; with `refused`, the error is handed there and
    reading goes on.
    """
    csv.field_size_limit(_LONGEST_CELL)
    with reading(path) as stream:
        delimiter = _delimiter(stream)
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        rows = csv.reader(text, delimiter=delimiter, strict=True)
        columns: tuple[int, int] | None = None
        width = 0  # of every row, where no header says which columns are meant
        while True:
            place = f"{path}:{rows.line_num + 1}"
            try:
                cells = next(rows, None)
            except (csv.Error, UnicodeDecodeError) as error:  # where the next row begins cannot be known
                what = f"not CSV: {error}"
                if isinstance(
                    error, UnicodeDecodeError
                ):  # far ahead: texts are decoded some thousand bytes at once
                    what, place = "not UTF-8", f"{path}:{_other_line(stream)}"
                refuse(RirError(what, place, "save the sheet as CSV in UTF-8"), refused)
                return
            if cells is None:
                return
            if columns is None:
                columns = _header(cells)
                if columns is not None:
                    continue
                columns, width = (0, 1), 2
            if not any(cell.strip() for cell in cells):
                continue
            try:
                yield _entry(cells, columns, width, place, rows.line_num, path)
            except RirError as error:
                refuse(error, refused)


def _other_line(stream: BinaryIO) -> int:
    """The number of the first line that is not UTF-8."""
    stream.seek(0)
    for number, line in enumerate(stream, 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            return number
    return 1


def _delimiter(stream: BinaryIO) -> str:
    """A semicolon where it parts the first row into more cells than a comma does, as French spreadsheets write."""
    head = stream.read(_LONGEST_CELL).decode("utf-8-sig", errors="replace")
    stream.seek(0)

    def cells(delimiter: str) -> int:
        """Of the first row; none where the sign stands between quoted cells as no separator could."""
        rows = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter, strict=True)
        try:
            return len(next(filter(None, rows), ()))
        except csv.Error:
            return 0

    return ";" if cells(";") > cells(",") else ","


def _header(cells: list[str]) -> tuple[int, int] | None:
    names = [cell.strip().casefold() for cell in cells]
    source = next((n for n, name in enumerate(names) if name in _SOURCES), None)
    target = next((n for n, name in enumerate(names) if name in _TARGETS), None)
    return None if source is None or target is None else (source, target)


def _entry(
    cells: list[str], columns: tuple[int, int], width: int, place: str, line: int, path: Path
) -> Entry:
    if len(cells) <= max(columns) or (width and len(cells) != width):
        raise RirError(f"{len(cells)} columns", place, "give source and target, or name them in a header")
    source, target = (cells[column].strip() for column in columns)
    if not source or not target:
        raise RirError("an empty source or target", place, "give both, or remove the row")
    unit = Unit("", source, target, State.FINAL, origin=Origin(path.name))
    return Entry(unit, line=line)
