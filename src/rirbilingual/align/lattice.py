"""Scores of beads in a band to their probabilities, and to the tiling that is expected to be most right.

A vertex (i, j) stands before source sentence i and target sentence j; a bead goes from one vertex to another.
A log-linear model over tilings: forward and backward sums give each bead's probability among all tilings of the
band. A bead counts as what it takes from the best tiling that its start could have had, and each row is lowered so
that its largest sum is 1: so sums are plain numbers, however long the texts and however much one side lacks. A row is
reckoned at once, except for target sentences that stand alone, which run along it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from rirbilingual.align.words import Floats, Ints

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
Step = tuple[int, slice, slice]  # shape, the starts' flat numbers, the ends'


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

    def moves(self, shape: int) -> tuple[Ints, Ints]:
        """Start and end, as flat numbers, of every bead of a shape."""
        n, m = SHAPES[shape]
        i, j = self.vertices
        held = np.nonzero(i + n <= self.rows)[0]
        k, to = i[held] + n, j[held] + m
        within = (to >= self.low[k]) & (to <= self.high[k])
        return held[within], self.index(k[within], to[within])

    @cached_property
    def steps(self) -> list[list[Step]]:
        """For each row, the beads that end on it, but for those that run along it."""
        low, high, first = self.low.tolist(), self.high.tolist(), self.first.tolist()
        shapes = [(shape, n, m) for shape, (n, m) in enumerate(SHAPES) if shape != ALONG]
        out: list[list[Step]] = []
        for i in range(len(low)):
            steps = []
            for shape, n, m in shapes:
                r = i - n
                if r < 0:
                    continue
                a, z = max(low[i], low[r] + m), min(high[i], high[r] + m) + 1
                if a < z:
                    start, end = first[r] + a - m - low[r], first[i] + a - low[i]
                    steps.append((shape, slice(start, start + z - a), slice(end, end + z - a)))
            out.append(steps)
        return out


def band(low: Ints, high: Ints) -> Band:
    """The band of those rows; `low` begins at 0, `high` ends at the last target index."""
    return Band(low, high, np.concatenate([[0], np.cumsum(high - low + 1)]))


@dataclass(frozen=True)
class Sums:
    """log_probability: by shape and start vertex. total: the log of the sum over all tilings.

    runs: the expected number of null beads that follow a null bead.
    """

    log_probability: Singles
    total: float
    runs: float


def sums(band: Band, scores: Singles, run: float) -> Sums:
    """Each bead's log probability. scores: by shape and start vertex, NEVER where a bead may not be.

    run: what a null bead gains for following another (missing text comes in runs).
    """
    leaving = _leaving(band)
    best = _completed(band, leaving, scores, run)
    log_weight = np.full(scores.shape, NEVER, dtype=np.float32)
    for shape in range(len(SHAPES)):
        start, end = band.moves(shape)
        after = best.null if shape < NULLS else best.text
        taken = scores[shape, start] + after[end]
        log_weight[shape, start] = np.where(taken > NEVER / 2, taken - best.text[start], NEVER)
    # In double precision: what a sentence loses by standing alone, where it matched well elsewhere, is e^-100.
    weight: Floats = np.exp(log_weight, dtype=np.float64)
    # What following a text bead instead of a null one takes from the best tiling, and the same within a run.
    after_null = np.exp(best.text - best.null)
    again = np.exp(best.text - best.null + run)
    texts, nulls, up = _forward(band, weight, after_null, again)
    from_text, from_null, down = _backward(band, leaving, weight, after_null, again)
    del weight
    with np.errstate(divide="ignore"):
        log_texts, log_again = np.log(texts) + up, np.log(nulls * again) + up
        log_both = np.log(texts + nulls * after_null) + up
        log_from_text, log_from_null = np.log(from_text) + down, np.log(from_null) + down
    total = float(log_both[-1])
    log_probability = np.full(scores.shape, NEVER, dtype=np.float32)
    runs = 0.0
    for shape in range(len(SHAPES)):
        start, end = band.moves(shape)
        lost = log_weight[shape, start] - total
        if shape < NULLS:
            follows = log_again[start] + lost + log_from_null[end]
            leads = log_texts[start] + lost + log_from_null[end]
            log_probability[shape, start] = np.logaddexp(follows, leads)
            runs += float(np.exp(np.minimum(follows, 0.0)).sum())
        else:
            log_probability[shape, start] = log_both[start] + lost + log_from_text[end]
    np.maximum(log_probability, NEVER, out=log_probability)
    return Sums(log_probability, total + float(best.text[0]), runs)


def _leaving(band: Band) -> list[list[Step]]:
    """For each row, the beads that start on it, but for those that run along it."""
    out: list[list[Step]] = [[] for _ in band.steps]
    for i, steps in enumerate(band.steps):
        for step in steps:
            out[i - SHAPES[step[0]][0]].append(step)
    return out


@dataclass(frozen=True)
class _Completed:
    """By vertex, what the best tiling from there scores: where a bead with text has reached it, and a null bead."""

    text: Floats
    null: Floats


def _completed(band: Band, leaving: list[list[Step]], scores: Singles, run: float) -> _Completed:
    first = band.first.tolist()
    text, null = np.full(band.size, NEVER), np.full(band.size, NEVER)
    text[-1] = null[-1] = 0.0
    for i in range(band.rows, -1, -1):
        here = slice(first[i], first[i + 1])
        with_text, alone = text[here].copy(), np.full(here.stop - here.start, NEVER)
        for shape, start, end in leaving[i]:
            local = slice(start.start - here.start, start.stop - here.start)
            held, after = (alone, null) if shape < NULLS else (with_text, text)
            held[local] = np.maximum(held[local], scores[shape, start] + after[end])
        along = scores[ALONG, here][:-1].astype(np.float64)
        null[here] = _scanned(np.maximum(with_text, alone + run), along + run)
        text[here] = np.maximum(with_text, alone)
        text[here][:-1] = np.maximum(text[here][:-1], along + null[here][1:])
    np.maximum(text, NEVER, out=text)
    np.maximum(null, NEVER, out=null)
    return _Completed(text, null)


def _scanned(held: Floats, gain: Floats) -> Floats:
    """Each value is the larger of what is held there, and the value after it with what that gains."""
    if len(gain) and gain.min() > NEVER / 2:
        running = np.concatenate([[0.0], np.cumsum(gain)])
        return np.maximum.accumulate((held + running)[::-1])[::-1] - running
    out = held.tolist()
    for k in range(len(out) - 2, -1, -1):
        out[k] = max(out[k], out[k + 1] + float(gain[k]))
    return np.array(out)


def _forward(band: Band, weight: Floats, after_null: Floats, again: Floats) -> tuple[Floats, Floats, Floats]:
    """Sums of the tilings up to each vertex whose last bead has text on both sides, and whose last is null; and
    the logarithm that each vertex's are to be raised by."""
    first = band.first.tolist()
    texts, nulls, both = np.zeros(band.size), np.zeros(band.size), np.zeros(band.size)
    texts[0] = 1.0
    raised = np.zeros(band.rows + 1)
    for i, steps in enumerate(band.steps):
        level = float(raised[max(0, i - REACH) : i].max(initial=NEVER)) if i else 0.0
        share = np.exp(raised[max(0, i - REACH) : i][::-1] - level).tolist()  # of one row back, of two, …
        for shape, start, end in steps:
            part = weight[shape, start] * share[SHAPES[shape][0] - 1]
            if shape < NULLS:
                nulls[end] += (texts[start] + again[start] * nulls[start]) * part
            else:
                texts[end] += both[start] * part
        here = slice(first[i], first[i + 1])
        along = weight[ALONG, here]
        nulls[here] = _scan(nulls[here] + _shifted(texts[here] * along), again[here] * along)
        np.add(texts[here], after_null[here] * nulls[here], out=both[here])
        raised[i] = level + _lowered(both[here], texts[here], nulls[here])
    return texts, nulls, raised[band.vertices[0]]


