"""A report's block quotations to those that no citation attributes."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.placed import place, shortened
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Severity
from rirbilingual.text.citations import citations


def _find(subject: Subject) -> Iterator[Found]:
    if subject.report is None:
        return
    blocks = subject.report.blocks
    for n, block in enumerate(blocks):
        goes_on = n + 1 < len(blocks) and blocks[n + 1].kind is BlockKind.BLOCK_QUOTATION
        if block.kind is BlockKind.BLOCK_QUOTATION and not goes_on and not citations(block.text):
            yield Found(
                f"no citation attributes this block quotation: {shortened(block.text)}", place=place(block)
            )


_KINDS = (BlockKind.PARAGRAPH, BlockKind.BLOCK_QUOTATION)

PLUGIN = Check(
    id="source.attribution",
    severity=Severity.WARNING,
    why="A block quotation ends with the citation that says whose words it holds.",
    needs="source",
    find=_find,
    good=(Example("The CSI writes that it\n\nposts a list. (CSI 2023-11, 23)", kinds=_KINDS),),
    bad=(Example("The CSI writes that it\n\nposts a list.", kinds=_KINDS),),
)
