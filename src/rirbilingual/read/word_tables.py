"""The tables of a Word document to the cell of each paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from rirbilingual.model import Cell
from rirbilingual.read.parts import Part
from rirbilingual.read.tables import Grid
from rirbilingual.read.word_xml import W, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_CAPTION = re.compile(r"caption|légende", re.IGNORECASE)
# Of w:tblLook: an attribute, and a bit of its w:val (ECMA-376, part 1, 17.4.55).
_FIRST_ROW = ("firstRow", 0x0020)
_FIRST_COLUMN = ("firstColumn", 0x0080)
_OFF = ("0", "false", "off")


class WordCells:
    """layout: numbers of the tables that hold others, or are too wide to be any."""

    def __init__(self, body: _Element) -> None:
        self.layout: set[int] = set()
        self._cells: dict[_Element, Cell] = {}  # w:tc → cell
        for number, table in enumerate(body.iter(f"{W}tbl"), 1):
            holds_others = any(True for _ in table.iterdescendants(f"{W}tbl"))
            if holds_others or _place(table, Grid(number), self._cells):
                self.layout.add(number)

    def of(self, paragraph: _Element) -> Cell | None:
        """The cell that a paragraph stands in: of the innermost table."""
        cell = next(paragraph.iterancestors(f"{W}tc"), None)
        return self._cells.get(cell) if cell is not None else None


def captioned(placed: Sequence[tuple[Part, str]]) -> Iterator[Part]:
    """The parts, of (part, name of its style): a caption just before a table is the table's own."""
    for (part, style), following in zip(placed, [*placed[1:], None], strict=True):
        cell = following[0].cell if following else None
        if cell and part.cell is None and _CAPTION.fullmatch(style):
            yield replace(part, cell=Grid(cell.table).caption)
        else:
            yield part


def _place(table: _Element, grid: Grid, cells: dict[_Element, Cell]) -> bool:
    """Put each w:tc of a table among the cells; gives whether it is too wide to be one.

    A cell that is merged with the one above says so in each row: those are the first one's rows.
    """
    merged: dict[int, list[_Element]] = {}  # column → the elements of a cell that may go on below
    groups: list[tuple[Cell, list[_Element]]] = []
    has_headings = False
    for row in table.iter(f"{W}tr"):
        grid.next_row()
        grid.skip(_number(row, "trPr", "gridBefore", 0))
        is_heading = _is_on(row.find(f"{W}trPr/{W}tblHeader"))
        has_headings |= is_heading
        for element in row.iter(f"{W}tc"):
            cell = grid.cell(1, _number(element, "tcPr", "gridSpan", 1), "column" if is_heading else "")
            merge = element.find(f"{W}tcPr/{W}vMerge")
            if merge is None or merge.get(f"{W}val") == "restart" or cell.column not in merged:
                merged[cell.column] = []
                groups.append((cell, merged[cell.column]))
            merged[cell.column].append(element)
    # Word sets both off in every new table, so that the first column alone says something only beside a row of
    # headings, or where the first row is expressly none.
    by_column = _sets_off(table, *_FIRST_COLUMN) and (has_headings or not _sets_off(table, *_FIRST_ROW))
    for cell, elements in groups:
        header: Literal["", "row", "column"] = (
            "row" if by_column and cell.column == 1 and not cell.header else cell.header
        )
        whole = replace(cell, rows=len(elements), header=header)
        cells.update(dict.fromkeys(elements, whole))
    return grid.is_too_wide


def _is_on(switch: _Element | None) -> bool:
    return switch is not None and switch.get(f"{W}val", "true").lower() not in _OFF


def _sets_off(table: _Element, name: str, bit: int) -> bool:
    """Whether the table's look says so of its first row, or of its first column."""
    look = table.find(f"{W}tblPr/{W}tblLook")
    if look is None:
        return False
    said = look.get(f"{W}{name}")
    if said is not None:
        return said.lower() not in _OFF
    bits = look.get(f"{W}val", "")
    return bool(re.fullmatch(r"[0-9A-Fa-f]{1,8}", bits)) and bool(int(bits, 16) & bit)


def _number(element: _Element, properties: str, name: str, default: int) -> int:
    said = value(element, f"{properties}/{name}")
    return int(said) if re.fullmatch(r"[0-9]{1,4}", said) else default
