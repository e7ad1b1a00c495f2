"""A pair, or units alone, to findings: what a person should look at. Also a report's own text to findings.

A finding is silenced by its check's id, for everything (`number.value`), for one report
(`number.value@MEX201603`), for one unit (`number.value@3f2a…`), or by the translator's own comment on the
unit: `silence: number.value`. `*` stands for any letters: `quotation.*`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from functools import cache

from rirbilingual.check.joined import of_pair, of_units
from rirbilingual.check.rule import Check, Found, Subject
from rirbilingual.errors import RirError
from rirbilingual.model import Finding, Pair, Report, Severity, Term, Unit
from rirbilingual.plugins import plugins
from rirbilingual.text.percents import USUAL

_COMMENT = "silence:"
# What the readers of reports notice, which is silenced as what checks find.
_OF_READERS = ("read.encoding", "read.no-entry", "read.recovered", "read.verbatim")


@cache
def checks() -> tuple[Check, ...]:
    """Every check there is, ours and installed ones, in the order of their files' names."""
    return plugins("rirbilingual.check", Check)


def idle(silenced: Collection[str] = ()) -> tuple[tuple[str, str], ...]:
    """The checks that cannot run on this machine, each with what it lacks; those silenced everywhere aside."""
    off = _everywhere(silenced, "")
    wanted = (check for check in checks() if not any(fnmatchcase(check.id, pattern) for pattern in off))
    return tuple((check.id, lack) for check in wanted if (lack := check.without()))


def refuse_unknown(names: Iterable[str], place: str) -> None:
    """Raise RirError, with the nearest id, where one of the names, ids or patterns as settings have them, is of no
    check. place: where they were found."""
    ids = [*(check.id for check in checks()), *_OF_READERS]
    for name in (name.partition("@")[0] for name in names):
        if not any(fnmatchcase(known, name) for known in ids):
            (near,) = get_close_matches(name, ids, 1, 0.0)
            raise RirError(
                f'no check "{name}"', place, f'the nearest is "{near}"; the ids are in docs/check.md'
            )


def is_safe(check_id: str) -> bool:
    """Whether the check's fixes may be applied without a person looking."""
    return any(check.safe for check in checks() if check.id == check_id)


def findings(
    pair: Pair,
    *,
    terms: Iterable[Term] = (),
    memory: Iterable[Unit] = (),
    severities: Mapping[str, Severity] | None = None,
    silenced: Collection[str] = (),
    percent: str = USUAL,
    errors_only: bool = False,
) -> tuple[Finding, ...]:
    """What a person should look at in the French, in reading order.

    terms: the termbase; without it terms are not checked. memory: approved units elsewhere, with which
    quotations and repeated sentences should agree. severities: by check id or pattern, in place of the
    check's own. percent: the house's style, one of text.percents.STYLES. errors_only: what stops a
    publication; checks that weigh less are not run.
    """
    elsewhere = tuple((unit.source, unit.target) for unit in memory)
    subject = Subject(pair.report, of_pair(pair), pair.sources, tuple(terms), elsewhere, percent)
    off = _everywhere(silenced, pair.report.key)
    found = list(_found(subject, ("units", "pair"), severities or {}, off, errors_only=errors_only))
    return _ordered(_heard(found, silenced, pair.report.key, pair.units), pair.units)


def unit_findings(
    units: Iterable[Unit],
    *,
    terms: Iterable[Term] = (),
    memory: Iterable[Unit] = (),
    severities: Mapping[str, Severity] | None = None,
    silenced: Collection[str] = (),
) -> tuple[Finding, ...]:
    """As `findings`, for units that no report stands beside: what can be seen in them alone."""
    units = tuple(units)
    elsewhere = tuple((unit.source, unit.target) for unit in memory)
    subject = Subject(None, of_units(units), (), tuple(terms), elsewhere)
    found = list(_found(subject, ("units",), severities or {}, _everywhere(silenced, "")))
    return _ordered(_heard(found, silenced, "", units), units)


