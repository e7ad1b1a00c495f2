"""A report's dates to those after its own date: of a source, of a consultation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rirbilingual.check.placed import place
from rirbilingual.check.report_citations import cited_in
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Severity
from rirbilingual.text.citations import date_value

_ISO = re.compile(r"(?<![\d-])\d{4}-\d{2}(?:-\d{2})?(?![\d-])")


def _find(subject: Subject) -> Iterator[Found]:
    report = subject.report
    if report is None or not report.date:
        return
    for block, _, source in cited_in(report):
        if _is_after(date_value(source.date), report.date):
            message = f"“{block.text[source.start : source.end]}” is later than the report ({report.date})"
            yield Found(message, (), source.start, source.end, None, place(block, source.start))
    for block in report.blocks:
        if block.kind is BlockKind.REFERENCE:
            for match in _ISO.finditer(block.text):
                if _is_after(match[0], report.date):
                    message = f"{match[0]} in an entry is later than the report ({report.date})"
                    yield Found(message, (), match.start(), match.end(), None, place(block, match.start()))


def _is_after(date: str, limit: str) -> bool:
    """Whether the date, as far as it is told, is after the limit."""
    return bool(re.fullmatch(r"\d{4}(-\d{2}){0,2}", date)) and date > limit[: len(date)]


PLUGIN = Check(
    id="source.date",
    severity=Severity.WARNING,
    why="Nothing can be cited or consulted after the report's own date: a digit slipped.",
    needs="source",
    find=_find,
    good=(
        Example(
            'It is closed (Port Monitor 2024-01-22).\n\nPort Monitor. 2024-01-22. "Gates." '
            "[Accessed 2024-04-11]",
            kinds=(BlockKind.PARAGRAPH, BlockKind.REFERENCE),
        ),
    ),
    bad=(
        Example(
            'It is closed (Port Monitor 2024-01-22).\n\nPort Monitor. 2024-01-22. "Gates." '
            "[Accessed 2042-02-20]",
            kinds=(BlockKind.PARAGRAPH, BlockKind.REFERENCE),
        ),
        Example("It is closed (Port Monitor 2024-12-22)."),
    ),
)
