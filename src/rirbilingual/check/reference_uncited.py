"""A report's reference entries to those that no citation names."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.placed import place
from rirbilingual.check.report_citations import cited_in, named, unanswered
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Severity


def _find(subject: Subject) -> Iterator[Found]:
    report = subject.report
    if report is None:
        return
    used = {
        reference.key
        for _, said, source in cited_in(report)
        for reference in (
            [r for r in report.references if r.key == source.reference]
            or named(source, said, report.references)
        )
    }
    slips = {group.nearest.key for group in unanswered(report) if group.nearest and group.slip}
    for reference in report.references:
        if reference.key not in used and reference.key not in slips:  # a slip is reported at its citation
            block = report.blocks[reference.block]
            yield Found(f"{reference.key} is never cited", place=place(block))


_ENTRIES = (
    '\n\nPort Monitor. 2024-01-22. "Who Holds the Gates?" [Accessed 2024-02-20]'
    '\n\nVoz de Tesar. 2023-06-30. "El puerto." [Accessed 2024-02-22]'
)
_KINDS = (BlockKind.PARAGRAPH, BlockKind.REFERENCE)

PLUGIN = Check(
    id="reference.uncited",
    severity=Severity.WARNING,
    why="The reference list is of what is cited; other sources belong under “Additional Sources Consulted”.",
    needs="source",
    find=_find,
    good=(
        Example(
            "Sources report it (Port Monitor 2024-01-22; Voz de Tesar 2023-06-30)." + _ENTRIES, kinds=_KINDS
        ),
    ),
    bad=(Example("Port Monitor reports it (2024-01-22)." + _ENTRIES, kinds=_KINDS),),
)
