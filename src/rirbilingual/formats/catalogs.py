"""PO files to entries of a memory: the units that a person has reviewed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from rirbilingual.errors import RirError
from rirbilingual.formats.entry import Entry
from rirbilingual.model import Origin, State

EXTENSIONS = (".po",)


def read_entries(path: Path, *, refused: Callable[[RirError], None] | None = None) -> Iterator[Entry]:
    """The catalog's reviewed and final units; drafted and empty ones are no memory and are passed over."""
    from rirbilingual.formats.po import read_po

    catalog = read_po(path)
    origin = Origin(catalog.number or path.name, "", catalog.date)
    for unit in catalog.units:
        if unit.state >= State.REVIEWED and unit.target:
            yield Entry(replace(unit, origin=origin if unit.origin == Origin() else unit.origin, match=None))
