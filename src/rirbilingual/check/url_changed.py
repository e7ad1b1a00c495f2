"""Passages to the web addresses that are lost or altered in French."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.placeable_same import differing
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import PlaceableType, Severity


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        if passage.is_translated:
            yield from differing(passage, PlaceableType.URL, "address")


PLUGIN = Check(
    id="url.changed",
    severity=Severity.WARNING,
    why="An address leads to the same page. Where the page exists in French, silence this for the unit.",
    find=_find,
    good=(
        Example(
            "See https://example.org/list for more.", "Voir https://example.org/list pour en savoir plus."
        ),
    ),
    bad=(
        Example(
            "See https://example.org/list for more.", "Voir https://example.org/lists pour en savoir plus."
        ),
    ),
)
