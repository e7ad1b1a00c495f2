"""Units to the store's columns, and columns to units."""

from __future__ import annotations

import json
from dataclasses import astuple
from hashlib import blake2b
from typing import Any

from rirbilingual.formats import tmx_codes
from rirbilingual.formats.entry import Entry
from rirbilingual.model import Approval, BlockKind, Context, Origin, State, Unit
from rirbilingual.text.normalise import normalised

COLUMNS = (
    "key", "pair", "neighbours", "source", "target", "state", "date", "uid", "kind", "place", "previous",
    "next", "report", "section", "origin_date", "rule", "notes", "comments", "approvals", "source_language",
    "target_language", "attributes",
)  # fmt: skip
UNIT_COLUMNS = "id, " + ", ".join(COLUMNS[3:])
RECALLED = 0  # what `superseded_by` says of a unit that was taken back, and that no other one replaced
# By value: an Enum looks them up slowly, and a search gives several units.
_STATES = {int(state): state for state in State}
_KINDS = {kind.value: kind for kind in BlockKind}
_NO_CONTEXT = Context()


def hash64(text: str) -> int:
    """A signed 64-bit hash, the same on every machine."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def pair_hash(source: str, target: str, previous: str, following: str) -> int:
    """What the same unit has in common: 32 bits of the target, the high ones, and 32 of the rest."""
    low = hash64(f"{source}\x1f{previous}\x1f{following}") & 0xFFFFFFFF
    return (hash64(target) & ~0xFFFFFFFF) | low


def wording(pair: int) -> tuple[int, int]:
    """The least and the greatest `pair_hash` of units with this one's target."""
    return pair & ~0xFFFFFFFF, pair | 0xFFFFFFFF


def key(source: str) -> int:
    """What sources that match exactly have in common."""
    return hash64(normalised(source))


def neighbours(context: Context) -> int:
    """What contexts that match have in common; 0 for no context at all."""
    if not context.previous and not context.next:
        return 0
    return hash64(f"{normalised(context.previous)}\x1f{normalised(context.next)}")


def row(entry: Entry) -> tuple[Any, ...]:
    """The values of COLUMNS."""
    unit = entry.unit
    context = unit.context
    return (
        key(unit.source),
        pair_hash(unit.source, unit.target, context.previous, context.next),
        neighbours(context),
        unit.source,
        unit.target,
        int(unit.state),
        date(unit),
        unit.id,
        unit.kind.value,
        unit.where,
        context.previous,
        context.next,
        unit.origin.report,
        unit.origin.section,
        unit.origin.date,
        unit.rule,
        packed(unit.notes),
        packed(unit.comments),
        packed_approvals(unit.approvals) if unit.approvals else None,
        entry.languages[0] or None,
        entry.languages[1] or None,
        packed_attributes(entry),
    )


def packed_attributes(entry: Entry) -> str | None:
    """The entry's attributes; a unit's inline codes are kept as the segments that TMX has for them."""
    unit = entry.unit
    if not entry.attributes and not unit.source_codes and not unit.target_codes:
        return None
    names = dict(entry.attributes)
    segments = [segment for segment in tmx_codes.segments(unit) if segment[0] not in names]
    return packed_lists([[*pair] for pair in (*segments, *entry.attributes)])


def attributes_of(text: str | None) -> tuple[tuple[str, str], ...]:
    """The attributes that were packed: pairs, or, before a name could come again, a mapping."""
    held = json.loads(text) if text else ()
    return tuple((name, value) for name, value in (held.items() if isinstance(held, dict) else held))


def date(unit: Unit) -> str:
    """What a unit is dated by: its last approval, else its origin."""
    if not unit.approvals:
        return unit.origin.date
    return max(approval.when for approval in unit.approvals)


def packed(lines: tuple[str, ...]) -> str | None:
    return json.dumps(lines, ensure_ascii=False) if lines else None


def packed_approvals(approvals: tuple[Approval, ...]) -> str | None:
    return packed_lists([list(astuple(approval)) for approval in approvals])


def packed_lists(lists: list[list[object]]) -> str | None:
    return json.dumps(lists, ensure_ascii=False) if lists else None


def approvals_of(text: str | None) -> tuple[Approval, ...]:
    return tuple(Approval(*fields) for fields in json.loads(text)) if text else ()


def unit_of(values: tuple[Any, ...]) -> Unit:
    """The unit of a row of UNIT_COLUMNS."""
    (_, source, target, state, _, uid, kind, place, previous, following, report, section, origin_date, rule,
     notes, comments, approvals, _, _, attributes) = values  # fmt: skip
    unit = Unit(
        id=uid,
        source=source,
        target=target,
        state=_STATES[state],
        kind=_KINDS[kind],
        where=place,
        context=Context(previous, following) if previous or following else _NO_CONTEXT,
        origin=Origin(report, section, origin_date),
        rule=rule,
        notes=tuple(json.loads(notes)) if notes else (),
        comments=tuple(json.loads(comments)) if comments else (),
        approvals=approvals_of(approvals),
    )
    if attributes and tmx_codes.PREFIX in attributes:
        return tmx_codes.coded(unit, dict(attributes_of(attributes)))
    return unit


def entry_of(values: tuple[Any, ...]) -> Entry:
    """The entry of a row of UNIT_COLUMNS: the unit with its languages and attributes."""
    source_language, target_language, attributes = values[-3:]
    return Entry(
        unit_of(values),
        (source_language or "", target_language or ""),
        attributes_of(attributes),
    )
