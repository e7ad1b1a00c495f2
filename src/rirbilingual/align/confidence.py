"""Beads and their probabilities to how sure we are: what a bead shows by itself and among its neighbours.

A probability is relative to other tilings of the same two texts; in texts that do not belong together the best
of them is still wrong, and so is what stands in a translation's place between good neighbours. So the share of words
that translations explain counts too, in the bead and around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rirbilingual.align.lexical import BACKGROUND, HIGHEST, Evidence, Rows
from rirbilingual.align.words import Floats, Ints, Side, numbered, spread

Range = tuple[int, int]

AROUND = 6  # beads on either side that count as neighbours
LITTLE = 0.25  # support up to which more of it says something else
LIKELY, LIKELIEST = 2.5, 4.0  # log odds from which, and up to which, more of them say something else
SHOWN = (
    "constant", "odds", "odds of the likely", "support", "little support", "support around", "support below them",
    "odds around", "one to one", "words", "length apart", "beside a null",
)  # fmt: skip


def shown(evidence: Evidence, beads: Sequence[tuple[Range, Range, float]]) -> Floats:
    """By bead and name of SHOWN: what bears on whether it is right. Null beads have no support."""
    i, k, j, m = np.array([(*source, *target) for source, target, _ in beads], dtype=np.int64).T
    p = np.clip(np.array([bead[2] for bead in beads]), 1e-6, 1 - 1e-6)
    odds = np.log(p / (1 - p))
    texts = (i < k) & (j < m)
    ours, theirs = _words(evidence.source, i, k), _words(evidence.target, j, m)
    gain = _gain(evidence.forward, ours, theirs) + _gain(evidence.backward, theirs, ours)
    words = np.diff(ours.first) + np.diff(theirs.first)
    support = np.where(texts, gain / (words + 2), 0.0)
    s_running, t_running = evidence.source.running, evidence.target.running
    s_letters, t_letters = s_running[k] - s_running[i], t_running[m] - t_running[j]
    apart = np.abs(np.log((t_letters + 6) / (s_letters * evidence.ratio + 6)))
    null = np.concatenate([[False], ~texts, [False]])
    around = _around(support, texts)
    columns = (
        np.ones(len(beads)),
        np.clip(odds, -LIKELIEST, LIKELIEST),
        np.clip(odds, LIKELY, LIKELIEST) - LIKELY,
        support,
        np.minimum(support, LITTLE),
        around,
        np.where(texts, np.minimum(support - around, 0.0), 0.0),
        _around(np.where(texts, odds, 0), texts),
        ((k - i == 1) & (m - j == 1)).astype(np.float64),
        np.where(texts, np.log(words + 1), 0.0),
        np.where(texts, apart, 0.0),
        null[:-2] * 1.0 + null[2:],
    )
    return np.stack(columns, axis=1)


def sure(shown: Floats, weights: Floats) -> Floats:
    """Confidence by bead, 0–1: a logistic regression, calibrated (benchmarks/align/train.py)."""
    return np.asarray(1 / (1 + np.exp(-np.clip(shown @ weights, -30, 30))))


@dataclass(frozen=True)
class _Words:
    """The words of one side of beads: bead n has `types[first[n]:first[n + 1]]`."""

    types: Ints
    first: Ints

    @property
    def bead(self) -> Ints:
        """The bead of each word."""
        return np.repeat(np.arange(len(self.first) - 1), np.diff(self.first))


def _words(side: Side, start: Ints, end: Ints) -> _Words:
    return _Words(*spread(side.tokens, side.starts[start], side.starts[end]))


def _gain(rows: Rows, given: _Words, told: _Words) -> Floats:
    """By bead: how much likelier the told words are with the given ones than without, in logarithms."""
    at, first = spread(np.arange(len(rows.others)), rows.first[given.types], rows.first[given.types + 1])
    ratios, others = rows.ratio[at], rows.others[at]
    width = int(max(told.types.max(initial=0), rows.others.max(initial=0))) + 1
    wanted, word = numbered(told.bead * width + told.types)
    found = np.repeat(given.bead, np.diff(first)) * width + others
    place = np.minimum(np.searchsorted(wanted, found), len(wanted) - 1)
    held = wanted[place] == found
    total = np.bincount(place[held], ratios[held], len(wanted))[word]
    size = np.diff(given.first)
    ratio = np.minimum(total / np.maximum(size, 1)[told.bead], HIGHEST)
    gain = np.bincount(told.bead, np.log(BACKGROUND + (1 - BACKGROUND) * ratio), len(size))
    return np.where(size > 0, gain, 0.0)


def _around(values: Floats, counted: npt.NDArray[np.bool_]) -> Floats:
    """The mean of the neighbours' values, nulls counting as nothing shown."""
    window = np.ones(2 * AROUND + 1)
    window[AROUND] = 0.0
    total = np.convolve(np.where(counted, values, 0.0), window)[AROUND : AROUND + len(values)]
    number = np.convolve(np.ones(len(values)), window)[AROUND : AROUND + len(values)]
    return total / np.maximum(number, 1.0)
