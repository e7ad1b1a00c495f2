"""Units to those whose French has a name of the report that their English has not."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.kept_names import added
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import Severity


def _find(subject: Subject) -> Iterator[Found]:
    for unit, start, name in added(subject):
        yield Found(f"{name} is not in the English", (unit.id,), start, start + len(name))


_FIRST = "The port of Alcorza is closed.", "Le port d'Alcorza est fermé."

PLUGIN = Check(
    id="name.added",
    severity=Severity.WARNING,
    why="A place or a person that the report knows, in a sentence that does not name it: one name was taken "
    "for another.",
    find=_find,
    good=(
        Example(
            f"{_FIRST[0]}\n\nThe market of Alcorza is open.",
            f"{_FIRST[1]}\n\nLe marché d'Alcorza est ouvert.",
        ),
    ),
    bad=(
        Example(
            f"{_FIRST[0]}\n\nThe market of Tolvera is open.",
            f"{_FIRST[1]}\n\nLe marché d'Alcorza est ouvert.",
        ),
    ),
)
