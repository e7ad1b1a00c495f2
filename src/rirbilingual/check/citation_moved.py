"""Citations to those that stand with another sentence in French, and so answer for another statement."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import Severity


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        if not (passage.is_body and passage.is_translated) or len(passage.units) < 2:
            continue
        english, french = passage.english.citations, passage.french.citations
        within = [
            (passage.english.index_at(english[n].start), passage.french.index_at(french[m].start), n, m)
            for n, m in passage.answers.items()
        ]
        # Two alike that are swapped are not moved: counted by unit.
        for theirs, ours, n, m in within:
            if theirs != ours:
                ids, start, end = passage.place(french[m].start, french[m].end)
                cited = passage.english.text[english[n].start : english[n].end]
                unit = passage.units[theirs].id
                yield Found(f"{cited} moved to another sentence", (*ids, unit), start, end)


PLUGIN = Check(
    id="citation.moved",
    severity=Severity.ERROR,
    why="A citation governs what stands before it. Moved to another sentence, it makes a source answer for "
    "what it did not say.",
    find=_find,
    good=(
        Example(
            "The port is closed (CSI 2023-11, 4).\nThe road is open (Port Monitor 2024-01-22).",
            "Le port est fermé (CSI 2023-11, 4).\nLa route est ouverte (Port Monitor 2024-01-22).",
        ),
    ),
    bad=(
        Example(
            "The port is closed (CSI 2023-11, 4).\nThe road is open (Port Monitor 2024-01-22).",
            "Le port est fermé (Port Monitor 2024-01-22).\nLa route est ouverte (CSI 2023-11, 4).",
        ),
        Example(
            "The port is closed (CSI 2023-11, 4).\nThe road is open (Port Monitor 2024-01-22).",
            "Le port est fermé.\nLa route est ouverte (CSI 2023-11, 4; Port Monitor 2024-01-22).".replace(
                "CSI 2023-11, 4; Port Monitor 2024-01-22", "CSI 2023-11, 4) (Port Monitor 2024-01-22"
            ),
        ),
    ),
)
