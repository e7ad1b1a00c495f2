"""Beads in a band of two texts: which there may be.

A vertex (i, j) stands before source sentence i and target sentence j; a bead goes from one vertex to another, and a
tiling from the first to the last.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from rirbilingual.align.words import Ints

# Kinds of bead: source and target sentences. The first two stand alone on their side.
SHAPES = (
    (1, 0), (0, 1), (1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (2, 3), (3, 2), (1, 4), (4, 1), (3, 3),
)  # fmt: skip
NULLS = 2
ALONG = 1  # the shape that runs along a row
REACH = max(n for n, _ in SHAPES)
NEVER = -1e30

# Held for every shape and vertex, so in single precision: a long pair has millions.
Singles = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Band:
    """The vertices looked at: for source index i, target indices low[i] to high[i] (inclusive), both rising.

    Vertices have flat numbers, row by row: those of row i from first[i].
    """

    low: Ints
    high: Ints
    first: Ints

    @property
    def rows(self) -> int:
        """Source sentences."""
        return len(self.low) - 1

    @property
    def columns(self) -> int:
        """Target sentences."""
        return int(self.high[-1])

    @property
    def size(self) -> int:
        return int(self.first[-1])

    def index(self, i: Ints, j: Ints) -> Ints:
        """The flat numbers of vertices that are in the band."""
        return np.asarray(self.first[i] + j - self.low[i])

    @cached_property
    def vertices(self) -> tuple[Ints, Ints]:
        """Source and target index of every vertex, in flat order."""
        i = np.repeat(np.arange(len(self.low)), np.diff(self.first))
        return i, np.arange(self.size) - self.first[i] + self.low[i]

    @cached_property
    def ends(self) -> Numbers:
        """By shape and start vertex, the end of the bead; `size` where it leaves the band."""
        i, j = self.vertices
        out = np.full((len(SHAPES), self.size), self.size, dtype=np.int32)
        for shape, (n, m) in enumerate(SHAPES):
            start = np.nonzero(i + n <= self.rows)[0]
            k, to = i[start] + n, j[start] + m
            within = (to >= self.low[k]) & (to <= self.high[k])
            out[shape, start[within]] = self.index(k[within], to[within])
        return out

    @cached_property
    def starts(self) -> Numbers:
        """By shape and end vertex, the start of the bead; `size` where it lies outside the band."""
        out = np.full((len(SHAPES), self.size + 1), self.size, dtype=np.int32)
        for shape, end in enumerate(self.ends):
            out[shape, end] = np.arange(self.size)
        return out[:, :-1]  # without what leaves the band


def band(low: Ints, high: Ints) -> Band:
    """The band of those rows; `low` begins at 0, `high` ends at the last target index."""
    return Band(low, high, np.concatenate([[0], np.cumsum(high - low + 1)]))
