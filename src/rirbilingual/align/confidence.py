"""Beads and their probabilities to how sure we are: what a bead shows by itself and among its neighbours.

A probability is relative to other tilings of the same two texts; in texts that do not belong together the best
of them is still wrong. So the share of words that translations explain counts too, in the bead and around it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from rirbilingual.align.lexical import BACKGROUND, HIGHEST, Evidence, Rows
from rirbilingual.align.words import Floats, Ints

Range = tuple[int, int]

AROUND = 6  # beads on either side that count as neighbours
SHOWN = ("constant", "odds", "support", "support around", "odds around", "one to one", "words")


def shown(evidence: Evidence, beads: Sequence[tuple[Range, Range, float]]) -> Floats:
    """By bead and name of SHOWN: what bears on whether it is right. Null beads have no support."""
    source, target = evidence.source, evidence.target
    p = np.clip(np.array([bead[2] for bead in beads]), 1e-6, 1 - 1e-6)
    odds = np.log(p / (1 - p))
    forward, backward = np.zeros(len(target.forms)), np.zeros(len(source.forms))
    support, texts, words = np.zeros(len(beads)), np.zeros(len(beads), dtype=bool), np.zeros(len(beads))
    for n, ((i, k), (j, m), _) in enumerate(beads):
        if i < k and j < m:
            s, t = (
                source.tokens[source.starts[i] : source.starts[k]],
                target.tokens[target.starts[j] : target.starts[m]],
            )
            gain = _gain(evidence.forward, s, t, forward) + _gain(evidence.backward, t, s, backward)
            support[n], texts[n], words[n] = gain / (len(s) + len(t) + 2), True, np.log(len(s) + len(t) + 1)
    one = np.array([i + 1 == k and j + 1 == m for (i, k), (j, m), _ in beads], dtype=np.float64)
    columns = (
        np.ones(len(beads)),
        odds,
        support,
        _around(support, texts),
        _around(np.where(texts, odds, 0), texts),
        one,
        words,
    )
    return np.stack(columns, axis=1)


def sure(shown: Floats, weights: Floats) -> Floats:
    """Confidence by bead, 0–1: a logistic regression, calibrated (benchmarks/align/train.py)."""
    return np.asarray(1 / (1 + np.exp(-np.clip(shown @ weights, -30, 30))))


def _gain(rows: Rows, given: Ints, told: Ints, scratch: Floats) -> float:
    """How much likelier the told words are with the given ones than without, in logarithms."""
    if not len(given) or not len(told):
        return 0.0
    spans = [slice(rows.first[g], rows.first[g + 1]) for g in given.tolist()]
    others = np.concatenate([rows.others[span] for span in spans])
    np.add.at(scratch, others, np.concatenate([rows.ratio[span] for span in spans]))
    ratio = np.minimum(scratch[told] / len(given), HIGHEST)
    scratch[others] = 0.0
    return float(np.log(BACKGROUND + (1 - BACKGROUND) * ratio).sum())


def _around(values: Floats, counted: npt.NDArray[np.bool_]) -> Floats:
    """The mean of the neighbours' values, nulls counting as nothing shown."""
    window = np.ones(2 * AROUND + 1)
    window[AROUND] = 0.0
    total = np.convolve(np.where(counted, values, 0.0), window)[AROUND : AROUND + len(values)]
    number = np.convolve(np.ones(len(values)), window)[AROUND : AROUND + len(values)]
    return total / np.maximum(number, 1.0)
