"""Drafted units to their leverage: words by band, as translators are used to it."""

from __future__ import annotations

from collections.abc import Sequence

from rirbilingual.model import BANDS, Leverage, MatchKind, Unit
from rirbilingual.text.normalise import normalised

_KINDS = {
    MatchKind.CONTEXT: "context",
    MatchKind.EXACT: "exact",
    MatchKind.REPAIRED: "repaired",
    MatchKind.ASSEMBLED: "assembled",
    MatchKind.MACHINE: "machine",
}
_LOWEST = ((95, "95-99"), (85, "85-94"), (75, "75-84"))  # percent; below 75 counts as none


def leverage(key: str, units: Sequence[Unit]) -> Leverage:
    """Words by band; they sum to the report's. A unit whose words stood before in the report, and that no
    memory or rule gives, is a repetition."""
    bands = dict.fromkeys(BANDS, 0)
    seen: set[str] = set()
    words = 0
    for unit in units:
        count = word_count(unit.source)
        form = normalised(unit.source)
        bands[band(unit, repeated=form in seen)] += count
        seen.add(form)
        words += count
    return Leverage(key, len(units), words, tuple(bands.items()))


def band(unit: Unit, *, repeated: bool) -> str:
    """The band that a drafted unit's words count in."""
    if unit.match is not None:
        if unit.match.kind is not MatchKind.FUZZY:
            return _KINDS[unit.match.kind]
        found = next((name for lowest, name in _LOWEST if unit.match.score >= lowest), None)
        if found:
            return found
    if unit.rule and unit.target:
        return "formula"
    return "repetition" if repeated else "none"


def word_count(text: str) -> int:
    """Words as word processors count them: runs without white space."""
    return len(text.split())
