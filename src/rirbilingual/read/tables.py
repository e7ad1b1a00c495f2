"""The cells that a document's markup names to the tables of its report. What only lays out a page is no table."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Literal

from rirbilingual.model import BlockKind, Cell
from rirbilingual.read.parts import Part
from rirbilingual.read.structure import ADDITIONAL, NOTES, NUMBER, REFERENCES
from rirbilingual.text.normalise import seen
from rirbilingual.text.tables import MOST_COLUMNS, headed, is_table

_MOST_ROWS = 65_534  # that a cell may span (HTML Standard)
_LONGEST_CELL = 4_000  # code points; the column of a laid-out page is longer
_MOST_HOLES = 20  # empty cells for a filled one; more is no table that a person reads
_FRAME = (NOTES, REFERENCES, ADDITIONAL)  # what a report is built of, and no cell but one that heads a column


class Grid:
    """One table as its cells come, row by row: where each stands, whatever those before it span."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.row = 0
        self.is_too_wide = False
        self._column = 1
        self._hanging: dict[
            int, int
        ] = {}  # column → rows that a cell above still covers, this one among them

    def next_row(self) -> None:
        self.row += 1
        self._column = 1
        self._hanging = {column: left - 1 for column, left in self._hanging.items() if left > 1}

    def skip(self, columns: int) -> None:
        """Leave that many columns without a cell."""
        self._column += min(max(columns, 0), MOST_COLUMNS)

    def cell(self, rows: int, columns: int, header: Literal["", "column", "row"]) -> Cell:
        """The next cell of the row."""
        self.row = max(self.row, 1)
        rows = min(max(rows, 1), _MOST_ROWS)
        while self._column in self._hanging:
            self._column += 1
        start = self._column
        columns = max(columns, 1)
        if start + columns - 1 > MOST_COLUMNS:
            self.is_too_wide = True
            columns = 1
        else:
            self._column += columns
            self._hanging |= dict.fromkeys(range(start, start + columns), rows)
        return Cell(self.number, self.row, start, rows, columns, header)

    @property
    def caption(self) -> Cell:
        return Cell(self.number, 0, 1)


def settled(parts: Iterable[Part], layout: Collection[int]) -> list[Part]:
    """The parts; the cells of what is a table, numbered from 1, and those of no other. layout: numbers of tables
    that the markup itself calls none."""
    runs = [
        (table, list(run)) for table, run in groupby(parts, key=lambda p: p.cell.table if p.cell else None)
    ]
    count = Counter(table for table, _ in runs)
    out: list[Part] = []
    number = 0
    has_number = False
    for table, run in runs:
        # Where other words stand between its cells, a table is the page's own.
        if (
            table is not None
            and table not in layout
            and count[table] == 1
            and _is_data(run, has_number=has_number)
        ):
            number += 1
            out += _settled(run, number)
        else:
            out += [replace(part, cell=None) for part in run]
        has_number = has_number or any(NUMBER.search(part.text) for part in run)
    return out


def _is_data(parts: Sequence[Part], *, has_number: bool) -> bool:
    """Whether the parts of a table are its data, and not a page laid out by it."""
    cells = [part.cell for part in parts if part.cell and part.cell.row]
    if not is_table(cells) or any(p.hint in (BlockKind.HEADING, BlockKind.FURNITURE) for p in parts):
        return False
    lines = [seen(part.text).rstrip(":") for part in parts]
    if not has_number and any(NUMBER.fullmatch(line) for line in lines):
        return False
    filled = Counter(cell.row for cell in {*cells})
    for part, line in zip(parts, lines, strict=True):
        heads = (
            part.cell and filled[part.cell.row] > 1 and (part.cell.row == 1 or part.cell.header == "column")
        )
        if not heads and any(frame.fullmatch(line) for frame in _FRAME):
            return False
    rows, columns = len({cell.row for cell in cells}), max(cell.column + cell.columns for cell in cells)
    lengths = (sum(len(part.text) for part in held) for _, held in groupby(parts, key=lambda part: part.cell))
    return rows * columns <= _MOST_HOLES * len(cells) and max(lengths) <= _LONGEST_CELL


def _settled(parts: Sequence[Part], number: int) -> Iterator[Part]:
    """The parts of one table, without the rows that are empty, and with what heads them."""
    rows = sorted({part.cell.row for part in parts if part.cell})
    place = {row: at for at, row in enumerate(rows, 0 if rows[0] == 0 else 1)}
    cells = [
        replace(
            cell,
            table=number,
            row=place[cell.row],
            rows=bisect_left(rows, cell.row + cell.rows) - bisect_left(rows, cell.row),
        )
        for part in parts
        if (cell := part.cell)
    ]
    body = [cell for cell in cells if cell.row]
    if not any(cell.header for cell in body):
        body = headed(body, [part.text for part, cell in zip(parts, cells, strict=True) if cell.row])
    coming = iter(body)
    for part, cell in zip(parts, cells, strict=True):
        yield replace(part, cell=next(coming) if cell.row else cell)
