"""Approved units to those whose words are no longer the ones that were approved."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import Severity, State
from rirbilingual.text.codes import unit_digest


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        for unit in passage.units:
            current = unit_digest(unit)
            stale = [approval for approval in unit.approvals if approval.digest != current]
            if stale and len(stale) == len(unit.approvals):
                last = stale[-1]
                yield Found(f"changed since {last.reviewer} approved it ({last.when[:10]})", (unit.id,))
            elif unit.state is State.FINAL and not unit.approvals:
                yield Found("final, but nobody approved it", (unit.id,))


PLUGIN = Check(
    id="approval.stale",
    severity=Severity.ERROR,
    why="Whoever approves a unit answers for these words. Any edit, in either language, takes that back.",
    needs="pair",
    find=_find,
    good=(Example("It is closed.", "Il est fermé.", state=State.FINAL),),
    bad=(Example("It is closed.", "Il est fermée.", state=State.FINAL, approved="Il est fermé."),),
)
