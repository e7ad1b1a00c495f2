"""Passages to the addresses, report numbers and note calls that differ between the languages."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.compared import Valued, difference
from rirbilingual.check.joined import Joined, Side
from rirbilingual.check.rule import Found
from rirbilingual.model import PlaceableType


def differing(passage: Joined, type: PlaceableType, what: str) -> Iterator[Found]:
    """Findings for the placeables of one type that the languages do not share."""
    english, french = passage.english, passage.french
    left = difference(_valued(english, type), _valued(french, type))
    for one in left.lost:
        said = english.text[one.start : one.end]
        yield Found(f"the {what} {said} is missing", (passage.units[one.unit].id,))
    for one in left.added:
        said = french.text[one.start : one.end]
        ids, start, end = passage.place(one.start, one.end)
        yield Found(f"the {what} {said} is not in the English", ids, start, end)


def _valued(side: Side, type: PlaceableType) -> list[Valued[str]]:
    return [Valued(p.value, p.start, p.end, side.index_at(p.start)) for p in side.placeables(type)]
