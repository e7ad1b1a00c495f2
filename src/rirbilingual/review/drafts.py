"""Working files to what of them is still the program's own: only that may be drafted again."""

from __future__ import annotations

from dataclasses import replace

from rirbilingual.model import Catalog, State, Unit
from rirbilingual.text.normalise import digest

_STAMP = "drafted: "
_STAMP_LENGTH = 16  # hexadecimal digits: 64 bits tell a unit's own versions apart


def holds_reviewed(catalog: Catalog) -> bool:
    """Whether a person has cleared or approved any unit, so that `draft` must refuse and name `update`."""
    return any(unit.state >= State.REVIEWED for unit in (*catalog.units, *catalog.obsolete))


def stamped(catalog: Catalog) -> Catalog:
    """The catalog as just drafted: each unit notes which target it was given, so that an edit is known."""
    return replace(catalog, units=tuple(stamped_unit(unit) for unit in catalog.units))


def stamped_unit(unit: Unit) -> Unit:
    notes = tuple(note for note in unit.notes if not note.startswith(_STAMP))
    if unit.target:
        notes = (*notes, f"{_STAMP}{digest(unit.source, unit.target)[:_STAMP_LENGTH]}")
    return replace(unit, notes=notes)


def untouched(unit: Unit) -> bool:
    """Whether no person has cleared the unit or changed its target since it was drafted.

    A target without a stamp counts as a person's; an empty one as untouched, since nothing is lost with it.
    """
    return unit.state < State.REVIEWED and (not unit.target or drafted_as(unit, unit.target))


def drafted_as(unit: Unit, target: str) -> bool:
    """Whether this is the target that the program once gave the unit."""
    return f"{_STAMP}{digest(unit.source, target)[:_STAMP_LENGTH]}" in unit.notes


def redraft(old: Catalog, new: Catalog) -> Catalog:
    """The new draft, but for the units that a person has touched: these stay as they are in the old one.

    Comments stay everywhere. A touched unit that the new draft has no more becomes obsolete.
    """
    held = {unit.id: unit for unit in old.units}
    fresh = stamped(new)
    units = tuple(_kept(held.get(unit.id), unit) for unit in fresh.units)
    wanted = {unit.id for unit in fresh.units}
    gone = tuple(unit for unit in old.units if unit.id not in wanted and not untouched(unit))
    obsolete = tuple(unit for unit in old.obsolete if unit.id not in wanted | {unit.id for unit in gone})
    return replace(fresh, units=units, obsolete=(*obsolete, *gone), headers=old.headers or fresh.headers)


def _kept(old: Unit | None, new: Unit) -> Unit:
    if old is None:
        return new
    if untouched(old) or old.source != new.source:
        return replace(new, comments=old.comments)
    return replace(old, kind=new.kind, where=new.where, context=new.context, origin=new.origin)
