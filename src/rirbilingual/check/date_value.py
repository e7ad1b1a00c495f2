"""Passages to the dates that are lost, added or altered in French: by value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rirbilingual.check.compared import Valued, difference
from rirbilingual.check.joined import Joined, Side
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, PlaceableType, Severity


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        if passage.kind is not BlockKind.REFERENCE and passage.is_translated:
            yield from _in_passage(passage)


def _in_passage(passage: Joined) -> Iterator[Found]:
    english, french = passage.english, passage.french
    left = difference(_valued(english), _valued(french))
    lost, added = list(left.lost), list(left.added)
    if _parts(lost) == _parts(added):
        return
    for one in lost:
        was = english.text[one.start : one.end]
        other = next((o for o in added if o.unit == one.unit), None)
        if other is None:
            yield Found(f"the date {was} is missing", (passage.units[one.unit].id,))
        else:
            added.remove(other)
            ids, start, end = passage.place(other.start, other.end)
            yield Found(f"{was} became {french.text[other.start : other.end]}", ids, start, end)
    for other in added:
        ids, start, end = passage.place(other.start, other.end)
        yield Found(f"{french.text[other.start : other.end]} is not in the English", ids, start, end)


def _valued(side: Side) -> list[Valued[str]]:
    cited = [(c.start, c.end) for c in side.citations]
    return [
        Valued(date.value, date.start, date.end, side.index_at(date.start))
        for date in side.placeables(PlaceableType.DATE)
        if not any(start <= date.start < end for start, end in cited)
    ]


def _parts(values: Sequence[Valued[str]]) -> list[str]:
    """Years, months and days of the dates in any order: the languages join ranges in different ways."""
    return sorted(part for valued in values for part in re.findall(r"\w+", valued.value))


PLUGIN = Check(
    id="date.value",
    severity=Severity.ERROR,
    why="A date says the same in both languages, whether it is written 31 August 2023, 31 août 2023 or "
    "2023-08-31.",
    find=_find,
    good=(
        Example("He left on 4 September 2023.", "Il est parti le 4 septembre 2023."),
        Example(
            "It began on 1 May 2022 and ended in June 2023.",
            "Il a commencé le 1er mai 2022 et fini en juin 2023.",
        ),
    ),
    bad=(
        Example("He left on 4 September 2023.", "Il est parti le 14 septembre 2023."),
        Example("It ended in June 2023.", "Il a fini en juillet 2023."),
        Example("It ended in June 2023.", "Il a pris fin."),
    ),
)
