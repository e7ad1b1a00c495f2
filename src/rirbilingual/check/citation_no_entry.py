"""A report's citations to those that no reference entry answers, each with the nearest entry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rirbilingual.check.cited import date_value
from rirbilingual.check.placed import place
from rirbilingual.check.report_citations import cited_in, named
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, CitedSource, Reference, Severity
from rirbilingual.text.normalise import folded


def _find(subject: Subject) -> Iterator[Found]:
    report = subject.report
    if report is None or not report.references:
        return
    for block, said, source in cited_in(report):
        if named(source, said, report.references):
            continue
        written = block.text[source.start : source.end]
        nearest = _nearest(source, said, report.references)
        message = f"“{written}” is in no reference entry"
        fix = None
        if nearest is not None:
            fix = written.replace(source.date, nearest.date) if source.date in written else None
            if source.label and not _same_label(source.label, nearest):
                fix = (fix or written).replace(source.label, nearest.label)
            message += f"; the nearest is {nearest.key}"
        yield Found(message, (), source.start, source.end, fix, place(block, source.start))


def _same_label(label: str, reference: Reference) -> bool:
    return folded(label) in {folded(name) for name in (reference.label, *reference.names)}


def _nearest(source: CitedSource, said: str, references: Sequence[Reference]) -> Reference | None:
    """The entry most like what the citation says: its label first, then its date."""
    from rapidfuzz.fuzz import ratio

    def likeness(reference: Reference) -> float:
        names = {folded(name) for name in (reference.label, *reference.names)}
        if source.label:
            label = max(ratio(folded(source.label), name) for name in names)
        else:
            last = max(_last(name, folded(said)) for name in names)
            label = 100 * (last + 1) / max(len(said), 1)
        return label + ratio(date_value(source.date), date_value(reference.date))

    best = max(references, key=likeness, default=None)
    return best if best is not None and likeness(best) >= 120 else None


def _last(name: str, said: str) -> int:
    """Where a name stands last as words of its own ("vice", not "services"), -1 where it does not."""
    return max((found.start() for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", said)), default=-1)


_ENTRIES = (
    '\n\nPort Monitor. 2024-01-22. "Who Holds the Gates?" [Accessed 2024-02-20]'
    '\n\nPort Monitor. 2023-08-14. "One Country." [Accessed 2024-02-20]'
)
_KINDS = (BlockKind.PARAGRAPH, BlockKind.REFERENCE)

PLUGIN = Check(
    id="citation.no-entry",
    severity=Severity.WARNING,
    why="A reader follows a citation to its entry. Published reports contain mismatches; they are reported "
    "and never repaired silently.",
    needs="source",
    find=_find,
    good=(
        Example(
            "The port is closed (Port Monitor 2024-01-22). Port Monitor adds that it has 85 "
            "officers (2023-08-14)." + _ENTRIES,
            kinds=_KINDS,
        ),
    ),
    bad=(
        Example("The port is closed (Port Monitor 2024-01-12)." + _ENTRIES, kinds=_KINDS),
        Example("The port is closed (Radio Calvera 2024-01-22)." + _ENTRIES, kinds=_KINDS),
    ),
)
