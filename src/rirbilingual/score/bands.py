"""A drafted unit to the band of its match, as leverage counts it."""

from __future__ import annotations

from rirbilingual.model import MatchKind, Unit

_KINDS = {
    MatchKind.CONTEXT: "context",
    MatchKind.EXACT: "exact",
    MatchKind.REPAIRED: "repaired",
    MatchKind.ASSEMBLED: "assembled",
    MatchKind.MACHINE: "machine",
}


def band(draft: Unit) -> str:
    """One of BANDS; a unit that a rule made is a "formula", one with no French is "none"."""
    if not draft.target.strip():
        return "none"
    match = draft.match
    if match is None:
        return "formula" if draft.rule else "none"
    if match.kind in _KINDS:
        return _KINDS[match.kind]
    for least, name in ((95, "95-99"), (85, "85-94"), (75, "75-84")):
        if match.score >= least:
            return name
    return "none"
