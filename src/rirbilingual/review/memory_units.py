"""A catalog to the units that a memory may learn from it, and from a memory's unit to where it was used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from rirbilingual.formats.po import origin_of
from rirbilingual.model import Catalog, State, Unit


def final_units(catalog: Catalog) -> tuple[Unit, ...]:
    """What a memory learns: the final units, with their report, section and date as origin."""
    return tuple(
        replace(unit, origin=origin_of(unit, catalog), match=None)
        for unit in catalog.units
        if unit.state is State.FINAL
    )


def reviewed_units(catalog: Catalog) -> tuple[Unit, ...]:
    """What serves the report's own next draft: each source and target that a person has reviewed, also those
    that the report no longer has."""
    return tuple(
        replace(unit, origin=origin_of(unit, catalog), match=None)
        for unit in (*catalog.units, *catalog.obsolete)
        if unit.state >= State.REVIEWED
    )


def match_units(catalog: Catalog) -> Iterator[Unit]:
    """The memory's units that the draft found, each once: a memory to go with the file to another editor."""
    seen = set()
    for unit in catalog.units:
        if unit.match is not None and unit.match.unit.target:
            found = unit.match.unit
            if (found.source, found.target) not in seen:
                seen.add((found.source, found.target))
                yield found


def uses(learnt: Unit, catalogs: Iterable[Catalog]) -> tuple[tuple[str, str, str], ...]:
    """Where a memory's unit was used: (report, place, unit id), though its words were changed afterwards."""
    return tuple(
        (catalog.number, unit.where, unit.id)
        for catalog in catalogs
        for unit in (*catalog.units, *catalog.obsolete)
        if unit.match is not None and _is(unit.match.unit, learnt)
    )


def _is(found: Unit, learnt: Unit) -> bool:
    same_text = (found.source, found.target) == (learnt.source, learnt.target)
    return same_text or bool(learnt.id and found.id == learnt.id and found.source == learnt.source)
