"""French texts to the commas and periods that stand inside guillemets where French puts them outside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.check.spoken import spoken
from rirbilingual.check.stops import abbreviates
from rirbilingual.model import BlockKind, Severity

_COMMA = re.compile(r",(?P<close>[ \u00a0]*[»”])(?P<after>[ \u00a0]*[,.;:])?")
# A title, or the end of an entry: whatever the title's own sentences do, its last period is the entry's.
_PERIOD = re.compile(r"(?<!\.)\.(?P<close>[ \u00a0]*»)(?P<after>(?!\.))")


def _find(subject: Subject) -> Iterator[Found]:
    for _, unit in spoken(subject):
        for match in _COMMA.finditer(unit.target):
            after = match["after"] or ","
            yield _outside(unit.id, match, f"{match['close']}{after}", "the comma")
    for passage in subject.passages:
        if passage.kind is BlockKind.REFERENCE:
            for unit in passage.units:
                for match in _PERIOD.finditer(unit.target):
                    if not abbreviates(unit.target[: match.start("close")]):
                        yield _outside(unit.id, match, f"{match['close']}.", "the period")


def _outside(unit: str, match: re.Match[str], fix: str, what: str) -> Found:
    return Found(f"{what} stands outside the guillemets", (unit,), match.start(), match.end(), fix)


_ENGLISH = 'In what it calls a "closed coast," the port is open (CSI 2023-11, 4).'
_ENTRY = 'Port Monitor. 2024-01-22. "The Ferry Tax." [Accessed 2024-02-20]'

PLUGIN = Check(
    id="quotation.stop",
    severity=Severity.WARNING,
    why="English puts commas and periods inside its quotation marks whosever they are; French leaves a comma, "
    "and the period after a title, outside. A whole sentence after a colon keeps its own period, "
    "and so does an abbreviation.",
    find=_find,
    good=(
        Example(
            _ENGLISH,
            "Sur ce qu'elle appelle une [traduction] «~côte fermée~», le port est ouvert (CSI 2023-11, 4).",
        ),
        Example(
            'It says: "The port is closed." (CSI 2023-11, 4)',
            "Elle affirme~: [traduction] «~Le port est fermé.~» (CSI 2023-11, 4)",
        ),
        Example(
            'Port Monitor. 2024-01-22. "The Ferries of Acme Inc." [Accessed 2024-02-20]',
            "Port Monitor. 2024-01-22. «~The Ferries of Acme Inc.~» [Date de consultation~: 2024-02-20]",
            (BlockKind.REFERENCE,),
        ),
    ),
    bad=(
        Example(
            _ENGLISH,
            "Sur ce qu'elle appelle une [traduction] «~côte fermée,~» le port est ouvert (CSI 2023-11, 4).",
            fixed="Sur ce qu'elle appelle une [traduction] «~côte fermée~», le port est ouvert "
            "(CSI 2023-11, 4).",
        ),
        Example(
            _ENTRY,
            "Port Monitor. 2024-01-22. «~The Ferry Tax.~» [Date de consultation~: 2024-02-20]",
            (BlockKind.REFERENCE,),
            fixed="Port Monitor. 2024-01-22. «~The Ferry Tax~». [Date de consultation~: 2024-02-20]",
        ),
    ),
    safe=True,
)
