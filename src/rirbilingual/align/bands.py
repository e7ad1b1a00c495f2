"""Anchors, or a first reckoning, to the band of vertices that is worth looking at."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from rirbilingual.align.lattice import Band, band
from rirbilingual.align.words import Floats, Ints

NARROW = 64  # sentences on one side between anchors, up to which the whole rectangle is looked at
MARGIN = 8  # sentences around anchors
WIDEST = 100  # sentences on either side of a diagonal without anchors
UNLIKELY = 1e-3  # probability below which a vertex is left out of the next reckoning
AROUND = 6  # sentences around likely vertices


def anchored(rows: int, columns: int, anchors: Sequence[tuple[int, int]]) -> Band:
    """A band around the anchors: between two of them, the rectangle where it is narrow (text may be missing on
    one side, however much), else its diagonal."""
    low, high = np.full(rows + 1, columns), np.zeros(rows + 1, dtype=np.int64)
    points = [(0, 0), *anchors, (rows, columns)]
    for (i, j), (k, m) in pairwise(points):
        a, z = max(0, i - MARGIN), min(rows, k + MARGIN)
        within = np.arange(a, z + 1)
        if min(k - i, m - j) <= NARROW:
            least, most = np.full(len(within), j - MARGIN), np.full(len(within), m + MARGIN)
        else:
            centre = j + (within - i) * (m - j) // (k - i)
            wide = min(WIDEST, MARGIN + abs((m - j) - (k - i)) + (k - i) // 10)
            least, most = centre - wide, centre + wide
        low[within] = np.minimum(low[within], least)
        high[within] = np.maximum(high[within], most)
    return _within(low, high, rows, columns)


def narrowed(before: Band, probability: Floats) -> Band:
    """A band around the vertices that tilings are likely to pass. probability: by vertex."""
    rows, columns = before.rows, before.columns
    i, j = before.vertices
    likely = probability > UNLIKELY
    low, high = np.full(rows + 1, columns), np.full(rows + 1, 0)
    np.minimum.at(low, i[likely], j[likely])
    np.maximum.at(high, i[likely], j[likely])
    high = np.maximum.accumulate(high)
    low = np.minimum.accumulate(low[::-1])[::-1]
    at = np.arange(rows + 1)
    low = low[np.maximum(at - AROUND, 0)] - AROUND
    high = high[np.minimum(at + AROUND, rows)] + AROUND
    return _within(low, high, rows, columns)


def widened(before: Band, probability: Floats) -> Band | None:
    """A band twice as wide where likely vertices lie at its edge; None where none do."""
    rows, columns = before.rows, before.columns
    i, j = before.vertices
    edge = ((j == before.low[i]) & (j > 0)) | ((j == before.high[i]) & (j < columns))
    touched = np.unique(i[edge & (probability > 0.05)])
    # The ends of the text are edges of the band too, and rightly so.
    touched = touched[(touched > 0) & (touched < rows)]
    if not len(touched):
        return None
    low, high = before.low.copy(), before.high.copy()
    for row in touched.tolist():
        width = min(int(before.high[row] - before.low[row]), 2 * WIDEST)
        near = slice(max(0, row - width), row + width + 1)
        low[near] = np.minimum(low[near], before.low[row] - width // 2)
        high[near] = np.maximum(high[near], before.high[row] + width // 2)
    return _within(low, high, rows, columns)


def _within(low: Ints, high: Ints, rows: int, columns: int) -> Band:
    """The rows cut to the text and made to rise; each row overlaps the next."""
    low, high = np.clip(low, 0, columns), np.clip(high, 0, columns)
    low[0], high[-1] = 0, columns
    high = np.maximum.accumulate(high)
    low = np.minimum.accumulate(low[::-1])[::-1]
    low[1:] = np.minimum(low[1:], high[:-1])
    low = np.minimum.accumulate(low[::-1])[::-1]
    return band(low, high)
