"""Reports of many pairs to the index over them: one HTML page that links each alignment report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import jinja2

from rirbilingual.model import Finding, Leverage, Pair, Severity, State
from rirbilingual.render import environment as env


@dataclass(frozen=True, slots=True)
class Listed:
    """A pair as the index lists it. final: percent of its words; leveraged: percent that a memory or rule gave."""

    file: str
    number: str
    date: str
    title: str
    units: int
    words: int
    final: int
    leveraged: int
    errors: int
    warnings: int
    blocks: int


def listed(
    file: str, pair: Pair, findings: Sequence[Finding], leverage: Leverage, blocks: Sequence[Finding]
) -> Listed:
    """A pair's line. file: the name of its alignment report, beside the index."""
    words = {unit.id: len(unit.source.split()) for unit in pair.units}
    total = sum(words.values()) or 1
    done = sum(words[unit.id] for unit in pair.units if unit.state is State.FINAL)
    new = dict(leverage.bands)["none"]
    return Listed(
        file, pair.report.number, pair.report.date, pair.report.title, len(words), sum(words.values()),
        round(100 * done / total), round(100 * (1 - new / (leverage.words or 1))),
        sum(f.severity is Severity.ERROR for f in findings), sum(f.severity is Severity.WARNING for f in findings),
        len(blocks),
    )  # fmt: skip


def archive_index(pairs: Sequence[Listed], *, templates: jinja2.Environment | None = None) -> bytes:
    """The index: archive.html, the newest report first."""
    templates = templates or env.environment()
    style = env.inlined(templates, "base.css", "alignment.css")
    values = {
        "pairs": sorted(pairs, key=lambda pair: (pair.date, pair.number), reverse=True),
        "words": sum(pair.words for pair in pairs),
        "ready": sum(not pair.blocks for pair in pairs),
        "style": style,
        "policy": env.policy(style=style, script=""),
    }
    return env.rendered(templates, "archive.html", values)
