"""Matches to the objects that scripts get, from `memory search --json` and from the service alike."""

from __future__ import annotations

from collections.abc import Iterable

from rirbilingual.model import Match


def match_objects(matches: Iterable[Match]) -> list[dict[str, object]]:
    """One object a match, in the order given."""
    return [
        {
            "source": match.unit.source,
            "target": match.target,
            "score": match.score,
            "kind": match.kind.name,
            "origin": str(match.unit.origin),
        }
        for match in matches
    ]
