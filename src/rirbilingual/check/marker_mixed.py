"""Citation spans whose sources speak different languages, or that no citation governs: questions to a
person."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.governed import stretches
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Severity, SourceRow


def _find(subject: Subject) -> Iterator[Found]:
    for stretch in stretches(subject):
        if stretch.ask == "mixed":
            quotation = next(iter(stretch.french_quotations), None)
            if quotation is not None:
                ids, start, end = stretch.passage.place(quotation.start, quotation.end)
                message = (
                    f"{', '.join(stretch.keys)}: sources in French and in another language: is the quotation "
                    "the French source's own words (no marker), or a translation ([traduction])?"
                )
                yield Found(message, ids, start, end)


_ENGLISH = (
    'The baker was [translation] "beaten" (El Cronista 2023-09-18; Le Large 2023-10-26).\n\n'
    'El Cronista. 2023-09-18. "La costa." [Accessed 2024-03-01]\n\n'
    'Le Large. 2023-10-26. "Le pain." [Accessed 2024-03-01]'
)
_FRENCH = (
    "Le boulanger a été [traduction] «~battu~» (El Cronista 2023-09-18; Le Large 2023-10-26).\n\n"
    "El Cronista. 2023-09-18. «~La costa~». [Date de consultation~: 2024-03-01]\n\n"
    "Le Large. 2023-10-26. «~Le pain~». [Date de consultation~: 2024-03-01]"
)
_KINDS = (BlockKind.PARAGRAPH, BlockKind.REFERENCE)
_SPANISH = SourceRow("El Cronista 2023-09-18", "El Cronista", "El Cronista", language="es")


def _large(language: str) -> SourceRow:
    return SourceRow(
        "Le Large 2023-10-26", "Le Large", "Le Large", language=language,
        originals=(("beaten", "battu"),) if language == "fr" else (),
    )  # fmt: skip


PLUGIN = Check(
    id="marker.mixed",
    severity=Severity.WARNING,
    why="Where one citation names a French source and another, the quotation may be the French source's own "
    "words or a translation: a person decides, and silences this.",
    needs="pair",
    find=_find,
    good=(Example(_ENGLISH, _FRENCH, _KINDS, (_SPANISH, _large("es"))),),
    bad=(
        Example(_ENGLISH, _FRENCH, _KINDS, (_SPANISH, _large("fr"))),
        Example(_ENGLISH, _FRENCH.replace("[traduction] ", ""), _KINDS, (_SPANISH, _large("fr"))),
    ),
)
