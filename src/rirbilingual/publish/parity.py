"""A pair to its parity: what each language has of everything that both must have alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from rirbilingual.model import (
    BlockKind,
    Citation,
    Language,
    Pair,
    Placeable,
    PlaceableType,
    Quotation,
    Span,
)
from rirbilingual.text.spans import spans

_BLOCKS = {
    BlockKind.HEADING: "sections",
    BlockKind.PARAGRAPH: "paragraphs",
    BlockKind.BLOCK_QUOTATION: "block quotations",
    BlockKind.NOTE: "notes",
    BlockKind.REFERENCE: "references",
}
_COUNTED = (*_BLOCKS.values(), "quotations", "citations", "numbers", "dates")

# What a reference's apparatus holds is counted with the entry: its quotation marks are titles, its dates its own.
_APPARATUS = frozenset({BlockKind.REFERENCE, BlockKind.SOURCES})


def parity(pair: Pair) -> Mapping[str, tuple[int, int]]:
    """What is counted → how many in English and in French."""
    counts = {language: Counter(_counted(pair, language)) for language in ("en", "fr")}
    return {name: (counts["en"][name], counts["fr"][name]) for name in _COUNTED}


def _counted(pair: Pair, language: Language) -> Iterator[str]:
    for passage in pair.passages:
        text = passage.said(language)
        if passage.block.kind in _BLOCKS and text.strip():
            yield _BLOCKS[passage.block.kind]
        if passage.block.kind not in _APPARATUS:
            for span in spans(text):
                yield from _named(span)


def _named(span: Span) -> Iterator[str]:
    match span:
        case Quotation(level=1):
            yield "quotations"
        case Citation():
            yield from ("citations" for _ in span.sources)
        case Placeable(type=PlaceableType.NUMBER):
            yield "numbers"
        case Placeable(type=PlaceableType.DATE):
            yield "dates"
