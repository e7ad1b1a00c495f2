"""A report's reference list to the entries that stand out of alphabetical order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rirbilingual.check.placed import place
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Severity
from rirbilingual.text.normalise import folded


def _find(subject: Subject) -> Iterator[Found]:
    report = subject.report
    if report is None:
        return
    previous = None
    for reference in report.references:
        entry = _sorted_by(reference.text)
        if previous is not None and entry < previous[0]:
            message = f"{reference.key} stands after {previous[1]}"
            yield Found(f"out of order: {message}", place=place(report.blocks[reference.block]))
        previous = entry, reference.key


def _sorted_by(text: str) -> str:
    """The author's name, letters and figures only: dates within one author run from new to old, and houses
    differ about that."""
    author = re.split(r"\. (?=\d{4}|\[\d{4}|[Nn]\.d\.)", text, maxsplit=1)[0]
    return re.sub(r"[^\w]+", "", folded(author).removeprefix("the ").partition("(")[0])


_KINDS = (BlockKind.REFERENCE,)

PLUGIN = Check(
    id="reference.order",
    severity=Severity.INFO,
    why="Readers look an entry up by its author's name, “The” left aside.",
    needs="source",
    find=_find,
    good=(
        Example(
            'Port Monitor. N.d. "About." [Accessed 2024-02-20]\n\n'
            'The Velmora Times. 2023-01-02. "Gates." [Accessed 2024-02-20]\n\n'
            'Voz de Tesar. N.d. "Quiénes somos." [Accessed 2024-02-20]',
            kinds=_KINDS,
        ),
    ),
    bad=(
        Example(
            'Voz de Tesar. N.d. "Quiénes somos." [Accessed 2024-02-20]\n\n'
            'Port Monitor. N.d. "About." [Accessed 2024-02-20]',
            kinds=_KINDS,
        ),
    ),
)
