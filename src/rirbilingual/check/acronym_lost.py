"""Units to those where an acronym that the French keeps elsewhere is missing or mistyped."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.kept_names import acronyms, lost
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import Severity


def _find(subject: Subject) -> Iterator[Found]:
    for unit, name, alike in lost(subject, acronyms):
        said = f"; “{alike}” stands there" if alike else ""
        yield Found(f"the acronym {name} is missing{said}", (unit.id,))


PLUGIN = Check(
    id="acronym.lost",
    severity=Severity.WARNING,
    why="An acronym that the French keeps elsewhere in the report names the same body here. One that has a "
    "French form throughout is left alone.",
    find=_find,
    good=(
        Example(
            "The GDL and the IOM met.\nThe GDL spoke of the IOM.",
            "Le GDL et l'OIM se sont réunis.\nLe GDL a parlé de l'OIM.",
        ),
    ),
    bad=(
        Example(
            "The GDL controls the port.\n\nThe GDL taxes the ferries.",
            "Le GDL contrôle le port.\n\nLe GLD taxe les traversiers.",
        ),
    ),
)
