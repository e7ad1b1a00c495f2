"""Units to those where a name that the French keeps elsewhere is missing or misspelt."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.kept_names import lost, names, words
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import Severity


def _find(subject: Subject) -> Iterator[Found]:
    from rapidfuzz.fuzz import ratio

    for _, unit, name in lost(subject, names):
        strange = words(unit.target) - words(unit.source)
        like = [word for word in strange if word[:1].isupper() and ratio(word, name) >= 60]
        said = f"; “{max(like, key=lambda word: ratio(word, name))}” stands there" if like else ""
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
    ),
    bad=(
        Example(
            "It is present in Alcorza.\n\nThe port of Alcorza is closed.",
            "Il est présent à Alcorza.\n\nLe port d'Alcorsa est fermé.",
        ),
    ),
)
