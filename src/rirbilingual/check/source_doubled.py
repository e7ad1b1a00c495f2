"""A report's blocks to the words that stand twice in a row."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.doubled_words import doubled
from rirbilingual.check.placed import OWN, place, shortened
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Severity


def _find(subject: Subject) -> Iterator[Found]:
    if subject.report is None:
        return
    for block in subject.report.blocks:
        if block.kind in OWN - {BlockKind.REFERENCE, BlockKind.SOURCES}:
            for start, end in doubled(block.text, subject.report.language):
                around = shortened(block.text[max(start - 20, 0) : end + 20])
                yield Found(f"a word stands twice: {around}", (), start, end, None, place(block, start))


PLUGIN = Check(
    id="source.doubled",
    severity=Severity.WARNING,
    why="A word that was typed twice is easily overlooked and copied into the other language.",
    needs="source",
    find=_find,
    good=(Example("He said that that port had had gates."),),
    bad=(Example("He said that the the port is closed."),),
)
