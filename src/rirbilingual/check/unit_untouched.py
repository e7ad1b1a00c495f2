"""Units to those that were drafted and that nobody has reviewed: one finding for all of them."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import Severity, State


def _find(subject: Subject) -> Iterator[Found]:
    drafted = tuple(
        unit.id
        for passage in subject.passages
        for unit in passage.units
        if unit.target.strip() and unit.state < State.REVIEWED
    )
    if drafted:
        count = "1 unit was" if len(drafted) == 1 else f"{len(drafted)} units were"
        yield Found(f"{count} drafted and not reviewed", drafted)


PLUGIN = Check(
    id="unit.untouched",
    severity=Severity.ERROR,
    why="Everything drafted waits for a person: clear the fuzzy mark once the unit is right.",
    needs="pair",
    find=_find,
    good=(Example("It is closed.", "Il est fermé."),),
    bad=(Example("It is closed.", "Il est fermé.", state=State.TRANSLATED),),
)
