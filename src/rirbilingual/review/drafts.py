"""Working files to what of them is still the program's own: only that may be drafted again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rirbilingual.model import Catalog, State, Unit
from rirbilingual.text.codes import unit_digest
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
        notes = (*notes, _stamp(unit))
    return replace(unit, notes=notes)


def untouched(unit: Unit) -> bool:
    """Whether no person has cleared the unit or changed its target since it was drafted.

    A target without a stamp counts as a person's; an empty one as untouched, since nothing is lost with it.
    """
    return unit.state < State.REVIEWED and (not unit.target or drafted_as(unit, unit))


def drafted_as(unit: Unit, other: Unit) -> bool:
    """Whether the other's target is the one that the program once gave the unit."""
    given = replace(unit, target=other.target, target_codes=other.target_codes)
    return _stamp(given) in unit.notes


def drafted_words(unit: Unit, target: str) -> bool:
    """Whether these are the words, whatever their codes, that the program once gave the unit."""
    return any(note.startswith(_stamp(replace(unit, target=target), codes=False)) for note in unit.notes)


def _stamp(unit: Unit, *, codes: bool = True) -> str:
    words = f"{_STAMP}{digest(unit.source, unit.target)[:_STAMP_LENGTH]}"
    if not codes or not unit.target_codes:
        return words
    return f"{words} codes {unit_digest(unit)[:_STAMP_LENGTH]}"


def redraft(old: Catalog, new: Catalog) -> Catalog:
    """The new draft, but for the units that a person has touched: these stay as they are in the old one.

    Comments stay everywhere. What a person has touched or commented on and the new draft has no more becomes
    obsolete, and comes back with its English.
    """
    held = {unit.id: unit for unit in (*old.obsolete, *old.units)}
    fresh = stamped(new)
    units = tuple(_kept(held.get(unit.id), unit) for unit in fresh.units)
    wanted = {(unit.id, unit.source) for unit in fresh.units}
    gone = [unit for unit in old.units if (unit.id, unit.source) not in wanted]
    left = [
        unit for unit in old.obsolete if held[unit.id] is not unit or (unit.id, unit.source) not in wanted
    ]
    left += [unit for unit in gone if unit.comments or not untouched(unit)]
    obsolete = distinct(left, {unit.id for unit in units})
    return replace(fresh, units=units, obsolete=obsolete, headers=old.headers or fresh.headers)


def _kept(old: Unit | None, new: Unit) -> Unit:
    if old is None:
        return new
    if untouched(old) or old.source != new.source:
        return replace(new, comments=old.comments)
    kept = recoded(old, new)
    return replace(kept, kind=new.kind, where=new.where, context=new.context, origin=new.origin)


def recoded(old: Unit, new: Unit) -> Unit:
    """The old unit with the codes that its English has now. Its French keeps its own; where it has none, and the
    new draft has the same words, it takes the draft's."""
    if old.source_codes == new.source_codes:
        return old
    draft = new.target_codes if old.target == new.target else ()
    return replace(old, source_codes=new.source_codes, target_codes=old.target_codes or draft)


def distinct(obsolete: Iterable[Unit], used: set[str]) -> tuple[Unit, ...]:
    """The obsolete units under ids that no unit in use has, each text once, in its best state."""
    taken = set(used)
    found: list[Unit] = []
    best: dict[tuple[str, str], Unit] = {}
    for unit in obsolete:
        held = best.setdefault((unit.source, unit.target), unit)
        better, other = (unit, held) if unit.state > held.state else (held, unit)
        best[unit.source, unit.target] = with_comments(better, other.comments)
    for unit in best.values():
        name, number = unit.id, 1
        while name in taken:
            number += 1
            name = f"{unit.id}-{number}"
        taken.add(name)
        found.append(replace(unit, id=name))
    return tuple(found)


def with_comments(unit: Unit, others: Sequence[str]) -> Unit:
    return replace(unit, comments=(*unit.comments, *(line for line in others if line not in unit.comments)))