def _backward(
    band: Band, leaving: list[list[Step]], weight: Floats, after_null: Floats, again: Floats
) -> tuple[Floats, Floats, Floats]:
    """Sums of the tilings from each vertex, where a bead with text has reached it, and where a null bead has."""
    first = band.first.tolist()
    from_text, from_null = np.zeros(band.size), np.zeros(band.size)
    raised = np.zeros(band.rows + 1)
    for i in range(band.rows, -1, -1):
        here = slice(first[i], first[i + 1])
        text, null = np.zeros(here.stop - here.start), np.zeros(here.stop - here.start)
        if i == band.rows:
            text[-1] = 1.0
        level = float(raised[i + 1 : i + 1 + REACH].max(initial=NEVER)) if i < band.rows else 0.0
        share = np.exp(raised[i + 1 : i + 1 + REACH] - level).tolist()  # of one row on, of two, …
        for shape, start, end in leaving[i]:
            local = slice(start.start - here.start, start.stop - here.start)
            part = weight[shape, start] * share[SHAPES[shape][0] - 1]
            if shape < NULLS:
                null[local] += part * from_null[end]
            else:
                text[local] += part * from_text[end]
        along = weight[ALONG, here]
        repeated = again[here]
        scanned = _scan((after_null[here] * text + repeated * null)[::-1], (repeated * along)[-2::-1])[::-1]
        from_null[here] = scanned
        from_text[here] = text + null
        from_text[here.start : here.stop - 1] += along[:-1] * scanned[1:]
        raised[i] = level + _lowered(np.maximum(from_text[here], scanned), from_text[here], from_null[here])
    return from_text, from_null, raised[band.vertices[0]]


