"""What the program knows of a unit to one-line notes, and back: `#.` lines in PO, notes in XLIFF.

A note opens with a known word and a colon, or with "- ". So lines that an editor has wrapped are found and
joined again, and what a person reads is also what the program reads back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rirbilingual.formats import po_codes
from rirbilingual.model import (
    Approval,
    BlockKind,
    Edit,
    Match,
    MatchKind,
    Origin,
    Unit,
)
from rirbilingual.text.codes import Texts, unit_digest

# Notes that other parts of the program write as plain text, kept as they are.
_PLAIN_KEYS = ("span", "terms", "term", "quotation", "drafted", "revoked", "changed", "moved", "check")
_KEYS = (
    "kind",
    "match",
    "origin",
    "memory",
    "proposed",
    "repair",
    "rule",
    "approved",
    po_codes.NOTE,
    *_PLAIN_KEYS,
)
_KINDS = {kind.value: kind for kind in BlockKind}
_OPENS = re.compile(rf"(?:{'|'.join(_KEYS)}): |- ")
_MATCH = re.compile(r"match: ([A-Z]+) (\d{1,3})%(?:, (.*))?")
_APPROVED = re.compile(
    r"approved: (?P<reviewer>.+?)(?: \((?P<role>translator|reviser)\))?, (?P<when>[^\s,]+), "
    r"(?P<digest>[0-9a-f]{64})(?P<batch>, batch)?"
)
_REPAIR = re.compile(r"repair: (?P<rule>\S*): (?P<old>\"(?:[^\"\\]|\\.)*\") → (?P<new>\"(?:[^\"\\]|\\.)*\")")


def notes(unit: Unit) -> Iterator[str]:
    """The unit's notes, a line each: kind, match and its origin, repairs, rule, what was said, approvals."""
    yield f"kind: {unit.kind.value}"
    if unit.match is not None:
        yield from _match_notes(unit.match)
    if said := po_codes.codes_note(unit):
        yield said
    if unit.rule:
        yield f"rule: {_line(unit.rule)}"
    for note in unit.notes:
        line = _line(note)
        yield line if line.startswith(tuple(f"{key}: " for key in _PLAIN_KEYS)) else f"- {line}"
    for approval in unit.approvals:
        role = f" ({approval.role})" if approval.role else ""
        batch = ", batch" if approval.batch else ""
        yield f"approved: {_line(approval.reviewer)}{role}, {approval.when}, {approval.digest}{batch}"


def _match_notes(match: Match) -> Iterator[str]:
    found = match.unit
    origin = f", {_line(str(found.origin))}" if str(found.origin) else ""
    yield f"match: {match.kind.name} {match.score}%{origin}"
    where = {
        "unit": found.id,
        "report": found.origin.report,
        "section": found.origin.section,
        "date": found.origin.date,
        "memory": match.memory,
    }
    yield f"origin: {_json({key: value for key, value in where.items() if value})}"
    yield f"memory: {_json(found.target)}"
    if match.target != found.target:
        yield f"proposed: {_json(match.target)}"
    for edit in match.edits:
        yield f"repair: {_line(edit.rule).replace(' ', '-')}: {_json(edit.old)} → {_json(edit.new)}"


class Noted(NamedTuple):
    """What a unit's notes say, by the names that a Unit has for it."""

    kind: BlockKind
    match: Match | None
    rule: str
    notes: tuple[str, ...]
    approvals: tuple[Approval, ...]


def noted(lines: Sequence[str], source: str) -> Noted:
    """What the notes say. lines: as `joined` gives them. source: of the unit's match, if it has one.

    A note that is no longer understood stays as plain text; an approval that is not, is none.
    """
    kind = BlockKind.PARAGRAPH
    band: re.Match[str] | None = None
    where: dict[str, str] = {}
    texts: dict[str, str] = {}
    edits: list[Edit] = []
    rule = ""
    plain: list[str] = []
    approvals: list[Approval] = []
    for line in lines:
        key, _, rest = line.partition(": ")
        if key == "kind" and rest in _KINDS:
            kind = _KINDS[rest]
        elif key == "match" and (found := _MATCH.fullmatch(line)) and found[1] in MatchKind.__members__:
            band = found
        elif key == "origin" and isinstance(loaded := _loaded(rest), dict):
            where = {str(name): str(value) for name, value in loaded.items()}
        elif key in ("memory", "proposed") and isinstance(text := _loaded(rest), str):
            texts[key] = text
        elif key == "repair" and (found := _REPAIR.fullmatch(line)):
            edits.append(Edit(found["rule"], str(_loaded(found["old"])), str(_loaded(found["new"]))))
        elif key == "rule":
            rule = rest
        elif key == po_codes.NOTE:
            continue  # read with the texts, by po_codes
        elif key == "approved" and (found := _APPROVED.fullmatch(line)):
            role, batch = found["role"] or "", bool(found["batch"])
            approvals.append(Approval(found["reviewer"], found["when"], found["digest"], role, batch))
        else:
            plain.append(line.removeprefix("- "))
    match: Match | None = None
    if band is not None:
        origin = Origin(
            where.get("report", "" if where else band[3] or ""),
            where.get("section", ""),
            where.get("date", ""),
        )
        target = texts.get("memory", "")
        match = Match(
            Unit(where.get("unit", ""), source, target, origin=origin),
            MatchKind[band[1]],
            min(int(band[2]), 100),
            texts.get("proposed", target),
            tuple(edits),
            where.get("memory", ""),
        )
    return Noted(kind, match, rule, tuple(plain), tuple(approvals))


def joined(lines: Iterable[str]) -> list[str]:
    """The notes, with those that an editor has wrapped made whole."""
    whole: list[str] = []
    for line in lines:
        if not line:
            continue
        if not whole or _OPENS.match(line):
            whole.append(line)
        elif re.search(r"\w-$", whole[-1]):
            whole[-1] += line
        else:
            whole[-1] += f" {line}"
    return whole


def standing(approvals: Iterable[Approval], unit: Unit | Texts) -> tuple[Approval, ...]:
    """The approvals that answer for the unit as it stands, its words and its codes."""
    found = tuple(approvals)
    if not found:
        return ()
    now = unit_digest(unit)
    return tuple(approval for approval in found if approval.digest == now)


def final(approvals: Iterable[Approval]) -> bool:
    """Whether these make a unit final: one without a role, or a translator's and another's as reviser."""
    names: dict[str, set[str]] = {}
    for approval in approvals:
        names.setdefault(approval.role, set()).add(approval.person)
    translators, revisers = names.get("translator", set()), names.get("reviser", set())
    return "" in names or any(a != b for a in translators for b in revisers)


def _line(text: str) -> str:
    return " ".join(text.split(" ") if "\n" not in text else text.split()).strip(" ")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return None
