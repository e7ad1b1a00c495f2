"""Units to those where a name that the French keeps elsewhere is missing or misspelt."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.kept_names import lost, names
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import Severity


def _find(subject: Subject) -> Iterator[Found]:
    for unit, name, alike in lost(subject, names):
        said = f"; “{alike}” stands there" if alike else ""
        yield Found(f"the name {name} is missing{said}", (unit.id,))


PLUGIN = Check(
    id="name.lost",
    severity=Severity.WARNING,
    why="A place or a person that the French keeps elsewhere in the report is kept here too. What French "
    "translates (countries, institutions) shows in the report itself, and is left alone.",
    find=_find,
    good=(
        Example(
            "It is present in Alcorza.\nThe port of Alcorza is in Ireland.",
            "Il est présent à Alcorza.\nLe port d'Alcorza est en Irlande.",
        ),
        Example(
            "It is present in Brendal, Calvinar, Dosmares, and Lazcaran.\n\nThe port of Lázcarán is closed.",
            "Il est présent à Brendal, à Calvinar, à Dosmares et à Lázcarán.\n\nLe port de Lázcarán est fermé.",
        ),
    ),
    bad=(
        Example(
            "It is present in Alcorza, Brendal, Calvinar, and Dosmares.",
            "Il est présent à Alcorza, à Brendal, à Tolvera et à Dosmares.",
        ),
        Example(
            "It is present in Alcorza.\n\nThe port of Alcorza is closed.",
            "Il est présent à Alcorza.\n\nLe port d'Alcorsa est fermé.",
        ),
    ),
)
