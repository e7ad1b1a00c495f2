"""A table in plain text, and back: lines that follow each other with as many tabs in each, as a browser saves it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rirbilingual.model import Cell

MOST_COLUMNS = 200  # more is no table that a person reads
_LINE = re.compile(r"[^\r\n]*")
_END = re.compile(r"\r\n|\n|\r")
# A tab also stands after the number of a heading, a note or a list entry: "1.1<tab>Overview".
_NUMBERED = re.compile(
    r"[ \u00a0]*(?:\d{1,2}(?:\.\d{1,2})*[.)]?|[a-z][.)]|\[\d+\]|[-•*–])[ \u00a0]*\t[ \u00a0]*[^\W\d]", re.I
)

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell and where its words stand in a text."""

    start: int
    end: int
    cell: Cell


def tabbed(text: str) -> list[PlacedCell]:
    """The filled cells, in order. Every table has two rows and two columns or more."""
    found: list[PlacedCell] = []
    if "\t" not in text:
        return found
    table = 1
    for rows in _runs(text):
        placed = [
            PlacedCell(start, end, Cell(table, row, column))
            for row, line in enumerate(rows, 1)
            for column, (start, end) in enumerate(_fields(text, line), 1)
            if start < end
        ]
        if is_table([one.cell for one in placed]):
            cells = headed([one.cell for one in placed], [text[one.start : one.end] for one in placed])
            found += [replace(one, cell=cell) for one, cell in zip(placed, cells, strict=True)]
            table += 1
    return found


def is_table(cells: Sequence[Cell]) -> bool:
    """Whether there are two rows and two columns or more."""
    return len({cell.row for cell in cells}) > 1 and len({cell.column for cell in cells}) > 1


def headed(cells: Sequence[Cell], texts: Sequence[str]) -> list[Cell]:
    """The cells of a table that says nothing of its headings: those of the first row name their columns where each
    column but the first has a name there, and no name has a digit."""
    width = max(cell.column + cell.columns for cell in cells)
    named = {c for cell in cells if cell.row == 1 for c in range(cell.column, cell.column + cell.columns)}
    digits = any(c.isdigit() for cell, text in zip(cells, texts, strict=True) if cell.row == 1 for c in text)
    if digits or not named.issuperset(range(2, width)):
        return list(cells)
    return [replace(cell, header="column") if cell.row == 1 else cell for cell in cells]


def tab_lines(cells: Sequence[Cell], texts: Sequence[str]) -> list[tuple[str, str]] | None:
    """What stands before and after each text where the table is lines with tabs; None where they would not be read
    as this table: where a cell has several paragraphs, say."""
    if not cells or any("\n" in text for text in texts):
        return None
    width = max(cell.column + cell.columns - 1 for cell in cells)
    around: list[tuple[str, str]] = []
    for last, cell, following in zip([None, *cells], cells, [*cells[1:], None], strict=False):
        before = cell.column - (last.column if last and last.row == cell.row else 1)
        is_last = following is None or following.row > cell.row
        around.append(("\t" * before, "\t" * (width - cell.column) + "\n" if is_last else ""))
    written = "".join(a + text + b for text, (a, b) in zip(texts, around, strict=True))
    read = [(one.cell.row, one.cell.column) for one in tabbed(written)]
    return around if read == [(cell.row, cell.column) for cell in cells] else None


def _runs(text: str) -> Iterator[list[Stretch]]:
    """Lines that may be the rows of one table."""
    rows: list[Stretch] = []
    at = tabs = 0
    while at <= len(text):
        line = _LINE.match(text, at)
        assert line is not None
        count = line[0].count("\t")
        is_row = 0 < count < MOST_COLUMNS and not line[0].isspace() and not _NUMBERED.match(line[0])
        if rows and (not is_row or count != tabs):
            yield rows
            rows = []
        if is_row:
            rows.append(line.span())
            tabs = count
        end = _END.match(text, line.end())
        at = end.end() if end else len(text) + 1
    if rows:
        yield rows


def _fields(text: str, line: Stretch) -> Iterator[Stretch]:
    """The fields of a row, without white space at their ends."""
    at = line[0]
    for written in text[line[0] : line[1]].split("\t"):
        shown = written.strip()
        start = at + (len(written) - len(written.lstrip()) if shown else 0)
        yield start, start + len(shown)
        at += len(written) + 1
