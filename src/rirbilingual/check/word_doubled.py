"""French texts to the words that stand twice in a row."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.doubled_words import doubled
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Severity
from rirbilingual.text.normalise import normalised


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        if passage.kind in (BlockKind.REFERENCE, BlockKind.SOURCES):
            continue
        for unit in passage.units:
            english = normalised(unit.source)
            for start, end in doubled(unit.target, "fr"):
                both = unit.target[start:end]
                if normalised(both) not in english:
                    once, again = both.split()[:2]
                    yield Found(f"“{once} {again}”: a word stands twice", (unit.id,), start, end, once)


PLUGIN = Check(
    id="word.doubled",
    severity=Severity.WARNING,
    why="A word that stands twice is a slip of the hand.",
    find=_find,
    good=(Example("We told ourselves so.", "Nous nous le sommes dit."),),
    bad=(
        Example("The port is closed.", "Le le port est fermé.", fixed="Le port est fermé."),
        Example(
            "Former officers left.",
            "D'anciens anciens policiers sont partis.",
            fixed="D'anciens policiers sont partis.",
        ),
    ),
)
