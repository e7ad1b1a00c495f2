"""A table's slots to a w:tbl: merged cells, rows of headings that each page repeats.

Source of the elements: ECMA-376, part 1, 17.4. python-docx's own tables take a time that grows with the square of
their size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from rirbilingual.render.runs import Slot, Table

_WIDTH = 8640  # twentieths of a point between the margins of python-docx's page


def table_element(table: Table, fill: Callable[[Any, Slot], None]) -> Any:
    """The w:tbl. fill: puts a slot's paragraphs, one at least, into its w:tc."""
    from docx.oxml.parser import OxmlElement

    made: Any = OxmlElement("w:tbl")
    properties = OxmlElement("w:tblPr")
    names_rows = any(slot.scope == "row" for row in table.rows for slot in row)
    for element in (
        _element("w:tblStyle", val="TableGrid"),
        _element("w:tblW", w="0", type="auto"),
        _element("w:tblLook", firstRow=str(int(bool(table.head))), firstColumn=str(int(names_rows))),
    ):
        properties.append(element)
    grid = OxmlElement("w:tblGrid")
    for _ in range(table.columns):
        grid.append(_element("w:gridCol", w=str(_WIDTH // table.columns)))
    made.append(properties)
    made.append(grid)
    going_on: dict[int, tuple[int, Slot]] = {}  # column → rows still to cover, and by which slot
    for number, slots in enumerate(table.rows):
        row: Any = OxmlElement("w:tr")
        if number < len(table.head):
            row.append(_wrapped("w:trPr", _element("w:tblHeader")))
        for slot, is_first in _across(slots, going_on, table.columns):
            cell: Any = OxmlElement("w:tc")
            cell.append(_cell_properties(slot, is_first=is_first))
            if is_first:
                fill(cell, slot)
            else:
                cell.append(OxmlElement("w:p"))
            row.append(cell)
        made.append(row)
    return made


def _across(
    slots: tuple[Slot, ...], going_on: dict[int, tuple[int, Slot]], columns: int
) -> Iterator[tuple[Slot, bool]]:
    """Each slot of a row in order of its column, and whether it begins here."""
    waiting = iter(slots)
    column = 0
    while column < columns:
        left, slot = going_on.pop(column, (0, None))
        is_first = slot is None
        slot = slot or next(waiting)
        left = slot.rows - 1 if is_first else left - 1
        if left:
            going_on[column] = (left, slot)
        yield slot, is_first
        column += slot.columns


def _cell_properties(slot: Slot, *, is_first: bool) -> Any:
    found = [_element("w:tcW", w="0", type="auto")]
    if slot.columns > 1:
        found.append(_element("w:gridSpan", val=str(slot.columns)))
    if slot.rows > 1:
        found.append(_element("w:vMerge", val="restart" if is_first else "continue"))
    return _wrapped("w:tcPr", *found)


def _wrapped(tag: str, *elements: Any) -> Any:
    made = _element(tag)
    for element in elements:
        made.append(element)
    return made


def _element(tag: str, **values: str) -> Any:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    made: Any = OxmlElement(tag)
    for name, value in values.items():
        made.set(qn(f"w:{name}"), value)
    return made
