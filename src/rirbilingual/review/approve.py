"""A catalog and its findings to approved units: who answers for which words, and what was left and why."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from rirbilingual.errors import RirError
from rirbilingual.formats.unit_notes import final, standing
from rirbilingual.model import Approval, BlockKind, Catalog, Finding, Severity, State, Unit
from rirbilingual.review.drafts import untouched
from rirbilingual.review.queries import open_queries
from rirbilingual.text.codes import unit_digest

_QUOTES = frozenset('"“”„«»')
_UNTOUCHED = "unit.untouched"  # says of a draft that it is one; what made it is asked here
_ROLE = re.compile(r"\((?:translator|reviser)\)$")
_TITLED = (BlockKind.REFERENCE, BlockKind.SOURCES)  # what they quote are titles, which stay as they are


class Scope(StrEnum):
    """Which units an approval is for."""

    CLEARED = "cleared"  # those that a person has cleared of their fuzzy mark
    RULE_MADE = "rule-made"  # the table of units made wholly by rule
    ALL = "all"  # drafted ones as well: the reviewer has read them elsewhere and says so


@dataclass(frozen=True, slots=True)
class Left:
    """A unit that was not approved, and why."""

    unit: str
    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Revoked:
    """An approval that no longer stands, and why."""

    unit: str
    where: str
    approval: Approval
    reason: str


@dataclass(frozen=True, slots=True)
class Approved:
    """What an approval did. final: ids now final; signed: ids that still want the other signature."""

    final: tuple[str, ...]
    signed: tuple[str, ...]
    left: tuple[Left, ...]
    revoked: tuple[Revoked, ...]


def signer(name: str) -> str:
    """The name as a unit's notes have it, on one line. Raises RirError for an empty name, and for one that would
    be read back as another's in a role: "A (translator)"."""
    name = " ".join(name.split())
    if not name:
        raise RirError("no reviewer", "--reviewer", "say who answers for the words")
    if _ROLE.search(name):
        raise RirError(
            f'"{name}" ends with a role', "--reviewer", "give the name alone, and the role with `--as`"
        )
    return name


def approve(
    catalog: Catalog,
    findings: Iterable[Finding],
    *,
    reviewer: str,
    when: str,
    role: str = "",
    scope: Scope = Scope.CLEARED,
    only: Collection[str] | None = None,
) -> tuple[Catalog, Approved]:
    """The catalog with the reviewer's approval on every unit of the scope that nothing speaks against.

    when: ISO 8601, UTC. role: "translator" or "reviser" where two signatures are wanted. only: ids.
    Approvals whose words have changed since are revoked first, and say so in the unit's notes. Raises RirError
    where `only` names a unit that is not there, and for a reviewer that `signer` refuses.
    """
    reviewer = signer(reviewer)
    for name in sorted(set(only or ()) - {unit.id for unit in catalog.units}):
        raise RirError(f"no unit {name}", catalog.number, "take an id from `check`, or from the PO")
    listed = tuple(finding for finding in findings if finding.check != _UNTOUCHED)
    catalog, gone = revoked(catalog)
    errors = {unit: f for f in reversed(listed) if f.severity is Severity.ERROR for unit in f.units}
    batch = {unit.id for unit in rule_made(catalog, listed)} if scope is Scope.RULE_MADE else set()
    units: list[Unit] = []
    finals: list[str] = []
    signed: list[str] = []
    left: list[Left] = []
    for unit in catalog.units:
        if (only is not None and unit.id not in only) or _settled(unit, role):
            units.append(unit)
            continue
        if scope is Scope.RULE_MADE and unit.id not in batch:
            units.append(unit)
            continue
        approval = Approval(reviewer, when, unit_digest(unit), role, batch=scope is Scope.RULE_MADE)
        reason = _reason(unit, errors.get(unit.id), approval, scope)
        if reason:
            left.append(Left(unit.id, unit.where, reason))
            units.append(unit)
            continue
        approvals = (*unit.approvals, approval)
        done = final(approvals)
        (finals if done else signed).append(unit.id)
        units.append(replace(unit, approvals=approvals, state=State.FINAL if done else State.REVIEWED))
    report = Approved(tuple(finals), tuple(signed), tuple(left), gone)
    return replace(catalog, units=tuple(units)), report


def _settled(unit: Unit, role: str) -> bool:
    """Whether the unit is final and wants no signature of the role: one made final before two were asked does."""
    return unit.state is State.FINAL and (not role or any(a.role == role for a in unit.approvals))


def _reason(unit: Unit, error: Finding | None, new: Approval, scope: Scope) -> str:
    """Why the unit cannot have the new approval, "" where it can."""
    if not unit.target:
        return "no French yet"
    if unit.state is State.TRANSLATED and scope is Scope.CLEARED:
        return "still fuzzy: nobody has cleared it"
    if error is not None:
        return f"{error.message} ({error.check})"
    waiting = open_queries(unit)
    if waiting:
        return f"an open query: {waiting[0].text}"
    roles = {approval.role for approval in unit.approvals if approval.person == new.person}
    if roles & {"", new.role}:
        return f"{new.reviewer} has signed already"
    if roles and new.role:
        return f"{new.reviewer} has signed in the other role: two signatures are two people's"
    return ""


def rule_made(catalog: Catalog, findings: Iterable[Finding]) -> tuple[Unit, ...]:
    """The units that may be approved in one go: made wholly by rule, as drafted, with no finding at all.

    Never one with a quotation, from a memory or a machine, or with an open query.
    """
    named = {unit for finding in findings if finding.check != _UNTOUCHED for unit in finding.units}
    return tuple(
        unit
        for unit in catalog.units
        if unit.rule
        and unit.match is None
        and unit.target
        and unit.id not in named
        and (unit.state is State.REVIEWED or untouched(unit))
        and (unit.kind in _TITLED or not _QUOTES & {*unit.source, *unit.target})
        and not open_queries(unit)
    )


def revoked(catalog: Catalog) -> tuple[Catalog, tuple[Revoked, ...]]:
    """The catalog without the approvals that answer for other words than the unit has now.

    Each is listed, and noted in its unit.
    """
    gone: list[Revoked] = []
    units = []
    for unit in catalog.units:
        stands = standing(unit.approvals, unit) if unit.state >= State.REVIEWED else ()
        if stands == unit.approvals:
            units.append(unit)
            continue
        fuzzy = unit.state < State.REVIEWED
        reason = "it was marked fuzzy again" if fuzzy else "its words have changed since"
        lost = tuple(approval for approval in unit.approvals if approval not in stands)
        gone += [Revoked(unit.id, unit.where, approval, reason) for approval in lost]
        units.append(without(unit, lost, reason))
    return replace(catalog, units=tuple(units)), tuple(gone)


def without(unit: Unit, lost: Iterable[Approval], reason: str) -> Unit:
    """The unit less these approvals, each noted as revoked for the reason."""
    dropped = tuple(lost)
    notes = tuple(f"{revocation(a)} {reason}" for a in dropped)
    kept = tuple(approval for approval in unit.approvals if approval not in dropped)
    state = State.REVIEWED if unit.state is State.FINAL and not final(kept) else unit.state
    return replace(unit, approvals=kept, notes=(*unit.notes, *notes), state=state)


def revocation(approval: Approval) -> str:
    """How a unit's note begins that tells of an approval it has lost."""
    return f"revoked: approval by {approval.reviewer} of {approval.when}:"
