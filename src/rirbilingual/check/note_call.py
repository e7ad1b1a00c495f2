"""Passages to the note calls that differ between the languages, and notes to those whose number differs."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.placeable_same import differing
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, PlaceableType, Severity


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        if passage.is_body and passage.is_translated:
            yield from differing(passage, PlaceableType.NOTE, "note call")


PLUGIN = Check(
    id="note.call",
    severity=Severity.ERROR,
    why="A note and its calls carry one number in both languages.",
    find=_find,
    good=(
        Example("Data of the VCL [1] say so.", "Les données du VCL [1] le montrent."),
        Example("[1] The VCL is a database.", "[1] Le VCL est une base de données.", (BlockKind.NOTE,)),
    ),
    bad=(
        Example("Data of the VCL [1] say so.", "Les données du VCL le montrent."),
        Example("[1] The VCL is a database.", "[2] Le VCL est une base de données.", (BlockKind.NOTE,)),
    ),
)
