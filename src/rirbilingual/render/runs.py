"""The passages of a page to its runs: lists, tables, and what stands alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from rirbilingual.model import Cell
from rirbilingual.render.passages import Shown


@dataclass(frozen=True, slots=True)
class Run:
    """Passages that follow each other in one list, or in one table, or one passage that stands alone (list "")."""

    list: str
    passages: tuple[Shown, ...]
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell as a table shows it, an empty one too. rows, columns: how many it spans. scope: "col" or "row" where it
    names what stands below or beside it, else ""."""

    rows: int
    columns: int
    scope: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """head: the rows that only name columns. body: the others. Each row has the cells that begin in it."""

    number: int
    caption: tuple[Run, ...]
    head: tuple[tuple[Slot, ...], ...]
    body: tuple[tuple[Slot, ...], ...]
    columns: int

    @property
    def rows(self) -> tuple[tuple[Slot, ...], ...]:
        return self.head + self.body


def runs(passages: Iterable[Shown]) -> tuple[Run, ...]:
    """The passages with those of one list, or of one table, together."""
    out: list[Run] = []
    for number, group in groupby(passages, key=lambda p: p.cell.table if p.cell else 0):
        held = tuple(group)
        out += [Run("", held, _table(number, held))] if number else _lists(held)
    return tuple(out)


def _lists(passages: Iterable[Shown]) -> Iterator[Run]:
    for name, group in groupby(passages, key=lambda passage: passage.group):
        held = tuple(group)
        if name:
            yield Run(name, held)
        else:
            yield from (Run("", (passage,)) for passage in held)


def _table(number: int, passages: Sequence[Shown]) -> Table:
    by_place: dict[tuple[int, int], list[tuple[Cell, Shown]]] = {}
    for passage in passages:
        if passage.cell:
            by_place.setdefault((passage.cell.row, passage.cell.column), []).append((passage.cell, passage))
    caption = tuple(
        run for (row, _), held in by_place.items() if not row for run in _lists(p for _, p in held)
    )
    cells = {place: held[0][0] for place, held in by_place.items() if place[0]}
    texts = {place: tuple(_lists(p for _, p in held)) for place, held in by_place.items() if place[0]}
    height = max((row for row, _ in cells), default=0)
    width = max((cell.column + cell.columns - 1 for cell in cells.values()), default=0)
    heads = _heads(cells.values())
    head = _slots(cells, texts, width, 1, heads)
    return Table(number, caption, head, _slots(cells, texts, width, heads + 1, height), width)


def _heads(cells: Iterable[Cell]) -> int:
    """How many rows at the top only name columns."""
    heads = 0
    for row, held in groupby(sorted(cells, key=lambda cell: cell.row), key=lambda cell: cell.row):
        if row != heads + 1 or not all(cell.header == "column" for cell in held):
            break
        heads = row
    return heads


def _slots(
    cells: dict[tuple[int, int], Cell],
    texts: dict[tuple[int, int], tuple[Run, ...]],
    width: int,
    first: int,
    last: int,
) -> tuple[tuple[Slot, ...], ...]:
    """The rows from first to last; no cell reaches beyond them, or over another."""
    out: list[tuple[Slot, ...]] = []
    taken: dict[int, int] = {}  # column → the last row that a cell above covers
    for row in range(first, last + 1):
        slots = []
        for column in range(1, width + 1):
            if taken.get(column, 0) >= row:
                continue
            cell = cells.get((row, column))
            if cell is None:
                slots.append(Slot(1, 1, "", ()))
                continue
            reach = column + 1
            while reach < column + cell.columns and taken.get(reach, 0) < row and (row, reach) not in cells:
                reach += 1
            end = min(row + cell.rows - 1, last)
            taken |= dict.fromkeys(range(column, reach), end)
            scope = {"column": "col", "row": "row"}.get(cell.header, "")
            slots.append(Slot(end - row + 1, reach - column, scope, texts[row, column]))
        out.append(tuple(slots))
    return tuple(out)
