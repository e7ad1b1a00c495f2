"""Units and findings to the units with the fixes in them, and the findings that were cured."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from rirbilingual.model import Finding, State, Unit
from rirbilingual.text.codes import edited


def fixed(
    units: Sequence[Unit], findings: Iterable[Finding], *, safe: Callable[[str], bool] = lambda check: True
) -> tuple[tuple[Unit, ...], tuple[Finding, ...]]:
    """The units after every fix that overlaps no other, and the findings whose fixes those are.

    safe: whether fixes of a check may be applied without a person looking (`check.is_safe`). Where two fixes
    overlap, the first one is applied; check again for the other. An edited unit loses its approvals, and a
    final one is only reviewed.
    """
    wanted: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.fix is not None and finding.start is not None and finding.units and safe(finding.check):
            wanted.setdefault(finding.units[0], []).append(finding)
    done: list[Finding] = []
    out = []
    for unit in units:
        applied = _apart(wanted.get(unit.id, ()), len(unit.target))
        target, codes = unit.target, unit.target_codes
        for finding in reversed(applied):
            assert finding.start is not None and finding.fix is not None
            end = finding.start if finding.end is None else finding.end
            target = target[: finding.start] + finding.fix + target[end:]
            codes = edited(codes, finding.start, end, len(finding.fix))
        done += applied
        if target != unit.target:
            state = min(unit.state, State.REVIEWED)
            unit = replace(unit, target=target, target_codes=codes, approvals=(), state=state)
        out.append(unit)
    return tuple(out), tuple(done)


def _apart(findings: Iterable[Finding], length: int) -> list[Finding]:
    """Findings in order of their stretches, without those that overlap an earlier one."""
    kept: list[Finding] = []
    at = -1
    for finding in sorted(findings, key=lambda f: (f.start or 0, f.end or 0)):
        start, end = finding.start or 0, finding.end if finding.end is not None else finding.start or 0
        if start > at or (start == at and not kept):
            if end <= length:
                kept.append(finding)
                at = end
        elif start == at and end > start:
            kept.append(finding)
            at = end
    return kept
