"""A unit to the band of the leverage analysis that it falls into, and the bands to their names."""

from __future__ import annotations

from rirbilingual.model import MatchKind, Unit

LABELS = {
    "context": "Context match",
    "exact": "Exact match",
    "repaired": "Exact after repairs",
    "repetition": "Repetition",
    "95-99": "95–99 %",
    "85-94": "85–94 %",
    "75-84": "75–84 %",
    "formula": "By rule",
    "assembled": "Assembled",
    "machine": "Machine",
    "none": "New",
}

_BY_KIND = {
    MatchKind.CONTEXT: "context",
    MatchKind.EXACT: "exact",
    MatchKind.REPAIRED: "repaired",
    MatchKind.ASSEMBLED: "assembled",
    MatchKind.MACHINE: "machine",
}
_LOWEST = {95: "95-99", 85: "85-94", 75: "75-84"}  # score from which a fuzzy match counts


def band(unit: Unit) -> str:
    """One of `model.BANDS`. A unit that a person translated, or nobody yet, is "none"."""
    if unit.match is not None:
        if unit.match.kind is not MatchKind.FUZZY:
            return _BY_KIND[unit.match.kind]
        return next((name for lowest, name in _LOWEST.items() if unit.match.score >= lowest), "none")
    if unit.rule:
        return "repetition" if unit.rule.startswith("repetition") else "formula"
    return "none"
