"""Where sentences stand in two reports to what that adds to a bead's score; segments to that layout."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rirbilingual.align.lattice import NEVER
from rirbilingual.align.words import Floats, Ints, Layout
from rirbilingual.model import BlockKind, Segment

OTHER_KIND = -5.0  # of a bead whose sides have different roles
ACROSS = -4.0  # of a bead for each block that it reaches into
TOGETHER = 0.8  # where both sides begin a block, or neither does; taken away where only one does

# Kinds that a reader tells apart by their numbers or places; all other kinds are prose.
_TOLD = (
    BlockKind.TITLE, BlockKind.AUTHOR, BlockKind.HEADING, BlockKind.MARKER, BlockKind.NOTE, BlockKind.REFERENCE,
    BlockKind.SOURCES,
)  # fmt: skip
LISTED = (BlockKind.REFERENCE, BlockKind.SOURCES)  # sorted anew in each language


def layout(segments: Sequence[Segment], numbers: Sequence[int]) -> Layout:
    """The layout of segments; where their numbers in the report leap, a list stood, and a part ends."""
    kinds = [_TOLD.index(segment.kind) + 1 if segment.kind in _TOLD else 0 for segment in segments]
    leaps = np.diff(np.array(numbers, dtype=np.int64)) != 1
    return Layout(
        np.array(kinds, dtype=np.int64),
        np.array([segment.block for segment in segments], dtype=np.int64),
        np.concatenate([[0], np.cumsum(leaps)]),
    )


def structural(source: Layout, target: Layout, shape: tuple[int, int], i: Ints, j: Ints) -> Floats:
    """By start vertices: what the layout adds to a bead of that shape."""
    n, m = shape
    score = np.where(source.kind[i] == target.kind[j], 0.0, OTHER_KIND)
    score += np.where(_begins(source)[i] == _begins(target)[j], TOGETHER, -TOGETHER)
    for held, at, length in ((source, i, n), (target, j, m)):
        if length > 1:
            score += ACROSS * _beyond(held.block, at, length) + NEVER * _beyond(held.part, at, length)
    return score


def _begins(layout: Layout) -> Ints:
    """Whether each sentence begins a block."""
    return np.concatenate([[True], layout.block[1:] != layout.block[:-1]])


def _beyond(numbers: Ints, at: Ints, length: int) -> Ints:
    """How many of so many sentences from each stand in another block, or part, than the first; numbers rise."""
    end = np.searchsorted(numbers, numbers, side="right")
    return np.asarray(np.maximum(at + length - end[at], 0))