def _lowered(measure: Floats, *held: Floats) -> float:
    """Bring a row down, in place, so that the largest of the measure is 1; gives the logarithm of what that took."""
    largest = float(measure.max())
    if not largest > 0.0:
        return 0.0
    for values in (measure, *held):
        values /= largest
    return float(np.log(largest))


def _scan(added: Floats, kept: Floats) -> Floats:
    """Each value is what is added there, and the value before it times what is kept of it."""
    out = added.tolist()
    for k, share in enumerate(kept[: len(out) - 1].tolist()):
        out[k + 1] += share * out[k]
    return np.array(out)


def _shifted(values: Floats) -> Floats:
    """The values one place on."""
    return np.concatenate([[0.0], values[:-1]])


def best(band: Band, gains: Singles) -> list[tuple[int, int, int]]:
    """The tiling with the largest sum of gains: source and target start, and shape, of each bead in order."""
    first = band.first.tolist()
    value = np.full(band.size, NEVER)
    came = np.full(band.size, -1, dtype=np.int8)
    value[0] = 0.0
    for i, steps in enumerate(band.steps):
        for shape, start, end in steps:
            through = value[start] + gains[shape, start]
            better = through > value[end]
            value[end][better] = through[better]
            came[end][better] = shape
        here = slice(first[i], first[i + 1])
        _along(value[here], came[here], gains[ALONG, here])
    i, j = band.rows, band.columns
    out = []
    while i or j:
        shape = int(came[first[i] + j - int(band.low[i])])
        n, m = SHAPES[shape]
        i, j = i - n, j - m
        out.append((i, j, shape))
    return out[::-1]


def _along(value: Floats, came: npt.NDArray[np.int8], gain: Singles) -> None:
    """Take the beads that run along a row, in place."""
    values = value.tolist()
    for k, gained in enumerate(gain[:-1].tolist()):
        if values[k] + gained > values[k + 1]:
            values[k + 1] = values[k] + gained
            came[k + 1] = ALONG
    value[:] = values
