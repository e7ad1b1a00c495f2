"""A pair, its findings and its leverage to the summary at the top of the alignment report."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rirbilingual.model import Finding, Leverage, Pair, Severity, State, Unit
from rirbilingual.render.bands import LABELS
from rirbilingual.render.rows import STATES

_PLOT_WIDTH, _PLOT_HEIGHT = 320, 120  # of the ratio plot's drawing, in its own units
_RATIO_TOP = 2.5  # ratios above it are drawn at the top


@dataclass(frozen=True, slots=True)
class Share:
    """A bar's part. x, width: of 1000."""

    id: str
    word: str
    words: int
    percent: int
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Counted:
    """Findings of one check."""

    check: str
    severity: str
    count: int


@dataclass(frozen=True, slots=True)
class Point:
    """A unit in the ratio plot."""

    unit: str
    x: int
    y: int
    label: str
    far: bool


@dataclass(frozen=True)
class Summary:
    """What an editor sees first. ratio: the median of French over English length."""

    units: int
    words: int
    leverage: tuple[Share, ...]
    states: tuple[Share, ...]
    checks: tuple[Counted, ...]
    errors: int
    warnings: int
    points: tuple[Point, ...]
    ratio: float
    median_y: int


def summary(
    pair: Pair, findings: Sequence[Finding], leverage: Leverage, names: Mapping[State, str] = STATES
) -> Summary:
    """Figures of the whole pair. names: what each state is called."""
    units = list(pair.units)
    words: Counter[str] = Counter()
    for unit in units:
        words[unit.state.name.lower()] += len(unit.source.split())
    states = [
        (state.name.lower(), names[state], words[state.name.lower()])
        for state in reversed(State)
        if state in names
    ]
    checks = Counter((finding.severity, finding.check) for finding in findings)
    severities = list(Severity)
    points, ratio = _points(units)
    return Summary(
        units=len(units),
        words=leverage.words,
        leverage=_shares([(name, LABELS.get(name, name), count) for name, count in leverage.bands]),
        states=_shares(states),
        checks=tuple(
            Counted(check, severity.value, count)
            for (severity, check), count in sorted(
                checks.items(), key=lambda c: (severities.index(c[0][0]), c[0][1])
            )
        ),
        errors=sum(finding.severity is Severity.ERROR for finding in findings),
        warnings=sum(finding.severity is Severity.WARNING for finding in findings),
        points=points,
        ratio=ratio,
        median_y=_y(ratio),
    )


def _shares(counts: Sequence[tuple[str, str, int]]) -> tuple[Share, ...]:
    total = sum(words for _, _, words in counts) or 1
    out, before = [], 0
    for name, word, words in counts:
        x, end = 1000 * before // total, 1000 * (before + words) // total
        out.append(Share(name, word, words, round(100 * words / total), x, end - x))
        before += words
    return tuple(out)


def _points(units: Sequence[Unit]) -> tuple[tuple[Point, ...], float]:
    measured = [(u, len(u.source), len(u.target) / len(u.source)) for u in units if u.source and u.target]
    if not measured:
        return (), 1.0
    ratio = statistics.median(r for _, _, r in measured)
    longest = max(length for _, length, _ in measured)
    points = tuple(
        Point(
            unit=unit.id,
            x=round(_PLOT_WIDTH * (length / longest) ** 0.5),
            y=_y(r),
            label=f"{unit.where}: {length} characters, ratio {r:.2f}",
            far=length > 20 and not ratio / 1.8 < r < ratio * 1.8,
        )
        for unit, length, r in measured
    )
    return points, ratio


def _y(ratio: float) -> int:
    return round(_PLOT_HEIGHT * (1 - min(ratio, _RATIO_TOP) / _RATIO_TOP))
