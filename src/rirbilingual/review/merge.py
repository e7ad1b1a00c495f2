"""Several people's copies of one working file to one, in which nothing is chosen silently.

What one person has done is taken. Where two have changed a unit, the better state stays, the other text goes
into an open query, and both are listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rirbilingual.errors import RirError
from rirbilingual.formats.po_codes import known_links, tagged_texts
from rirbilingual.formats.unit_notes import final, standing
from rirbilingual.model import Catalog, State, Unit
from rirbilingual.review.approve import Revoked, revocation, revoked
from rirbilingual.review.drafts import distinct, drafted_as, untouched
from rirbilingual.review.returned import Returned, placed_by_source
from rirbilingual.review.split import PART, part_header, parts_of


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two people's texts for one unit. kept: the file whose text stands; other: the one in the query."""

    unit: str
    where: str
    kept: tuple[str, str]  # file, text
    other: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did. taken: (unit, file) for each target that another file than the first supplied;
    by_source: units whose ids were stripped and found again; unknown: (file, source) that belong nowhere."""

    taken: tuple[tuple[str, str], ...]
    conflicts: tuple[Conflict, ...]
    by_source: tuple[str, ...]
    unknown: tuple[tuple[str, str], ...]
    revoked: tuple[Revoked, ...]


def merge(files: Sequence[Returned]) -> tuple[Catalog, Merged]:
    """One catalog from the files, in the order of the first (parts of one split: in the parts' order).

    Law: no unit's state is lower than in a file that has the same target. Raises RirError for files of
    different reports, and for parts of two splits or with another part between them.
    """
    first, *others = _parts_in_order(files)
    result = _Result(first)
    for other in others:
        result.add(other)
    return result.finished()


def _parts_in_order(files: Sequence[Returned]) -> list[Returned]:
    if not files:
        raise RirError("nothing to merge", "", "name two files or more")
    held = [parts_of(file.catalog) for file in files]
    if not all(numbers for numbers, _ in held):
        return list(files)
    if len({total for _, total in held}) > 1:
        raise RirError("a part of another split", files[-1].name, "join the parts of each split first")
    numbers = frozenset[int]().union(*(numbers for numbers, _ in held))
    for number in range(min(numbers), max(numbers)):
        if number not in numbers:
            raise RirError(f"part {number} comes between", files[-1].name, f"name part {number} too")
    return sorted(files, key=lambda file: min(parts_of(file.catalog)[0]))


class _Result:
    """The merge so far."""

    def __init__(self, first: Returned) -> None:
        self.name = first.name
        self.catalog = first.catalog
        self.units = {unit.id: unit for unit in placed_by_source(first.catalog, first.catalog).units}
        self.obsolete = {unit.id: unit for unit in first.catalog.obsolete}
        self.source_of = dict.fromkeys(self.units, first.name)
        self.parts, self.of = parts_of(first.catalog)
        self.taken: list[tuple[str, str]] = []
        self.conflicts: list[Conflict] = []
        self.by_source: list[str] = []
        self.unknown: list[tuple[str, str]] = []
        self.headers = dict(first.catalog.headers)

    def add(self, other: Returned) -> None:
        if other.catalog.key != self.catalog.key:
            raise RirError(
                f"of the report {other.catalog.key}, not {self.catalog.key}",
                other.name,
                "give copies of one working file",
            )
        parts, _ = parts_of(other.catalog)
        union = bool(self.parts) and not parts <= self.parts
        if union:
            self.parts |= parts
        whole = replace(
            self.catalog, units=tuple(self.units.values()), obsolete=tuple(self.obsolete.values())
        )
        placed = placed_by_source(other.catalog, whole)
        self.by_source += [
            unit.id
            for unit, before in zip(placed.units, other.catalog.units, strict=True)
            if unit.id != before.id
        ]
        if placed.units and not union and not any(unit.id in self.units for unit in placed.units):
            fix = "give copies of one working file"
            raise RirError(f"has no unit in common with {self.name}", other.name, fix)
        for unit in placed.units:
            if unit.id in self.units and _same_source(self.units[unit.id], unit):
                self._meet(unit, other.name)
            elif union:
                self.units[unit.id] = unit
                self.source_of[unit.id] = other.name
            else:
                self._attic(unit, other.name, late=True)
        for unit in placed.obsolete:
            if unit.id in self.units and _same_source(self.units[unit.id], unit):
                self._meet(unit, other.name)
            else:
                self._attic(unit, other.name, late=False)
        for name, value in other.catalog.headers:
            self.headers.setdefault(name, value)

    def _meet(self, theirs: Unit, name: str) -> None:
        ours = self.units[theirs.id]
        theirs = known_links(theirs, ours)
        met = self._met(ours, theirs, name)
        comments = (*ours.comments, *(line for line in theirs.comments if line not in ours.comments))
        added = tuple(line for line in met.comments if line not in comments)
        if (*comments, *added) != met.comments:
            met = replace(met, comments=(*comments, *added))
        self.units[theirs.id] = met

    def _met(self, ours: Unit, theirs: Unit, name: str) -> Unit:
        if (ours.target, ours.target_codes) == (theirs.target, theirs.target_codes):
            return _agreed(ours, theirs)
        theirs_drafted = theirs.state < State.REVIEWED and drafted_as(ours, theirs)
        if (untouched(theirs) or theirs_drafted) and (ours.target or not theirs.target):
            return ours
        if untouched(ours) or _edited_from(ours, theirs):
            self.taken.append((theirs.id, name))
            self.source_of[theirs.id] = name
            return _with_text(ours, theirs)
        if _edited_from(theirs, ours):
            return ours
        return self._disputed(ours, theirs, name)

    def _disputed(self, ours: Unit, theirs: Unit, name: str) -> Unit:
        holder = self.source_of[ours.id]
        better, worse = (theirs, ours) if theirs.state > ours.state else (ours, theirs)
        kept, other = (name, holder) if better is theirs else (holder, name)
        text = " ".join(tagged_texts(worse)[1].split())
        line = f"Q(editor): two texts; this is from {kept}, and {other} has: {text}"
        self.conflicts.append(Conflict(ours.id, ours.where, (kept, better.target), (other, worse.target)))
        self.source_of[ours.id] = kept
        comments = ours.comments if line in ours.comments else (*ours.comments, line)
        return replace(_with_text(ours, better), comments=comments)

    def _attic(self, unit: Unit, name: str, *, late: bool) -> None:
        """A unit that the first file does not have in use: kept among the obsolete, where it has a text."""
        if late:
            self.unknown.append((name, unit.source))
        if untouched(unit):
            return
        held = self.obsolete.get(unit.id)
        same = held is not None and (held.target, held.target_codes) == (unit.target, unit.target_codes)
        if held is not None and same and _same_source(held, unit):
            self.obsolete[unit.id] = _agreed(held, unit)
        else:
            key = unit.id if unit.id and held is None else f"{unit.id} {len(self.obsolete)}"
            self.obsolete[key] = unit

    def finished(self) -> tuple[Catalog, Merged]:
        self.headers.pop(PART, None)
        if len(self.parts) < self.of:
            self.headers[PART] = part_header(self.parts, self.of)
        units = tuple(self.units.values())
        merged, gone = revoked(
            replace(
                self.catalog,
                units=units,
                obsolete=distinct(self.obsolete.values(), {unit.id for unit in units}),
                headers=tuple(self.headers.items()),
            )
        )
        return merged, Merged(
            tuple(self.taken), tuple(self.conflicts), tuple(self.by_source), tuple(self.unknown), gone
        )


def _same_source(one: Unit, other: Unit) -> bool:
    return one.source.split() == other.source.split()


def _with_text(ours: Unit, theirs: Unit) -> Unit:
    """Our unit with their words, their state and the approvals that came with them."""
    return replace(
        ours,
        target=theirs.target,
        target_codes=theirs.target_codes,
        state=theirs.state,
        approvals=theirs.approvals or ours.approvals,
    )


def _agreed(ours: Unit, theirs: Unit) -> Unit:
    """One target in both: the higher state, every approval that stands."""
    approvals = list(ours.approvals)
    approvals += [approval for approval in standing(theirs.approvals, ours) if approval not in ours.approvals]
    state = max(ours.state, theirs.state)
    if state is State.FINAL and not final(standing(approvals, ours)):
        state = State.REVIEWED
    elif state is State.REVIEWED and final(standing(approvals, ours)):
        state = State.FINAL
    same = state is ours.state and len(approvals) == len(ours.approvals)
    return ours if same else replace(ours, approvals=tuple(approvals), state=state)


def _edited_from(before: Unit, after: Unit) -> bool:
    """Whether `after` is an edit of `before`: it carries an approval of the very words before, or tells that it
    lost it."""
    proof = standing(before.approvals, before)
    lost = tuple(revocation(approval) for approval in proof)
    told = any(approval in after.approvals for approval in proof) or any(
        note.startswith(lost) for note in after.notes
    )
    return after.state >= State.REVIEWED and told
