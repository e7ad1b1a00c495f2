"""References whose language a person must say, because the English marks their words as translated."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.governed import Stretch, block_stretches, stretches
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Severity, SourceRow
from rirbilingual.text.references import key_of


def _find(subject: Subject) -> Iterator[Found]:
    asked: dict[str, list[str]] = {}
    unlisted: dict[str, list[str]] = {}
    for stretch in _all(subject):
        if stretch.ask == "unknown":
            for key in stretch.keys:
                row = subject.rows.get(key)
                if row is None or not row.language:
                    asked.setdefault(key, []).extend(stretch.passage.ids)
            if not stretch.keys and subject.report is not None and subject.report.references:
                for source in stretch.sources:
                    unlisted.setdefault(key_of(source), []).extend(_quoting(stretch))
    for key, units in asked.items():
        message = (
            f"{key}: in which language is this source? Its quotations are marked [translation]. Write "
            f'language = "es", "fr" … under key = "{key}" in the table of sources'
        )
        yield Found(message, tuple(dict.fromkeys(units)))
    for key, units in unlisted.items():
        message = (
            f"{key} is in no reference entry, and its quotations are marked [translation]: say its language under "
            f'key = "{key}" in the table of sources, or mend the English'
        )
        yield Found(message, tuple(dict.fromkeys(units)))


def _quoting(stretch: Stretch) -> list[str]:
    """The units that hold the stretch's quotations; all of the passage's where it is a block quotation."""
    english, units = stretch.passage.english, stretch.passage.units
    held = [units[english.index_at(q.start)].id for q in stretch.english_quotations]
    return held or list(stretch.passage.ids)


def _all(subject: Subject) -> Iterator[Stretch]:
    yield from stretches(subject)
    for stretch, _ in block_stretches(subject):
        yield stretch


_ENGLISH = (
    'The baker was [translation] "beaten" (Le Large 2023-10-26).\n\n'
    'His shop was [translation] "closed" (Le Large 2023-10-26).\n\n'
    'Le Large. 2023-10-26. "Le pain." [Accessed 2024-03-01]'
)
_FRENCH = (
    "Le boulanger a été [traduction] «~battu~» (Le Large 2023-10-26).\n\n"
    "Son commerce a été [traduction] «~fermé~» (Le Large 2023-10-26).\n\n"
    "Le Large. 2023-10-26. «~Le pain~». [Date de consultation~: 2024-03-01]"
)
_KINDS = (BlockKind.PARAGRAPH, BlockKind.PARAGRAPH, BlockKind.REFERENCE)

PLUGIN = Check(
    id="marker.language",
    severity=Severity.ERROR,
    why="A quotation marked [translation] in English may come from a third language (the French is marked "
    "too) or from French (then the source's own words must stand there, unmarked). Only a person can say, "
    "once, in the table of sources.",
    needs="pair",
    find=_find,
    good=(
        Example(
            _ENGLISH, _FRENCH, _KINDS,
            (SourceRow("Le Large 2023-10-26", "Le Large", "Le Large", language="es"),),
        ),
    ),
    bad=(
        Example(_ENGLISH, _FRENCH, _KINDS, (SourceRow("Le Large 2023-10-26", "Le Large", "Le Large"),)),
        Example(_ENGLISH, _FRENCH, _KINDS),
    ),
)  # fmt: skip
