"""Units to those whose French is the English, word for word, where English words can be seen."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.function_words import english_words
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Severity
from rirbilingual.text.normalise import normalised

# What may well be the same in both languages: names of sources, entries, marker lines.
_MAY_BE_SAME = frozenset({BlockKind.REFERENCE, BlockKind.SOURCES, BlockKind.MARKER, BlockKind.HEADING})

_SMALL = 3  # letters of the longest word that a name may have without a capital letter


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        for unit in passage.units:
            if normalised(unit.source) != normalised(unit.target):
                continue
            words = [word for word in unit.source.split() if any(c.isalpha() for c in word)]
            said = english_words(unit.source)
            sentence = passage.kind not in _MAY_BE_SAME and len(words) >= 4
            if not (said or sentence):
                continue
            if subject.report is None and all(word[:1].isupper() for word in words if len(word) > _SMALL):
                said_of = "the French is the English, unchanged; is it a name?"
                yield Found(said_of, (unit.id,), severity=Severity.INFO)
            else:
                yield Found("the French is the English, unchanged", (unit.id,))


PLUGIN = Check(
    id="unit.identical",
    severity=Severity.ERROR,
    why="A unit that was copied looks translated to a program.",
    find=_find,
    good=(
        Example("Human Rights Watch", "Human Rights Watch", (BlockKind.SOURCES,)),
        Example("2.1 Structure", "2.1 Structure", (BlockKind.HEADING,)),
    ),
    bad=(Example("The port is closed.", "The port is closed."),),
)
