"""A report's citations to those that no reference entry answers, one finding a cause, with the nearest entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rirbilingual.check.placed import place
from rirbilingual.check.report_citations import cited_in, named, same_label, unanswered
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import Block, BlockKind, CitedSource, Severity


def _find(subject: Subject) -> Iterator[Found]:
    report = subject.report
    if report is None or not report.references:
        return
    cited = {r.key for _, said, source in cited_in(report) for r in named(source, said, report.references)}
    for group in unanswered(report):
        block, source = max(group.places, key=lambda where: len(where[1].label))
        written = block.text[source.start : source.end]
        block, source = group.places[0]
        message = f"“{written}” is in no reference entry"
        if len(group.places) > 1:
            message += f", cited {len(group.places)} times ({_lines(group.places)})"
        fix = None
        if group.nearest is not None:
            first = block.text[source.start : source.end]
            fix = first.replace(source.date, group.nearest.date) if source.date in first else None
            if source.label and not same_label(source.label, group.nearest):
                fix = (fix or first).replace(source.label, group.nearest.label)
            if fix == first:  # its date is right: it is the name said before it that is another's
                fix = f"{group.nearest.label} {first}"
            message += f"; the nearest is {group.nearest.key}"
            if group.slip and group.nearest.key not in cited:
                message += ", which nothing cites"
        yield Found(message, (), source.start, source.end, fix, place(block, source.start))


def _lines(places: Sequence[tuple[Block, CitedSource]]) -> str:
    """ "line 95", "lines 95 and 111": where the citations stand, each line once."""
    found = (place(block, source.start) for block, source in places)
    lines = [str(line) for line in dict.fromkeys(at.line for at in found if at)]
    if len(lines) < 2:
        return f"line {lines[0]}" if lines else "in one paragraph"
    return f"lines {', '.join(lines[:-1])} and {lines[-1]}"


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
        Example(
            "The professor spoke (Professor 2024-01-22)."
            "\n\nProfessor, Alta University. 2024-01-22. Interview with the Research Directorate.",
            kinds=_KINDS,
        ),
    ),
    bad=(
        Example("The port is closed (Port Monitor 2024-01-12)." + _ENTRIES, kinds=_KINDS),
        Example("The port is closed (Radio Calvera 2024-01-22)." + _ENTRIES, kinds=_KINDS),
        Example(
            "The Assistant Professor of law spoke (2024-01-22). The Assistant Professor agreed (2024-01-22)."
            "\n\nAssistant Professor, Alta. 2024-01-21. Interview with the Research Directorate."
            "\n\nAssistant Professor of law, Alta. 2024-01-22. Interview with the Research Directorate.",
            kinds=_KINDS,
        ),
        Example(
            "The Assistant Professor spoke (Assistant Professor of law 2024-01-22). The Assistant Professor "
            "added a word (2024-01-23)."
            "\n\nAssistant Professor of law, Alta. 2024-01-22. Interview with the Research Directorate."
            "\n\nProfessor, Alta. 2024-01-23. Interview with the Research Directorate.",
            kinds=_KINDS,
        ),
    ),
)
