"""Block quotations to those whose marker line is missing, or is there before a French source's own words."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.governed import Stretch, block_stretches
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Severity, SourceRow


def _find(subject: Subject) -> Iterator[Found]:
    for stretch, has_marker in block_stretches(subject):
        if stretch.ask == "french" and has_marker:
            yield _found(stretch, "the block is in its source's own French: it takes no marker line")
        elif stretch.ask in ("english", "other", "unknown", "mixed") and has_marker is False:
            yield _found(stretch, "a line [traduction] is missing before the block quotation")


def _found(stretch: Stretch, message: str) -> Found:
    return Found(message, stretch.passage.ids[:1], 0, 0)


_LEAD = "The CSI writes that the group\n\n"
_BLOCK = "posts a price list every Monday. Those who complain have paid by noon. (CSI 2023-11, 23)"
_FRENCH_LEAD = "Le CSI écrit que le groupe\n\n"
_FRENCH_BLOCK = (
    "affiche une liste de prix tous les lundis. Ceux qui se plaignent ont payé avant midi (CSI 2023-11, 23)."
)
_MARKED = (BlockKind.PARAGRAPH, BlockKind.MARKER, BlockKind.BLOCK_QUOTATION, BlockKind.REFERENCE)
_PARAGRAPHS = (BlockKind.PARAGRAPH, BlockKind.BLOCK_QUOTATION, BlockKind.BLOCK_QUOTATION)
_ENTRY = '\n\nLe Large. 2023-10-26. "Le pain." [Accessed 2024-03-01]'
_FRENCH_ENTRY = "\n\nLe Large. 2023-10-26. «~Le pain~». [Date de consultation~: 2024-03-01]"
_SPANISH = (SourceRow("Le Large 2023-10-26", "Le Large", "Le Large", language="es"),)

PLUGIN = Check(
    id="marker.block",
    severity=Severity.ERROR,
    why="A block quotation has a marker line of its own, even when its lead-in carries a marker, and one for all "
    "of its paragraphs up to its citation; a block from a French source has none.",
    find=_find,
    good=(
        Example(
            _LEAD + _BLOCK,
            _FRENCH_LEAD + "[traduction]\u2028" + _FRENCH_BLOCK,
            (BlockKind.PARAGRAPH, BlockKind.BLOCK_QUOTATION),
        ),
        Example(
            _LEAD + "[translation]\n\n" + _BLOCK.replace("CSI 2023-11, 23", "Le Large 2023-10-26") + _ENTRY,
            _FRENCH_LEAD
            + "[traduction]\n\n"
            + _FRENCH_BLOCK.replace("CSI 2023-11, 23", "Le Large 2023-10-26")
            + _FRENCH_ENTRY,
            _MARKED,
            _SPANISH,
        ),
        Example(
            _LEAD + _BLOCK.replace(". T", ".\n\nT"),
            _FRENCH_LEAD + "[traduction]\u2028" + _FRENCH_BLOCK.replace(". C", ".\n\nC"),
            _PARAGRAPHS,
        ),
    ),
    bad=(
        Example(
            _LEAD + _BLOCK, _FRENCH_LEAD + _FRENCH_BLOCK, (BlockKind.PARAGRAPH, BlockKind.BLOCK_QUOTATION)
        ),
        Example(
            _LEAD + _BLOCK.replace(". T", ".\n\nT"),
            _FRENCH_LEAD + _FRENCH_BLOCK.replace(". C", ".\n\nC"),
            _PARAGRAPHS,
        ),
    ),
)
