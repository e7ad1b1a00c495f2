"""Units to an order by risk: what most needs an editor's eye comes first, routine last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from rirbilingual.model import BlockKind, Finding, MatchKind, Pair, Passage, Quotation, Severity, State, Unit
from rirbilingual.render.links import Links
from rirbilingual.text.spans import spans

# Repairs whose new text agrees with nothing: a number, a date, a citation. Others may need an agreement.
_SAFE_REPAIRS = ("number", "date", "citation", "money", "percent", "typography", "typeset", "page", "note")


class Risk(IntEnum):
    """In order: the first is read first."""

    ERROR = 0
    FRENCH_SOURCE = 1
    UNSURE = 2  # assembled, machine, or empty
    REPAIRED = 3  # repairs that words around them may have to agree with
    WARNING = 4
    QUOTATION = 5
    ROUTINE = 6


LABELS = {
    Risk.ERROR: "an error",
    Risk.FRENCH_SOURCE: "a French source is quoted",
    Risk.UNSURE: "assembled, by machine, or empty",
    Risk.REPAIRED: "repaired: check the agreement",
    Risk.WARNING: "a warning",
    Risk.QUOTATION: "a quotation",
    Risk.ROUTINE: "routine",
}


Group = tuple[Passage, ...]
"""Passages read together: a lead-in, its marker line and its block quotation; most stand alone."""


def groups(passages: Sequence[Passage]) -> tuple[Group, ...]:
    """The passages in order, each with those it is read with."""
    out: list[Group] = []
    for passage in passages:
        follows = passage.block.kind in (BlockKind.MARKER, BlockKind.BLOCK_QUOTATION)
        if follows and out and out[-1][-1].block.kind in (BlockKind.PARAGRAPH, BlockKind.MARKER):
            out[-1] = (*out[-1], passage)
        else:
            out.append((passage,))
    return tuple(out)


def risk(unit: Unit, findings: Sequence[Finding], *, french_source: bool) -> Risk:
    """The first risk that applies. A unit that is final and has no finding is routine."""
    if any(finding.severity is Severity.ERROR for finding in findings):
        return Risk.ERROR
    if unit.state is State.FINAL and not findings:
        return Risk.ROUTINE
    quotes = any(isinstance(span, Quotation) for span in spans(unit.source))
    if french_source and quotes:
        return Risk.FRENCH_SOURCE
    kind = unit.match.kind if unit.match else None
    if kind in (MatchKind.ASSEMBLED, MatchKind.MACHINE) or not unit.target.strip():
        return Risk.UNSURE
    if unit.match and any(not edit.rule.startswith(_SAFE_REPAIRS) for edit in unit.match.edits):
        return Risk.REPAIRED
    if any(finding.severity is Severity.WARNING for finding in findings):
        return Risk.WARNING
    return Risk.QUOTATION if quotes else Risk.ROUTINE


@dataclass(frozen=True, slots=True)
class Cited:
    """A source that a unit cites: the first French one, else the first."""

    key: str
    french: bool


def cited_sources(pair: Pair, links: Links) -> Mapping[str, Cited]:
    """Unit → the source that it cites; units that cite none are left out."""
    french = {row.key for row in pair.sources if row.language.startswith("fr")}
    cited: dict[str, Cited] = {}
    for unit, found in links.by_unit.items():
        keys = [links.entries[link.to].reference.key for link in found if link.to in links.entries]
        if keys:
            key = next((key for key in keys if key in french), keys[0])
            cited[unit] = Cited(key, key in french)
    return cited


def by_risk(risks: Sequence[Risk], sources: Sequence[str]) -> tuple[int, ...]:
    """Each group's place in the order by risk; quotations of one source stand together."""
    order = sorted(
        range(len(risks)), key=lambda i: (risks[i], sources[i] if risks[i] is Risk.QUOTATION else "", i)
    )
    places = [0] * len(order)
    for place, index in enumerate(order):
        places[index] = place
    return tuple(places)
