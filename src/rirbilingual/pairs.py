"""A report, its segments and its units to a Pair: each block with its units, under one anchor."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from rirbilingual.model import Block, BlockKind, Pair, Passage, Report, Segment, SourceRow, Unit
from rirbilingual.text.normalise import folded


def pair(
    report: Report, segments: Sequence[Segment], units: Iterable[Unit], sources: Sequence[SourceRow] = ()
) -> Pair:
    """The pair; a segment without a unit (the report has changed since) leaves its block short of one."""
    by_id = {unit.id: unit for unit in units}
    by_block: dict[int, list[Segment]] = {}
    for segment in segments:
        if segment.id in by_id:
            by_block.setdefault(segment.block, []).append(segment)
    passages = []
    used: Counter[str] = Counter()
    for index, block in enumerate(report.blocks):
        held = by_block.get(index, [])
        name = _anchor(block)
        used[name] += 1
        passages.append(
            Passage(
                block,
                tuple(by_id[segment.id] for segment in held),
                tuple(segment.tail for segment in held),
                name if used[name] == 1 else f"{name}-{used[name]}",
            )
        )
    return Pair(report, tuple(passages), tuple(sources))


def _anchor(block: Block) -> str:
    """The same in both languages: "s2-1" for a heading, "s2-1-p3", "note-1", "ref-4"."""
    if block.kind is BlockKind.NOTE:
        return f"note-{block.number}"
    if block.kind is BlockKind.REFERENCE:
        return f"ref-{block.paragraph}"
    section = re.sub(r"[^a-z0-9]+", "-", folded(block.section)).strip("-")
    if not section:
        return block.kind.value
    stem = f"s{section}" if section[0].isdigit() else section
    return f"{stem}-p{block.paragraph}" if block.paragraph else stem
