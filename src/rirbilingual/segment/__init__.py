"""Reports to segments: SRX rules over each paragraph, structure for everything else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rirbilingual.model import TRANSLATED, Block, BlockKind, Citation, Report, Segment
from rirbilingual.segment.entries import entries
from rirbilingual.segment.sentences import sentences
from rirbilingual.text.codes import clipped as clipped_codes
from rirbilingual.text.normalise import unit_id
from rirbilingual.text.references import Entries
from rirbilingual.text.spans import shared_out, spans

__all__ = ["segments"]

_BY_SENTENCE = (BlockKind.PARAGRAPH, BlockKind.BLOCK_QUOTATION, BlockKind.NOTE, BlockKind.LIST)


def segments(report: Report, rules: Path | None = None) -> tuple[Segment, ...]:
    """The report's segments, in order: blocks of translated kinds only, each tiled by its segments. rules: the
    user's own SRX, before the house's.

    Spans are found on the whole block, then cut to each segment; citations are linked to their entries.
    """
    seen: Counter[str] = Counter()
    listed = Entries(report.references)
    out: list[Segment] = []
    before = ""
    for index, block in enumerate(report.blocks):
        if block.kind not in TRANSLATED:
            continue
        found = spans(block.text)
        cited = [span for span in found if isinstance(span, Citation)]
        if cited:
            lead_in = before if block.kind is BlockKind.BLOCK_QUOTATION else ""
            named = iter(listed.linked(block.text, cited, before=lead_in))
            found = tuple(next(named) if isinstance(span, Citation) else span for span in found)
        ranges = _ranges(block, report, rules, cited)
        where = block.where
        parts = shared_out(found, ((start, end) for start, end, _ in ranges))
        for (start, end, after), inside in zip(ranges, parts, strict=True):
            text = block.text[start:end]
            seen[text] += 1
            out.append(
                Segment(
                    unit_id(text, seen[text]),
                    index,
                    start,
                    text,
                    block.text[end:after],
                    block.kind,
                    block.section,
                    where,
                    inside,
                    clipped_codes(block.codes, start, end) if block.codes else (),
                )
            )
        if block.kind is not BlockKind.MARKER:
            before = block.text
    return tuple(out)


def _ranges(
    block: Block, report: Report, rules: Path | None, cited: Sequence[Citation]
) -> list[tuple[int, int, int]]:
    """Start, end and the next start of each segment: the stretch between end and next is its tail."""
    if block.kind is BlockKind.SOURCES:
        return entries(block.text)
    if block.kind in _BY_SENTENCE:
        return sentences(block.text, report.language, rules, cited=cited)
    return [(0, len(block.text), len(block.text))]
