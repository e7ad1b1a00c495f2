"""Sentences that stand twice in English to those whose French differs: one finding for all their units."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Severity
from rirbilingual.text.normalise import normalised


def _find(subject: Subject) -> Iterator[Found]:
    ids: dict[str, list[str]] = {}
    french: dict[str, dict[str, str]] = {}
    for passage in subject.passages:
        if passage.kind in (BlockKind.MARKER, BlockKind.REFERENCE):
            continue
        for unit in passage.units:
            if unit.target.strip() and any(c.isalpha() for c in unit.source):
                source = normalised(unit.source)
                ids.setdefault(source, []).append(unit.id)
                french.setdefault(source, {}).setdefault(normalised(unit.target).rstrip(" ."), unit.target)
    for source, targets in french.items():
        if len(targets) > 1:
            said = " / ".join(f"“{_short(target)}”" for target in targets.values())
            yield Found(f"the same English in different French: {said}", tuple(ids[source]))


def _short(text: str) -> str:
    return text if len(text) <= 50 else f"{text[:49]}…"


PLUGIN = Check(
    id="translation.inconsistent",
    severity=Severity.INFO,
    why="The same sentence has the same French within a report, unless the context asks for another.",
    find=_find,
    good=(Example("It is closed.\n\nIt is closed.", "Il est fermé.\n\nIl est fermé."),),
    bad=(Example("The port is closed.\n\nThe port is closed.", "Le port est fermé.\n\nLe havre est fermé."),),
)
