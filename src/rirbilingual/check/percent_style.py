"""French texts of a report to the percentages written with a sign where the house writes p. 100."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.check.spoken import spoken
from rirbilingual.model import Severity
from rirbilingual.text.typeset import NBSP

_SIGN = re.compile(r"(?<=\d)[ \u00a0\u202f]?%|(?<=\d)[ \u00a0]pour[ \u00a0]cent\b")


def _find(subject: Subject) -> Iterator[Found]:
    for _, unit in spoken(subject):
        for match in _SIGN.finditer(unit.target):
            right = f"{NBSP}p.{NBSP}100"
            yield Found("percentages are written p. 100", (unit.id,), match.start(), match.end(), right)


PLUGIN = Check(
    id="percent.style",
    severity=Severity.WARNING,
    why="The reports write 42 p. 100. A house that writes 42 % silences this check in its settings: "
    '`silence = ["percent.style"]`.',
    needs="pair",
    find=_find,
    good=(Example("It fell by 42 percent.", "Elle a baissé de 42~p.~100."),),
    bad=(Example("It fell by 42 percent.", "Elle a baissé de 42~%.", fixed="Elle a baissé de 42~p.~100."),),
    safe=True,
)
