"""A working file and the fresh draft of the changed report to one file in which every reviewed word stays.

Units that are unchanged keep everything; a changed one keeps its French, fuzzy again, with the old English
and the difference shown; what the report no longer has, an earlier version too, becomes obsolete, and returns with its English.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rirbilingual.errors import RirError
from rirbilingual.formats.po_codes import tagged_texts
from rirbilingual.model import Catalog, InlineCode, Match, MatchKind, Origin, State, Unit
from rirbilingual.review.approve import Revoked, revoked, without
from rirbilingual.review.difference import similarity, word_difference
from rirbilingual.review.drafts import distinct, recoded, stamped, untouched, with_comments
from rirbilingual.review.pairing import LinkKind, links
from rirbilingual.text.codes import moved as moved_codes

_TOUCHING = (LinkKind.CHANGED, LinkKind.SPLIT, LinkKind.MERGED)
_RECODED = "changed its inline codes"


class ChangeKind(StrEnum):
    MOVED = "moved"
    CHANGED = "changed"
    SPLIT = "split"
    MERGED = "merged"
    ADDED = "added"
    REVIVED = "revived"  # it was deleted once, and its French has come back with it
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a unit. old, new: ids. difference: the English, with [-old-] and {+new+}."""

    kind: ChangeKind
    old: tuple[str, ...]
    new: tuple[str, ...]
    where: str
    difference: str = ""


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did. kept: how many units the change did not touch."""

    kept: int
    changes: tuple[Change, ...]
    revoked: tuple[Revoked, ...]


def update(old: Catalog, new: Catalog) -> tuple[Catalog, Updated]:
    """The new draft with all that people have done in the old file.

    Law: every source and target that a person has reviewed is still there together, in use or obsolete; where
    a target stands with another source as well, it is fuzzy.

    Raises RirError where the two are not of one report.
    """
    refuse_other(old, new)
    old, gone = revoked(old)
    units = list(stamped(new).units)
    attic = _by_source(old.obsolete)
    found = links(
        [unit.source for unit in old.units],
        [unit.source for unit in units],
        similarity=similarity,
        waiting={source for source, unit in attic.items() if unit.state >= State.REVIEWED},
    )
    changes: list[Change] = []
    for link in found:
        before = [old.units[i] for i in link.old]
        after = [units[j] for j in link.new]
        if link.kind is not LinkKind.SAME:
            changes.append(_change(link.kind, before, after))
        for j, unit in zip(link.new, _carried(link.kind, before, after, old), strict=True):
            units[j] = unit
        if link.kind in _TOUCHING or before[0].source_codes != after[0].source_codes:
            why = f"the English {link.kind.value if link.kind in _TOUCHING else _RECODED}"
            gone += tuple(Revoked(u.id, u.where, a, why) for u in before for a in u.approvals)
    linked_old = {i for link in found for i in link.old}
    linked_new = {j for link in found for j in link.new}
    deleted = [unit for i, unit in enumerate(old.units) if i not in linked_old]
    attic = _by_source((*old.obsolete, *deleted))
    revived: set[Unit] = set()
    for j, unit in enumerate(units):
        back = attic.get(unit.source)
        if back is not None and untouched(unit) and (j not in linked_new or back.state >= State.REVIEWED):
            revived.add(attic.pop(unit.source))
            units[j] = with_comments(_same(back, unit), unit.comments)
            kind = ChangeKind.REVIVED
        elif j not in linked_new:
            kind = ChangeKind.ADDED
        else:
            continue
        changes.append(Change(kind, (), (unit.id,), unit.where, word_difference("", unit.source)))
    changes += [
        Change(ChangeKind.DELETED, (unit.id,), (), unit.where, word_difference(unit.source, ""))
        for unit in deleted
    ]
    superseded = [old.units[i] for link in found if link.kind in _TOUCHING for i in link.old]
    kept = [unit for unit in deleted if unit.target or unit.comments]
    kept += [unit for unit in superseded if not untouched(unit)]
    obsolete = [unit for unit in (*old.obsolete, *kept) if unit not in revived]
    updated = replace(
        new,
        units=tuple(units),
        obsolete=distinct(obsolete, {unit.id for unit in units}),
        headers=old.headers or new.headers,
    )
    same = sum(link.kind is LinkKind.SAME for link in found)
    return updated, Updated(same, tuple(changes), gone)


def refuse_other(old: Catalog, new: Catalog, place: str = "") -> None:
    """Raise RirError where the two are files of two reports."""
    if old.key != new.key:
        raise RirError(
            f"the working file is of {old.key}, the other of {new.key}", place, "give two files of one report"
        )


def _change(kind: LinkKind, before: Sequence[Unit], after: Sequence[Unit]) -> Change:
    moved = kind is LinkKind.MOVED
    difference = "" if moved else word_difference(_joined(before), _joined(after))
    ids = tuple(unit.id for unit in before), tuple(unit.id for unit in after)
    where = f"{before[0].where} → {after[0].where}" if before[0].where != after[0].where else after[0].where
    return Change(ChangeKind(kind.value), *ids, where, difference)


def _carried(kind: LinkKind, before: Sequence[Unit], after: Sequence[Unit], old: Catalog) -> list[Unit]:
    """The new units with what the old ones hold."""
    if kind in (LinkKind.SAME, LinkKind.MOVED):
        moved = kind is LinkKind.MOVED and before[0].where != after[0].where
        kept = _same(before[0], after[0])
        note = (f"moved: from {before[0].where}",) if moved else ()
        return [replace(kept, notes=(*kept.notes, *note))]
    first, rest = after[0], list(after[1:])
    comments = tuple(line for unit in before for line in unit.comments)
    difference = word_difference(_joined(before), _joined(after))
    told = {
        LinkKind.CHANGED: f"changed: {difference}",
        LinkKind.SPLIT: f"changed: split into {len(after)}, and this is the first: {difference}",
        LinkKind.MERGED: f"changed: merged from {len(before)}: {difference}",
    }[kind]
    others = [replace(unit, notes=(*unit.notes, f"changed: split from {first.id}")) for unit in rest]
    if all(untouched(unit) for unit in before):
        return [replace(first, comments=comments, notes=(*first.notes, told)), *others]
    notes = tuple(note for note in first.notes if not note.startswith("drafted: "))
    target = " ".join(unit.target for unit in before if unit.target)
    target_codes: tuple[InlineCode, ...] = ()
    at = 0
    for unit in before:
        if unit.target:
            target_codes += moved_codes(unit.target_codes, at)
            at += len(unit.target) + 1
    earlier = Unit(
        id=before[0].id,
        source=_joined(before),
        target=target,
        origin=Origin(old.number, before[0].where.partition(":")[2].split(" ¶")[0], old.date),
    )
    score = round(100 * similarity(earlier.source, _joined(after)))
    match = Match(earlier, MatchKind.FUZZY, min(score, 99), target, memory="the earlier version")
    carried = replace(
        first,
        target=target,
        target_codes=target_codes,
        state=State.TRANSLATED,
        match=match,
        rule="",
        comments=comments,
        notes=(*notes, told),
        approvals=tuple(approval for unit in before for approval in unit.approvals),
    )
    return [without(carried, carried.approvals, f"the English {kind.value}"), *others]


def _same(old: Unit, new: Unit) -> Unit:
    """The old unit at its new place."""
    if untouched(old):
        return replace(new, comments=old.comments)
    kept = recoded(old, new)
    if kept is not old:
        told = f"changed: the English {_RECODED}: {tagged_texts(new)[0]}"
        state = min(kept.state, State.TRANSLATED)
        kept = without(replace(kept, state=state), kept.approvals, f"the English {_RECODED}")
        kept = replace(kept, notes=(*kept.notes, told))
    return replace(
        kept,
        id=new.id,
        source=new.source,
        kind=new.kind,
        where=new.where,
        context=new.context,
        origin=new.origin,
    )


def _by_source(units: Iterable[Unit]) -> dict[str, Unit]:
    """Of the units of each source the one in the best state, of several the last."""
    return {unit.source: unit for unit in sorted(units, key=lambda unit: unit.state)}


def _joined(units: Sequence[Unit]) -> str:
    return " ".join(unit.source for unit in units)
