"""A pair and its findings to what blocks its publication: nothing, or error findings that say why."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from rirbilingual.model import TRANSLATED, Finding, Pair, Severity, State, Unit
from rirbilingual.text.codes import unit_digest

# Controls that no page can show: C0 (but tab and line feed), C1, half a surrogate pair, and what XML has no place for.
_UNSHOWN = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufffe\\uffff]")


def blocks(
    pair: Pair,
    findings: Sequence[Finding],
    *,
    report_digest: str = "",
    signatures: int = 1,
    asked: Sequence[str] = (),
) -> tuple[Finding, ...]:
    """What stands against publishing the pair, each an error with its units; empty when nothing does.

    findings: of the checks on this pair; the errors among them block. report_digest: SHA-256 of the English
    text that the working file was made from, "" where it is not known. signatures: how many people must have
    signed each unit. asked: units with a question that nobody has answered.
    """
    found = [*_of_the_report(pair, report_digest), *_of_the_units(pair, signatures)]
    found += _units_error("publish.open-query", tuple(asked), "has an open query", "have an open query")
    found += [finding for finding in findings if finding.severity is Severity.ERROR]
    return tuple({(finding.message, finding.units): finding for finding in reversed(found)}.values())[::-1]


def is_approved(unit: Unit) -> bool:
    """Whether somebody answers for the words as they stand."""
    return any(approval.digest == unit_digest(unit) for approval in unit.approvals)


def _of_the_report(pair: Pair, report_digest: str) -> Iterator[Finding]:
    text = hashlib.sha256(pair.report.text.encode()).hexdigest()
    if report_digest and report_digest != text:
        yield _error(
            "publish.report-changed", "the English file is not the one that was translated; update the pair"
        )
    passages = {passage.block: passage for passage in pair.passages}
    for block in pair.report.blocks:
        if block.kind not in TRANSLATED:
            continue
        passage = passages.get(block)
        if passage is None or not passage.units:
            yield _error("publish.missing", f"{block.where}: this passage has no unit")
            continue
        if passage.said("en") != block.text:
            units = tuple(unit.id for unit in passage.units)
            yield _error(
                "publish.out-of-step", f"{block.where}: the units are not the English file's text", units
            )


def _of_the_units(pair: Pair, signatures: int) -> Iterator[Finding]:
    units = list(pair.units)
    if not units:
        yield _error("publish.empty", "there is nothing to publish")
    worded = [unit for unit in units if unit.target.strip()]
    empty = tuple(unit.id for unit in units if not unit.target.strip())
    waiting = tuple(unit.id for unit in worded if unit.state is not State.FINAL)
    edited = tuple(unit.id for unit in worded if unit.state is State.FINAL and not is_approved(unit))
    alone = tuple(
        u.id for u in worded if u.state is State.FINAL and is_approved(u) and _signers(u) < signatures
    )
    unshown = tuple(unit.id for unit in units if _UNSHOWN.search(unit.source + unit.target))
    yield from _units_error("publish.untranslated", empty, "has no French text", "have no French text")
    yield from _units_error("publish.not-final", waiting, "is not approved", "are not approved")
    changed = "changed since the approval, or never approved"
    yield from _units_error("publish.approval", edited, f"is final but {changed}", f"are final but {changed}")
    once = "signed by one person, and two are asked"
    yield from _units_error("publish.one-signature", alone, f"is {once}", f"are {once}")
    controls = "control characters that no page can show"
    yield from _units_error("publish.control", unshown, f"holds {controls}", f"hold {controls}")


def _signers(unit: Unit) -> int:
    """How many people answer for the words as they stand."""
    words = unit_digest(unit)
    return len({approval.person for approval in unit.approvals if approval.digest == words})


def _error(check: str, message: str, units: tuple[str, ...] = ()) -> Finding:
    return Finding(check, Severity.ERROR, message, units)


def _units_error(check: str, units: tuple[str, ...], one: str, many: str) -> Iterator[Finding]:
    if units:
        message = f"1 unit {one}" if len(units) == 1 else f"{len(units)} units {many}"
        yield _error(check, message, units)
