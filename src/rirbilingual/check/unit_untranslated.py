"""Units to those with no French text: one finding for all of them."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Severity, State


def _find(subject: Subject) -> Iterator[Found]:
    empty = tuple(
        unit.id
        for passage in subject.passages
        for unit in passage.units
        if not unit.target.strip() and unit.source.strip() and passage.kind is not BlockKind.MARKER
    )
    if empty:
        yield Found(
            f"{'1 unit has' if len(empty) == 1 else f'{len(empty)} units have'} no French text", empty
        )


PLUGIN = Check(
    id="unit.untranslated",
    severity=Severity.ERROR,
    why="Both versions say everything, or neither is published.",
    find=_find,
    good=(Example("It is closed.", "Il est fermé."),),
    bad=(Example("It is closed.", "", state=State.INITIAL),),
)
