"""A catalog and its findings to how far it is: words by state and by person, and what blocks publication."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rirbilingual.formats.unit_notes import standing
from rirbilingual.model import Catalog, Finding, Severity, State
from rirbilingual.review.queries import open_queries
from rirbilingual.review.split import word_count


@dataclass(frozen=True, slots=True)
class Block:
    """One reason why the report cannot be published, and the units that it names."""

    reason: str
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """by_state: (state, units, words), every state. by_person: (name, words signed), most first. blocks: why not."""

    units: int
    words: int
    by_state: tuple[tuple[State, int, int], ...]
    by_person: tuple[tuple[str, int], ...]
    open_queries: int
    blocks: tuple[Block, ...]


def status(catalog: Catalog, findings: Iterable[Finding] = (), *, signatures: int = 1) -> Status:
    """Where the work stands. signatures: how many people must have signed each unit, 1 or 2."""
    by_state = []
    for state in State:
        units = [unit for unit in catalog.units if unit.state is state]
        by_state.append((state, len(units), word_count(units)))
    people: Counter[str] = Counter()
    for unit in catalog.units:
        for name in {approval.reviewer for approval in standing(unit.approvals, unit)}:
            people[name] += word_count([unit])
    return Status(
        units=len(catalog.units),
        words=word_count(catalog.units),
        by_state=tuple(by_state),
        by_person=tuple(sorted(people.items(), key=lambda person: (-person[1], person[0]))),
        open_queries=sum(len(open_queries(unit)) for unit in catalog.units),
        blocks=blocks(catalog, findings, signatures=signatures),
    )


def blocks(catalog: Catalog, findings: Iterable[Finding] = (), *, signatures: int = 1) -> tuple[Block, ...]:
    """What keeps the report from being published, in the order of the work."""
    reasons: dict[str, list[str]] = {}

    def block(reason: str, *units: str) -> None:
        reasons.setdefault(reason, []).extend(units)

    for unit in catalog.units:
        if unit.state is State.INITIAL:
            block("no French yet", unit.id)
        elif unit.state is State.TRANSLATED:
            block("drafted, and nobody has reviewed it", unit.id)
        elif unit.state is State.REVIEWED:
            signed = bool(standing(unit.approvals, unit))
            block(
                "signed once, and the other signature is missing" if signed else "reviewed, not approved",
                unit.id,
            )
        elif len({approval.person for approval in unit.approvals}) < signatures:
            block(f"approved by one person, and {signatures} are asked", unit.id)
        if open_queries(unit):
            block("an open query", unit.id)
    for finding in findings:
        if finding.severity is Severity.ERROR:
            block(f"{finding.message} ({finding.check})", *finding.units)
    return tuple(Block(reason, tuple(dict.fromkeys(units))) for reason, units in reasons.items())