def source_findings(
    report: Report, *, severities: Mapping[str, Severity] | None = None, silenced: Collection[str] = ()
) -> tuple[Finding, ...]:
    """What a person should look at in the report's own text, what its reader noticed first."""
    found = [
        *report.findings,
        *_found(Subject(report), ("source",), severities or {}, _everywhere(silenced, report.key)),
    ]
    return tuple(_heard(found, silenced, report.key, ()))


def noticed(
    report: Report, *, severities: Mapping[str, Severity] | None = None, silenced: Collection[str] = ()
) -> Iterator[Finding]:
    """What the report's reader noticed, weighed and silenced as what checks find."""
    for finding in _heard(report.findings, silenced, report.key, ()):
        yield replace(finding, severity=_severity(finding.check, severities or {}) or finding.severity)


def _found(
    subject: Subject,
    needs: Collection[str],
    severities: Mapping[str, Severity],
    off: Collection[str],
    *,
    errors_only: bool = False,
) -> Iterator[Finding]:
    """What the checks find; those whose ids match a pattern of `off` are not run at all."""
    for check in checks():
        if check.needs in needs and not any(fnmatchcase(check.id, pattern) for pattern in off):
            severity = _severity(check.id, severities)
            if errors_only and (severity or check.severity) is not Severity.ERROR:
                continue
            for found in check.find(subject):
                yield _signed(check, found, severity)


def _severity(check_id: str, severities: Mapping[str, Severity]) -> Severity | None:
    """What the settings say of a check: its own id goes before patterns."""
    if check_id in severities:
        return severities[check_id]
    return next((severity for name, severity in severities.items() if fnmatchcase(check_id, name)), None)


def _signed(check: Check, found: Found, severity: Severity | None) -> Finding:
    return Finding(
        check.id, severity or found.severity or check.severity, found.message, found.units,
        found.start, found.end, found.fix, found.place,
    )  # fmt: skip


def _everywhere(silenced: Collection[str], key: str) -> list[str]:
    """The patterns that hold for every unit of the report."""
    wanted = (name for name in silenced if "@" not in name or (key and name.endswith(f"@{key}")))
    return [name.partition("@")[0] for name in wanted]


def _heard(
    found: Iterable[Finding], silenced: Collection[str], key: str, units: Iterable[Unit]
) -> Iterator[Finding]:
    """The findings that nobody silenced; one that touches many units loses those that are silenced."""
    patterns = _everywhere(silenced, key)
    by_unit: dict[str, list[str]] = {}
    for name in silenced:
        pattern, _, unit_id = name.partition("@")
        by_unit.setdefault(unit_id, []).append(pattern)
    for unit in units:
        for comment in unit.comments:
            if comment.strip().lower().startswith(_COMMENT):
                names = comment.strip()[len(_COMMENT) :].replace(",", " ").split()
                by_unit.setdefault(unit.id, []).extend(names)
    for finding in found:
        if any(fnmatchcase(finding.check, pattern) for pattern in patterns):
            continue
        loud = tuple(
            unit_id
            for unit_id in finding.units
            if not any(fnmatchcase(finding.check, pattern) for pattern in by_unit.get(unit_id, ()))
        )
        if loud == finding.units:
            yield finding
        elif loud and finding.units[0] == loud[0]:
            yield replace(finding, units=loud)
        elif loud:
            yield replace(finding, units=loud, start=None, end=None, fix=None)


def _ordered(found: Iterable[Finding], units: Iterable[Unit]) -> tuple[Finding, ...]:
    """Findings on the whole first, then in the order of the units, and of the text within each."""
    position = {unit.id: n for n, unit in enumerate(units)}

    def key(finding: Finding) -> tuple[int, int, str]:
        first = position.get(finding.units[0], -1) if finding.units else -1
        return first, finding.start or 0, finding.check

    return tuple(sorted(dict.fromkeys(found), key=key))
