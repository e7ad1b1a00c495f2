"""Scores of beads in a band to their probabilities, and to the most probable tiling.

A vertex (i, j) stands before source sentence i and target sentence j; a bead goes from one vertex to another.
Vertices lie in diagonals i + j, so that a whole diagonal is reckoned at once. A log-linear model over tilings:
forward and backward sums give each bead's probability among all tilings of the band.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rirbilingual.align.words import Floats, Ints

# Kinds of bead: source and target sentences. The first two stand alone on their side.
SHAPES = (
    (1, 0), (0, 1), (1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (2, 3), (3, 2), (1, 4), (4, 1), (3, 3),
)  # fmt: skip
NULLS = 2
LONGEST = max(n + m for n, m in SHAPES)
NEVER = -1e30
_LARGEST = 400.0  # score of one bead; its exponential must stay a number


Step = tuple[int, slice, slice]  # shape, the starts' flat numbers, the ends'


@dataclass(frozen=True)
class Band:
    """The vertices looked at: for source index i, target indices low[i] to high[i] (inclusive), both rising.

    Flat: vertices are numbered by diagonal d, from `first[d]`, for i from lo[d] to hi[d] inclusive.
    """

    low: Ints
    high: Ints
    lo: Ints
    hi: Ints
    first: Ints

    @property
    def size(self) -> int:
        return int(self.first[-1])

    def index(self, i: Ints, j: Ints) -> Ints:
        """The flat numbers of vertices that are in the band."""
        d = i + j
        return self.first[d] + i - self.lo[d]

    @cached_property
    def vertices(self) -> tuple[Ints, Ints]:
        """Source and target index of every vertex, in flat order."""
        width = np.diff(self.first)
        d = np.repeat(np.arange(len(width)), width)
        i = np.arange(self.size) - self.first[d] + self.lo[d]
        return i, d - i


    def moves(self, shape: int) -> tuple[Ints, Ints]:
        """Start and end, as flat numbers, of every bead of a shape."""
        n, m = SHAPES[shape]
        i, j = self.vertices
        k = i + n
        held = k < len(self.low)
        k, to = k[held], j[held] + m
        within = (to >= self.low[k]) & (to <= self.high[k])
        return np.nonzero(held)[0][within], self.index(k[within], to[within])

    @cached_property
    def steps(self) -> list[list[Step]]:
        """For each diagonal, the beads that end on it."""
        out: list[list[Step]] = []
        lo, hi, first = self.lo.tolist(), self.hi.tolist(), self.first.tolist()
        for d in range(len(lo)):
            steps = []
            for shape, (n, m) in enumerate(SHAPES):
                before = d - n - m
                if before < 0:
                    continue
                a, z = max(lo[d], lo[before] + n), min(hi[d], hi[before] + n) + 1
                if a < z:
                    start = first[before] + a - n - lo[before]
                    end = first[d] + a - lo[d]
                    steps.append((shape, slice(start, start + z - a), slice(end, end + z - a)))
            out.append(steps)
        return out


def band(low: Ints, high: Ints) -> Band:
    """The band of those rows; `low` begins at 0, `high` ends at the last target index."""
    rows = np.arange(len(low))
    diagonals = np.arange(len(low) + int(high[-1]))
    hi = np.searchsorted(rows + low, diagonals, side="right") - 1
    lo = np.searchsorted(rows + high, diagonals, side="left")
    width = np.maximum(hi - lo + 1, 0)
    return Band(low, high, lo, hi, np.concatenate([[0], np.cumsum(width)]))


@dataclass(frozen=True)
class Sums:
    """log_probability: by shape and start vertex. total: the log of the sum over all tilings.

    runs: the expected number of null beads that follow a null bead.
    """

    log_probability: Floats
    total: float
    runs: float


def sums(band: Band, scores: Floats, run: float) -> Sums:
    """Each bead's log probability. scores: by shape and start vertex, NEVER where a bead may not be.

    run: what a null bead gains for following another (missing text comes in runs).
    """
    steps = band.steps
    diagonals = len(steps)
    weight = np.exp(np.minimum(scores, _LARGEST))
    again = float(np.exp(run))
    first = band.first.tolist()
    # Forward: tilings whose last bead has text on both sides, those whose last is null, and both.
    texts, nulls, both = np.zeros(band.size), np.zeros(band.size), np.zeros(band.size)
    texts[0] = both[0] = 1.0
    forward = np.zeros(diagonals)  # by diagonal, the logarithm that its values are to be raised by
    for d in range(1, diagonals):
        for shape, start, end in steps[d]:
            if shape < NULLS:
                nulls[end] += (texts[start] + again * nulls[start]) * weight[shape, start]
            else:
                texts[end] += both[start] * weight[shape, start]
        here = slice(first[d], first[d + 1])
        np.add(texts[here], nulls[here], out=both[here])
        forward[d] = forward[d - 1]
        if factor := _rescaling(both[here]):
            oldest = max(0, d - LONGEST + 1)
            for values in (texts, nulls, both):
                values[first[oldest] : first[d + 1]] *= factor
            forward[oldest : d + 1] -= np.log(factor)
    # Backward, from vertices that a bead with text, or a null bead, has reached.
    from_text, from_null = np.zeros(band.size), np.zeros(band.size)
    from_text[-1] = from_null[-1] = 1.0
    backward = np.zeros(diagonals)
    starting: list[list[Step]] = [[] for _ in steps]
    for d, ending in enumerate(steps):
        for step in ending:
            n, m = SHAPES[step[0]]
            starting[d - n - m].append(step)
    for d in range(diagonals - 2, -1, -1):
        for shape, start, end in starting[d]:
            if shape < NULLS:
                onward = weight[shape, start] * from_null[end]
                from_text[start] += onward
                from_null[start] += again * onward
            else:
                onward = weight[shape, start] * from_text[end]
                from_text[start] += onward
                from_null[start] += onward
        backward[d] = backward[d + 1]
        if factor := _rescaling(from_null[first[d] : first[d + 1]]):
            newest = min(diagonals, d + LONGEST)
            for values in (from_text, from_null):
                values[first[d] : first[newest]] *= factor
            backward[d:newest] -= np.log(factor)
    total = float(np.log(both[-1]) + forward[-1])
    width = np.diff(band.first)
    with np.errstate(divide="ignore"):
        up, down = np.repeat(forward, width), np.repeat(backward, width)
        log_both, log_nulls = np.log(both) + up, np.log(nulls) + up
        log_texts = np.log(texts) + up
        log_from_text, log_from_null = np.log(from_text) + down, np.log(from_null) + down
    log_probability = np.full(scores.shape, NEVER)
    runs = 0.0
    for shape in range(len(SHAPES)):
        start, end = band.moves(shape)
        score = np.minimum(scores[shape, start], _LARGEST) - total
        if shape < NULLS:
            follows = log_nulls[start] + run + score + log_from_null[end]
            leads = log_texts[start] + score + log_from_null[end]
            log_probability[shape, start] = np.logaddexp(follows, leads)
            runs += float(np.exp(np.minimum(follows, 0.0)).sum())
        else:
            log_probability[shape, start] = log_both[start] + score + log_from_text[end]
    return Sums(np.maximum(log_probability, NEVER), total, runs)


def _rescaling(values: Floats) -> float:
    """What brings a diagonal's largest value to 1, where it is far from it; else 0."""
    largest = float(values.max(initial=0.0))
    return 1.0 / largest if largest > 1e60 or 0.0 < largest < 1e-60 else 0.0


def best(band: Band, gains: Floats) -> list[tuple[int, int, int]]:
    """The tiling with the largest sum of gains: source and target start, and shape, of each bead in order."""
    size = band.size
    value = np.full(size, NEVER)
    came = np.full(size, -1, dtype=np.int8)
    value[0] = 0.0
    for here in band.steps:
        for shape, start, end in here:
            through = value[start] + gains[shape, start]
            better = through > value[end]
            value[end] = np.where(better, through, value[end])
            came[end] = np.where(better, shape, came[end])
    i, j = len(band.low) - 1, int(band.high[-1])
    out = []
    while i or j:
        shape = int(came[band.first[i + j] + i - band.lo[i + j]])
        n, m = SHAPES[shape]
        i, j = i - n, j - m
        out.append((i, j, shape))
    return out[::-1]
