"""French reference entries to the words around their titles that are still English."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Severity
from rirbilingual.text.typeset import NBSP

_ENGLISH: tuple[tuple[re.Pattern[str], str | None], ...] = (
    (re.compile(r"\[Accessed (?P<date>[^\]]+)\]"), rf"[Date de consultation{NBSP}: \g<date>]"),
    (re.compile(r"(?<=\. )N\.d\.(?=[a-z]?\.? )"), "S.d."),
    (re.compile(r"(?i)(?:telephone )?interview with the Research Directorate"), None),
    (re.compile(r"(?i)correspondence (?:with|sent to) the Research Directorate"), None),
    (re.compile(r"^United States \(US\)"), "États-Unis (É.-U.)"),
    (re.compile(r"^United Nations \(UN\)"), "Nations Unies"),
    (re.compile(r"^United Kingdom \(UK\)"), "Royaume-Uni (R.-U.)"),
)


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        if passage.kind is not BlockKind.REFERENCE:
            continue
        for unit in passage.units:
            for pattern, french in _ENGLISH:
                for match in pattern.finditer(unit.target):
                    fix = match.expand(french) if french else None
                    message = f"“{match[0]}” is still English"
                    yield Found(message, (unit.id,), match.start(), match.end(), fix)


PLUGIN = Check(
    id="reference.apparatus",
    severity=Severity.ERROR,
    why="In a reference entry the titles keep their language; what is around them (Accessed, N.d., "
    "Interview, the names of states) is French.",
    find=_find,
    good=(
        Example(
            'Port Monitor. N.d. "About." [Accessed 2024-02-20]',
            "Port Monitor. S.d. «~About~». [Date de consultation~: 2024-02-20]",
            (BlockKind.REFERENCE,),
        ),
    ),
    bad=(
        Example(
            'Port Monitor. N.d. "About." [Accessed 2024-02-20]',
            "Port Monitor. N.d. «~About~». [Accessed 2024-02-20]",
            (BlockKind.REFERENCE,),
            fixed="Port Monitor. S.d. «~About~». [Date de consultation~: 2024-02-20]",
        ),
        Example(
            "Lawyer, Puerto Tesar. 2024-03-14. Correspondence with the Research Directorate.",
            "Avocate, Puerto Tesar. 2024-03-14. Correspondence with the Research Directorate.",
            (BlockKind.REFERENCE,),
        ),
    ),
    safe=True,
)
