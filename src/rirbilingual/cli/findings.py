"""Findings to what is printed of them: lines for people, objects for scripts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import click

from rirbilingual.model import Finding, Severity

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
_SHOWN_UNITS = 3


def errors(findings: Iterable[Finding]) -> int:
    """How many of them are errors."""
    return sum(finding.severity is Severity.ERROR for finding in findings)


def print_findings(findings: Sequence[Finding], *, where: Mapping[str, str] | None = None) -> None:
    """A line each, then the count. where: unit's id → its readable place, shown with the id."""
    for finding in findings:
        click.secho(finding.severity.value, fg=_COLOURS[finding.severity], bold=True, nl=False)
        place = place_of(finding, where or {})
        click.echo(f" {place + ': ' if place else ''}{finding.message} ({finding.check})")
        if finding.fix is not None:
            click.secho(f"  fix: {finding.fix}", dim=True)
    click.echo(counted(findings))


def place_of(finding: Finding, where: Mapping[str, str]) -> str:
    """Its first units, or its place in a file unless the message names that already."""
    places = [f"{where[unit]} {unit}" if unit in where else unit for unit in finding.units]
    if places:
        more = len(places) - _SHOWN_UNITS
        return ", ".join(places[:_SHOWN_UNITS]) + (f" and {more} more" if more > 0 else "")
    if finding.place is None or finding.message.startswith(finding.place.file):
        return ""
    return str(finding.place)


def counted(findings: Iterable[Finding]) -> str:
    """ "1 error, 2 warnings", "no findings"."""
    counts = Counter(finding.severity for finding in findings)
    graded = (Severity.ERROR, Severity.WARNING)
    words = [number(counts[kind], kind.value) for kind in graded if counts[kind]]
    if counts[Severity.INFO]:
        words.append(f"{counts[Severity.INFO]} for information")
    return ", ".join(words) or "no findings"


def number(count: int, name: str) -> str:
    """ "1 unit", "2 units"."""
    return f"{count:,} {name}" if count == 1 else f"{count:,} {name}s"


def findings_object(findings: Sequence[Finding], *, files: Sequence[str] = ()) -> dict[str, object]:
    """The findings as scripts get them. files: where each was found, where that is to be said."""
    objects = [_object(finding) for finding in findings]
    for held, file in zip(objects, files, strict=bool(files)):
        held["file"] = file
    return {
        "findings": objects,
        "errors": errors(findings),
        "warnings": sum(finding.severity is Severity.WARNING for finding in findings),
    }


def _object(finding: Finding) -> dict[str, object]:
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "unit": finding.units[0] if finding.units else None,
        "units": list(finding.units),
        "message": finding.message,
        "start": finding.start,
        "end": finding.end,
        "fix": finding.fix,
        "place": str(finding.place) if finding.place else None,
    }
