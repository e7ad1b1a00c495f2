"""Citation spans to the markers that nothing there asks for: a French source's, or with no quotation."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.governed import Stretch, stretches
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Marker, Severity, SourceRow


def _find(subject: Subject) -> Iterator[Found]:
    for stretch in stretches(subject):
        for marker in stretch.french_markers:
            if stretch.ask == "french":
                yield _found(stretch, marker, "a quotation in its source's own French takes no marker")
            elif not stretch.french_quotations and (
                stretch.english_quotations or not _leads(stretch, marker)
            ):
                yield _found(stretch, marker, "the marker stands before no quotation")


def _leads(stretch: Stretch, marker: Marker) -> bool:
    """Whether the marker may be that of a block quotation: of the one that follows, or of one that was read as a
    paragraph, which it begins."""
    return stretch.leads or not stretch.passage.french.text[: marker.start].strip()


def _found(stretch: Stretch, marker: Marker, message: str) -> Found:
    text = stretch.passage.french.text
    end = marker.end
    while end < len(text) and text[end] in " \u00a0":
        end += 1
    ids, start, finish = stretch.passage.place(marker.start, end)
    return Found(message, ids, start, finish, "")


_SOURCE = (
    SourceRow(
        "Le Large 2023-10-26", "Le Large", "Le Large",
        language="fr", originals=(("beaten", "roué de coups"),),
    ),
)  # fmt: skip
_ENGLISH = (
    'The baker was [translation] "beaten" (Le Large 2023-10-26).\n\n'
    'Le Large. 2023-10-26. "Le pain." [Accessed 2024-03-01]'
)
_ENTRY = "\n\nLe Large. 2023-10-26. «~Le pain~». [Date de consultation~: 2024-03-01]"
_KINDS = (BlockKind.PARAGRAPH, BlockKind.REFERENCE)

PLUGIN = Check(
    id="marker.superfluous",
    severity=Severity.ERROR,
    why="[traduction] says that the words are not the source's own. Before the original words of a French "
    "source it is false, and without a quotation it says nothing.",
    find=_find,
    good=(
        Example(
            _ENGLISH,
            "Le boulanger a été «~roué de coups~» (Le Large 2023-10-26)." + _ENTRY,
            _KINDS,
            _SOURCE,
        ),
        Example(
            'The baker was "beaten" and "robbed" (CSI 2023-11, 4).',
            "Le boulanger a été [traduction] «~roué de coups~» et [traduction] «~volé~» (CSI 2023-11, 4).",
        ),
        Example("It is empty (CSI 2023-11, 4).", "[traduction] Il est vide (CSI 2023-11, 4)."),
    ),
    bad=(
        Example(
            _ENGLISH,
            "Le boulanger a été [traduction] «~roué de coups~» (Le Large 2023-10-26)." + _ENTRY,
            _KINDS,
            _SOURCE,
            fixed="Le boulanger a été «~roué de coups~» (Le Large 2023-10-26)." + _ENTRY,
        ),
        Example(
            "It is empty (CSI 2023-11, 4).",
            "Il est [traduction] vide (CSI 2023-11, 4).",
            fixed="Il est vide (CSI 2023-11, 4).",
        ),
    ),
    safe=True,
)
