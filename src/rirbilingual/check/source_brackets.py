"""A report's blocks to those whose parentheses or brackets do not balance."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.balance import unbalanced
from rirbilingual.check.placed import OWN, place, shortened
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import Severity


def _find(subject: Subject) -> Iterator[Found]:
    if subject.report is None:
        return
    for block in subject.report.blocks:
        if block.kind in OWN:
            for offset, mark in unbalanced(block.text, marks="(["):
                around = shortened(block.text[max(offset - 20, 0) : offset + 30])
                message = f"{mark} stands alone: {around}"
                yield Found(message, (), offset, offset + 1, None, place(block, offset))


PLUGIN = Check(
    id="source.brackets",
    severity=Severity.WARNING,
    why="A bracket that stands alone hides a citation or an insertion.",
    needs="source",
    find=_find,
    good=(Example("It is closed (CSI 2023-11, 4), and a) the gates [of the port] are too."),),
    bad=(
        Example("It is closed (CSI 2023-11, 4."),
        Example("It is closed CSI 2023-11, 4)."),
    ),
)
