"""Scores of beads in a band to their probabilities.

A log-linear model over tilings: forward and backward sums give each bead's probability among all tilings of the
band. A bead counts as what it takes from the best tiling that its start could have had, and each row is lowered so
that its largest sum is 1: so sums are plain numbers, however long the texts and however much one side lacks. A row is
reckoned at once, except for target sentences that stand alone, which run along it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rirbilingual.align import kernel
from rirbilingual.align.lattice import ALONG, NEVER, NULLS, REACH, SHAPES, Band, Singles
from rirbilingual.align.words import Floats

ROWS = np.array(
    [max(n, 1) for n, _ in SHAPES]
)  # by shape, how far a bead goes; what runs along a row is apart


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
    compiled = kernel.loaded()
    return Sums(*compiled.sums(band, scores, run)) if compiled else reckoned(band, scores, run)


def reckoned(band: Band, scores: Singles, run: float) -> Sums:
    """The same in numpy."""
    best = _completed(band, scores, run)
    log_weight = np.empty(scores.shape, dtype=np.float32)
    for shape, end in enumerate(band.ends):
        after = best.null if shape < NULLS else best.text
        taken = scores[shape] + after[end]
        log_weight[shape] = np.where(taken > NEVER / 2, taken - best.text[:-1], NEVER)
    # In double precision: what a sentence loses by standing alone, where it matched well elsewhere, is e^-100.
    weight: Floats = np.exp(log_weight, dtype=np.float64)
    # A weight is told of a bead after a text bead; after a null one it is this times that, in a run the other.
    after_null = np.exp(best.text - best.null)[:-1]
    again = after_null * np.exp(run)
    texts, nulls, up = _forward(band, weight, after_null, again)
    from_text, from_null, down = _backward(band, weight, after_null, again)
    del weight
    with np.errstate(divide="ignore"):
        log_texts, log_again = np.log(texts) + up, np.log(nulls * again) + up
        log_both = np.log(texts + nulls * after_null) + up
        log_from_text, log_from_null = np.log(from_text) + down, np.log(from_null) + down
    total = float(log_both[-1])
    log_probability = np.empty(scores.shape, dtype=np.float32)
    runs = 0.0
    for shape, end in enumerate(band.ends):
        lost = log_weight[shape] - total
        if shape < NULLS:
            lost += log_from_null[end]
            follows = log_again + lost
            log_probability[shape] = np.logaddexp(follows, log_texts + lost)
            runs += float(np.exp(np.minimum(follows, 0.0)).sum())
        else:
            log_probability[shape] = log_both + lost + log_from_text[end]
    np.maximum(log_probability, NEVER, out=log_probability)
    return Sums(log_probability, total + float(best.text[0]), runs)


@dataclass(frozen=True)
class _Completed:
    """By vertex, what the best tiling from there scores: where a bead with text has reached it, and a null bead.

    The last entry is NEVER, for all that is not in the band.
    """

    text: Floats
    null: Floats


def _completed(band: Band, scores: Singles, run: float) -> _Completed:
    first = band.first.tolist()
    text, null = np.full(band.size + 1, NEVER), np.full(band.size + 1, NEVER)
    text[-2] = null[-2] = 0.0
    for i in range(band.rows, -1, -1):
        here = slice(first[i], first[i + 1])
        end, scored = band.ends[:, here], scores[:, here]
        alone = scored[0] + null[end[0]]
        with_text = np.maximum(text[here], np.maximum.reduce(scored[NULLS:] + text[end[NULLS:]], axis=0))
        along = scored[ALONG, :-1].astype(np.float64)
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
        return np.asarray(np.maximum.accumulate((held + running)[::-1])[::-1] - running)
    out = held.tolist()
    for k in range(len(out) - 2, -1, -1):
        out[k] = max(out[k], out[k + 1] + float(gain[k]))
    return np.array(out)


def _forward(band: Band, weight: Floats, after_null: Floats, again: Floats) -> tuple[Floats, Floats, Floats]:
    """Sums of the tilings up to each vertex whose last bead has text on both sides, and whose last is null; and
    the logarithm that each vertex's are to be raised by."""
    first = band.first.tolist()
    texts, nulls = np.zeros(band.size), np.zeros(band.size)
    both, repeated = np.zeros(band.size + 1), np.zeros(band.size + 1)  # the last: outside the band
    texts[0] = 1.0
    raised = np.zeros(band.rows + 1)
    arriving = np.empty_like(weight)  # by end vertex; of no use where the start lies outside the band
    for shape, start in enumerate(band.starts):
        np.take(weight[shape], start, out=arriving[shape], mode="clip")
    for i in range(band.rows + 1):
        here = slice(first[i], first[i + 1])
        level = 0.0
        if i:
            level = float(raised[max(0, i - REACH) : i].max())
            start, share = band.starts[:, here], np.exp(raised[np.maximum(i - ROWS, 0)] - level)
            part = arriving[:, here] * share[:, None]
            texts[here] = np.add.reduce(both[start[NULLS:]] * part[NULLS:], axis=0)
            nulls[here] = repeated[start[0]] * part[0]
        along = weight[ALONG, here]
        nulls[here] = _scan(nulls[here] + _shifted(texts[here] * along), again[here] * along)
        np.add(texts[here], after_null[here] * nulls[here], out=both[here])
        raised[i] = level + _lowered(both[here], texts[here], nulls[here])
        np.add(texts[here], again[here] * nulls[here], out=repeated[here])
    return texts, nulls, raised[band.vertices[0]]


def _backward(band: Band, weight: Floats, after_null: Floats, again: Floats) -> tuple[Floats, Floats, Floats]:
    """Sums of the tilings from each vertex, where a bead with text has reached it, and where a null bead has. The
    last entry is for all that is not in the band."""
    first = band.first.tolist()
    from_text, from_null = np.zeros(band.size + 1), np.zeros(band.size + 1)
    raised = np.zeros(band.rows + 1)
    for i in range(band.rows, -1, -1):
        here = slice(first[i], first[i + 1])
        level = 0.0
        if i < band.rows:
            level = float(raised[i + 1 : i + 1 + REACH].max())
            end, share = band.ends[:, here], np.exp(raised[np.minimum(i + ROWS, band.rows)] - level)
            part = weight[:, here] * share[:, None]
            text, null = (
                np.add.reduce(part[NULLS:] * from_text[end[NULLS:]], axis=0),
                part[0] * from_null[end[0]],
            )
        else:
            text, null = np.zeros(here.stop - here.start), np.zeros(here.stop - here.start)
            text[-1] = 1.0
        along = weight[ALONG, here]
        kept = (again[here] * along)[-2::-1]
        scanned = _scan((after_null[here] * text + again[here] * null)[::-1], kept)[::-1]
        from_null[here] = scanned
        from_text[here] = text + null
        from_text[here.start : here.stop - 1] += along[:-1] * scanned[1:]
        raised[i] = level + _lowered(np.maximum(from_text[here], scanned), from_text[here], from_null[here])
    return from_text, from_null, np.append(raised[band.vertices[0]], 0.0)


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
