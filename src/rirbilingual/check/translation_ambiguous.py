"""French sentences that stand for different English ones: one finding for all their units."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.check.spoken import spoken
from rirbilingual.model import BlockKind, Severity
from rirbilingual.text.normalise import normalised

_FEWEST = 4  # words; shorter ones are often the same for good reason


def _find(subject: Subject) -> Iterator[Found]:
    ids: dict[str, list[str]] = {}
    english: dict[str, set[str]] = {}
    for passage, unit in spoken(subject):
        target = normalised(unit.target)
        if passage.kind is not BlockKind.HEADING and len(target.split()) >= _FEWEST:
            ids.setdefault(target, []).append(unit.id)
            english.setdefault(target, set()).add(re.sub(r"[^\w]+", " ", normalised(unit.source)).strip())
    for target, sources in english.items():
        if len(sources) > 1:
            yield Found("different English sentences have this same French", tuple(ids[target]))


PLUGIN = Check(
    id="translation.ambiguous",
    severity=Severity.INFO,
    why="One French sentence for two English ones is often a sentence that was pasted over its neighbour.",
    find=_find,
    good=(Example("It is closed.\n\nIt's open.", "Il est bien fermé aujourd'hui.\n\nIl est ouvert."),),
    bad=(
        Example(
            "The port is closed today.\n\nThe road is open today.",
            "Le port est fermé aujourd'hui.\n\nLe port est fermé aujourd'hui.",
        ),
    ),
)
