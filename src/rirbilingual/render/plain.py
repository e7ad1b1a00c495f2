"""A pair and a language to plain text: the report as a person saves it, blocks with an empty line between."""

from __future__ import annotations

from itertools import groupby

from rirbilingual.model import BlockKind, Language, Pair, Passage
from rirbilingual.render.order import in_order
from rirbilingual.render.passages import report_date, report_number
from rirbilingual.text.tables import tab_lines


def text(pair: Pair, language: Language) -> bytes:
    """UTF-8. The words of each block are those of its units, character for character; a table is a line a row, with
    tabs between its cells, unless a cell has several paragraphs."""
    passages = in_order(pair, language)
    kept = [p for p in passages if p.block.kind is not BlockKind.FURNITURE]
    blocks: list[str] = []
    for table, run in groupby(
        kept, key=lambda p: p.block.cell.table if p.block.cell and p.block.cell.row else 0
    ):
        held = list(run)
        texts = [_block(passage, pair, language) for passage in held]
        lines = tab_lines([p.block.cell for p in held if p.block.cell], texts) if table else None
        if lines is None:
            blocks += texts
        else:
            rows = "".join(a + text + b for text, (a, b) in zip(texts, lines, strict=True))
            blocks.append(rows.removesuffix("\n"))
    return ("\n\n".join(blocks) + "\n").encode()


def _block(passage: Passage, pair: Pair, language: Language) -> str:
    if passage.units:
        return passage.said(language)
    if passage.block.kind is BlockKind.NUMBER:
        return report_number(pair, language)
    if passage.block.kind is BlockKind.DATE:
        return report_date(pair.report.date, language)
    return passage.block.text
