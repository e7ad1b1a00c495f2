"""A pair and its findings to the rows of the alignment report: one a unit, in groups read together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from rirbilingual.model import Edit, Finding, Pair, Passage, Severity, State, Unit
from rirbilingual.render import bands, risk
from rirbilingual.render.html import lit
from rirbilingual.render.links import links
from rirbilingual.render.marks import code_marks
from rirbilingual.render.markup import Mark, marked_up, written
from rirbilingual.render.visible import hidden_marks, pictured
from rirbilingual.render.worddiff import Difference, differences

STATES = {
    State.INITIAL: "Untranslated",
    State.TRANSLATED: "Drafted",
    State.REVIEWED: "Reviewed",
    State.FINAL: "Approved",
}
# Of a pair that was published long ago: how its sentences were found to belong together.
ALIGNED = {State.INITIAL: "English only", State.TRANSLATED: "Doubtful", State.FINAL: "Sure"}
_SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.INFO)


_FEW = 4  # units of a finding that each of them lists


@dataclass(frozen=True, slots=True)
class Found:
    """A finding as the report shows it. others: the other units that it is about, where they are few or this is the
    first of them; else first and following lead to the first and to the next one ("" after the last)."""

    severity: str
    check: str
    message: str
    fix: str | None
    others: tuple[str, ...] = ()
    first: str = ""
    following: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """How a target came about: the memory's unit, how it differs, and what was repaired."""

    memory: str
    origin: str
    source: tuple[Difference, ...]
    target: tuple[Difference, ...]
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Row:
    """A unit as the report shows it."""

    id: str
    kind: str
    where: str
    section: str
    english: Markup
    french: Markup
    state: str
    state_word: str
    band: str
    band_word: str
    score: int | None
    risk_word: str
    severity: str
    findings: tuple[Found, ...]
    past: Past | None
    unit: Unit


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows read together. place: in reading order; by_risk: in the order by risk."""

    anchor: str
    place: int
    by_risk: int
    rows: tuple[Row, ...]


def row_groups(
    pair: Pair, findings: Sequence[Finding], states: Mapping[State, str] = STATES
) -> tuple[RowGroup, ...]:
    """All units in reading order. states: what each state is called."""
    of_unit = findings_by_unit(findings)
    sources = risk.cited_sources(pair, links(pair, "en"))
    passages = [passage for passage in pair.passages if passage.units]
    grouped = risk.groups(passages)
    rows = [tuple(row for p in group for row in _rows(p, of_unit, sources, states)) for group in grouped]
    worst = [min(_risk(u, of_unit, sources) for p in group for u in p.units) for group in grouped]
    first = [next((sources[u.id].key for p in g for u in p.units if u.id in sources), "") for g in grouped]
    places = risk.by_risk(worst, first)
    return tuple(
        RowGroup(group[0].anchor, place, by_risk, each)
        for place, (group, by_risk, each) in enumerate(zip(grouped, places, rows, strict=True))
    )


def findings_by_unit(findings: Sequence[Finding]) -> Mapping[str, tuple[Finding, ...]]:
    """Unit → the findings that name it, the gravest first."""
    found: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda f: _SEVERITIES.index(f.severity)):
        for unit in dict.fromkeys(finding.units):
            found.setdefault(unit, []).append(finding)
    return {unit: tuple(each) for unit, each in found.items()}


def _risk(
    unit: Unit, found: Mapping[str, tuple[Finding, ...]], sources: Mapping[str, risk.Cited]
) -> risk.Risk:
    cited = sources.get(unit.id)
    return risk.risk(unit, found.get(unit.id, ()), french_source=cited is not None and cited.french)


def _rows(
    passage: Passage,
    found: Mapping[str, tuple[Finding, ...]],
    sources: Mapping[str, risk.Cited],
    states: Mapping[State, str],
) -> Sequence[Row]:
    return [
        _row(unit, marks, passage, found.get(unit.id, ()), _risk(unit, found, sources), states[unit.state])
        for unit, marks in zip(passage.units, lit(passage), strict=True)
    ]


def _row(
    unit: Unit,
    marks: tuple[Sequence[Mark], Sequence[Mark]],
    passage: Passage,
    findings: Sequence[Finding],
    why: risk.Risk,
    state: str,
) -> Row:
    source_marks, target_marks = marks
    own = [finding for finding in findings if finding.units[0] == unit.id and finding.start is not None]
    stretches = [
        Mark(
            f.start or 0,
            f.end if f.end is not None else 0,
            "mark",
            written(class_=f.severity.value, title=f.message),
        )
        for f in own
    ]
    on_source = not unit.target
    band = bands.band(unit)
    return Row(
        id=unit.id,
        kind=passage.block.kind.value,
        where=passage.block.where,
        section=passage.block.section,
        english=_shown(
            unit.source, [*code_marks(unit.source_codes), *source_marks, *(stretches if on_source else ())]
        ),
        french=_shown(
            unit.target, [*code_marks(unit.target_codes), *target_marks, *(() if on_source else stretches)]
        ),
        state=unit.state.name.lower(),
        state_word=state,
        band=band,
        band_word=bands.LABELS[band],
        score=unit.match.score if unit.match else None,
        risk_word=risk.LABELS[why],
        severity=findings[0].severity.value if findings else "",
        findings=tuple(_found(finding, unit) for finding in findings),
        past=_past(unit),
        unit=unit,
    )


def _shown(text: str, marks: Sequence[Mark]) -> Markup:
    return marked_up(pictured(text), [*marks, *hidden_marks(text)])


def _found(finding: Finding, unit: Unit) -> Found:
    said = finding.severity.value, finding.check, finding.message, finding.fix
    if len(finding.units) > _FEW and finding.units[0] != unit.id:
        after = finding.units[finding.units.index(unit.id) + 1 :][:1]
        return Found(*said, first=finding.units[0], following=after[0] if after else "")
    return Found(*said, tuple(other for other in dict.fromkeys(finding.units) if other != unit.id))


def _past(unit: Unit) -> Past | None:
    match = unit.match
    if match is None:
        return None
    return Past(
        memory=match.memory,
        origin=str(match.unit.origin),
        source=differences(match.unit.source, unit.source),
        target=differences(match.unit.target, unit.target),
        edits=match.edits,
    )
