"""A pair and a language to plain text: the report as a person saves it, blocks with an empty line between."""

from __future__ import annotations

from rirbilingual.model import BlockKind, Language, Pair, Passage
from rirbilingual.render.order import french_order
from rirbilingual.render.passages import report_date, report_number


def text(pair: Pair, language: Language) -> bytes:
    """UTF-8. The words of each block are those of its units, character for character."""
    passages = french_order(pair.passages) if language == "fr" else pair.passages
    blocks = [
        _block(passage, pair, language)
        for passage in passages
        if passage.block.kind is not BlockKind.FURNITURE
    ]
    return ("\n\n".join(blocks) + "\n").encode()


def _block(passage: Passage, pair: Pair, language: Language) -> str:
    if passage.units:
        texts = (unit.source if language == "en" else unit.target for unit in passage.units)
        return "".join(text + tail for text, tail in zip(texts, passage.tails, strict=True))
    if passage.block.kind is BlockKind.NUMBER:
        return report_number(pair, language)
    if passage.block.kind is BlockKind.DATE:
        return report_date(pair.report.date, language)
    return passage.block.text
