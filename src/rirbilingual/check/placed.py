"""A stretch of a block to its place in the report's file."""

from __future__ import annotations

from rirbilingual.model import Block, BlockKind, Place

# The report's own words: no page furniture, nothing that the reader could not tell.
OWN = frozenset(BlockKind) - {BlockKind.FURNITURE, BlockKind.VERBATIM, BlockKind.NUMBER, BlockKind.DATE}


def place(block: Block, offset: int = 0) -> Place | None:
    """Where the block's character at `offset` stands in the file."""
    if block.place is None:
        return None
    line = block.place.line + block.text.count("\n", 0, offset)
    return Place(block.place.file, line, block.place.offset + offset)


def shortened(text: str, length: int = 60) -> str:
    """The text's beginning, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
