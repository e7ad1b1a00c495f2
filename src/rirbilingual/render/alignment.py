"""A pair, its findings and its leverage to the alignment report: one HTML file, readable offline."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import jinja2

from rirbilingual.model import BlockKind, Finding, Leverage, Pair, Report, Severity, State
from rirbilingual.render import environment as env
from rirbilingual.render.html import Facts, facts
from rirbilingual.render.rows import ALIGNED, STATES, RowGroup, row_groups
from rirbilingual.render.summary import summary


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry of a filter: its value, its words, and how many units it leaves."""

    value: str
    word: str
    count: int


@dataclass(frozen=True, slots=True)
class Published:
    """What is said of a pair that was published long ago and aligned: a verdict, and its French report."""

    verdict: str
    french: Report


def alignment_report(
    pair: Pair,
    findings: Sequence[Finding],
    leverage: Leverage,
    *,
    blocks: Sequence[Finding] | None = None,
    rule_made: Collection[str] = (),
    generated: str = "",
    published: Published | None = None,
    templates: jinja2.Environment | None = None,
) -> bytes:
    """The report: alignment.html.

    blocks: what stands against publication; the errors among `findings` where it is None. rule_made: ids of
    the units that may be approved in one go, shown in a table of their own. generated: when, in words; ""
    leaves it out. published: of an aligned pair, in place of whether it may be published; nothing was drafted then,
    so that neither leverage nor matches are shown.
    """
    templates = templates or env.environment()
    states = ALIGNED if published else STATES
    everything = tuple(dict.fromkeys((*pair.report.findings, *findings)))
    groups = row_groups(pair, everything, states)
    style, script = (
        env.inlined(templates, "base.css", "alignment.css"),
        env.inlined(templates, "alignment.js"),
    )
    stops = blocks if blocks is not None else [f for f in everything if f.severity is Severity.ERROR]
    english, french = _facts(pair, published)
    values = {
        "english": english,
        "french": french,
        "has_title": bool(published)
        or all(u.target for p in pair.passages for u in p.units if u.kind is BlockKind.TITLE),
        "summary": summary(pair, everything, leverage, states),
        "blocks": stops,
        "verdict": published.verdict if published else "",
        "places": {u.id: p.block.where or u.id for p in pair.passages for u in p.units},
        "of_report": [finding for finding in everything if not finding.units],
        "sources": pair.sources,
        "groups": groups,
        "batch": [row for group in groups for row in group.rows if row.id in rule_made],
        "choices": _choices(groups, states),
        "generated": generated,
        "style": style,
        "script": script,
        "policy": env.policy(style=style, script=script),
    }
    return env.rendered(templates, "alignment.html", values)


def _facts(pair: Pair, published: Published | None) -> tuple[Facts, Facts]:
    """What is said of the report in both languages; of an aligned pair, what its two files say."""
    english, french = facts(pair, "en"), facts(pair, "fr")
    if published:
        english = replace(english, title=pair.report.title)
        french = replace(french, number=published.french.number, title=published.french.title)
    return english, french


def _choices(groups: Sequence[RowGroup], states: Mapping[State, str]) -> dict[str, list[Choice]]:
    """The entries of each filter, in the order they should stand."""
    rows = [row for group in groups for row in group.rows]
    checks = sorted({found.check for row in rows for found in row.findings})
    bands = {row.band: row.band_word for row in rows}
    sections = dict.fromkeys(row.section for row in rows)
    people = sorted({approval.reviewer for row in rows for approval in row.unit.approvals})
    return {
        "check": [
            Choice(check, check, sum(any(f.check == check for f in row.findings) for row in rows))
            for check in checks
        ],
        "state": [
            Choice(state.name.lower(), word, sum(row.unit.state is state for row in rows))
            for state, word in states.items()
        ],
        "band": [Choice(band, word, sum(row.band == band for row in rows)) for band, word in bands.items()],
        "section": [
            Choice(
                section, section or "Before the first heading", sum(row.section == section for row in rows)
            )
            for section in sections
        ],
        "person": [
            Choice(name, name, sum(any(a.reviewer == name for a in row.unit.approvals) for row in rows))
            for name in people
        ],
    }
