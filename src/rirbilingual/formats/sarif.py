"""Findings to SARIF 2.1.0, the format that code hosts and editors show findings from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from rirbilingual.model import Finding, Severity

EXTENSIONS = (".sarif",)
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def sarif_bytes(
    findings: Iterable[tuple[str, Finding]],
    *,
    version: str,
    reasons: Mapping[str, str] | None = None,
    lines: Mapping[tuple[str, str], int] | None = None,
) -> bytes:
    """One run of rirbilingual with a result for each finding.

    findings: with the path of the file that each was found in, relative to where the log will stand.
    reasons: why a check exists, by its id. lines: where a unit stands in its file, by the path and its id.
    """
    results = list(findings)
    rules = sorted({finding.check for _, finding in results})
    driver = {
        "name": "rirbilingual",
        "version": version,
        "rules": [_rule(check, (reasons or {}).get(check, "")) for check in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(path, finding, rules, lines or {}) for path, finding in results],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return (json.dumps(log, ensure_ascii=False, indent=2) + "\n").encode()


def _rule(check: str, why: str) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": check}
    if why:
        rule["shortDescription"] = {"text": why.split(". ")[0].rstrip(".") + "."}
        rule["fullDescription"] = {"text": why}
    return rule


def _result(
    path: str, finding: Finding, rules: Sequence[str], lines: Mapping[tuple[str, str], int]
) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(path)}}
    if finding.place is not None:
        physical["region"] = {"startLine": finding.place.line}
    elif finding.units and (path, finding.units[0]) in lines:
        physical["region"] = {"startLine": lines[path, finding.units[0]]}
    location: dict[str, Any] = {"physicalLocation": physical}
    if finding.units:
        location["logicalLocations"] = [{"name": unit, "kind": "unit"} for unit in finding.units]
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "ruleIndex": rules.index(finding.check),
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [location],
        "partialFingerprints": {
            "finding/v1": f"{finding.check}/{'/'.join(finding.units[:1])}/{finding.message}"
        },
    }
    # A fix replaces a stretch of a unit's text, which is escaped in its file: it is told, not addressed.
    properties = {"start": finding.start, "end": finding.end, "fix": finding.fix}
    if told := {name: value for name, value in properties.items() if value is not None}:
        result["properties"] = told
    return result
