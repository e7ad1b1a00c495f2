"""Windows of two sides to their lexical evidence: which words of one have a likely translation in the other.

A word's gain is the logarithm of how much likelier it is given the sentences on the other side than by itself
(model 1's likelihood against a word's own, Moore 2002). Gains add up over words, so over sentences too.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from rirbilingual.align import kernel
from rirbilingual.align.lattice import SHAPES, Band, Singles
from rirbilingual.align.lexicon import Lexicon
from rirbilingual.align.vectors import Likeness
from rirbilingual.align.words import Floats, Ints, Side, spread

BLOCK = 32  # rows of a window
BACKGROUND = 0.3  # share of a word's probability that the other side does not explain
HIGHEST = 400.0  # times its own frequency that a word may become likelier by the other side
# How frequent a word of so many letters is, roughly, in a language at large: it steadies short texts.
USUAL = (0.01, 0.01, 0.01, 0.007, 0.003, 0.0012, 0.0007, 0.0005, 0.0003)
VIRTUAL = 1000.0  # words of that language at large that a text's own words are added to
REACH_S = max(n for n, _ in SHAPES)
REACH_T = max(m for _, m in SHAPES)


@dataclass(frozen=True)
class Rows:
    """A lexicon by its given type: `others[first[g]:first[g + 1]]` with the ratio of probabilities."""

    first: Ints
    others: Ints
    ratio: Floats


@dataclass(frozen=True)
class Evidence:
    """All that scoring needs of two sides. ratio: target letters for a source letter. alike: of their sentences'
    vectors, where a model gave some."""

    source: Side
    target: Side
    forward: Rows
    backward: Rows
    ratio: float
    alike: Likeness | None = None

    @classmethod
    def of(cls, source: Side, target: Side, lexicon: Lexicon, ratio: float) -> Evidence:
        forward = _rows(lexicon.source, lexicon.target, lexicon.forward, source, target)
        backward = _rows(lexicon.target, lexicon.source, lexicon.backward, target, source)
        return cls(source, target, forward, backward, ratio)


def _rows(given: Ints, other: Ints, probability: Floats, givens: Side, others: Side) -> Rows:
    order = np.argsort(given, kind="stable")
    usual = np.array([USUAL[min(len(word), len(USUAL) - 1)] for word in others.spelled])
    alone = (others.frequency + VIRTUAL * usual + 0.1) / (others.frequency.sum() + VIRTUAL)
    first = np.concatenate([[0], np.cumsum(np.bincount(given, minlength=len(givens.forms)))])
    return Rows(first, other[order], (probability / alone[other])[order])


class Windows:
    """The evidence in a band's rows `top` to `bottom`, half-open: a window for some rows and the columns they reach."""

    def __init__(self, evidence: Evidence, band: Band, top: int, bottom: int) -> None:
        self._starts = evidence.source.starts, evidence.target.starts
        self._tops = range(top, bottom, BLOCK)
        self._windows = [_Window(evidence, band, at, min(at + BLOCK, bottom)) for at in self._tops]

    def found(self, shape: tuple[int, int], i: Ints, j: Ints) -> tuple[Singles, Singles, Ints, Ints]:
        """Of beads that start there, row by row: gains of target words and of source words (rows: words found, words
        missing, numbers found, numbers missing; a column a bead), and how many words each side has."""
        bounds = pairwise([*np.searchsorted(i, self._tops).tolist(), len(i)])
        parts = [
            window.found(shape, i[a:z], j[a:z]) for window, (a, z) in zip(self._windows, bounds, strict=True)
        ]
        forward, backward = (np.concatenate(gains, axis=1) for gains in zip(*parts, strict=True))
        ours, theirs = self._starts
        return forward, backward, ours[i + shape[0]] - ours[i], theirs[j + shape[1]] - theirs[j]


class _Window:
    """The evidence between a band's rows `top` to `bottom`, half-open, and all that beads which start there reach."""

    def __init__(self, evidence: Evidence, band: Band, top: int, bottom: int) -> None:
        source, target = evidence.source, evidence.target
        self._top, self._left = top, int(band.low[top])
        down = top, min(bottom + REACH_S, band.rows)
        across = self._left, min(int(band.high[bottom - 1]) + 1 + REACH_T, band.columns)
        self._forward = gains(evidence.forward, source, target, down, across, REACH_S)
        self._backward = gains(evidence.backward, target, source, across, down, REACH_T)

    def found(self, shape: tuple[int, int], i: Ints, j: Ints) -> tuple[Singles, Singles]:
        n, m = shape
        a, b = i - self._top, j - self._left
        return _between(self._forward, b, m, n - 1, a), _between(self._backward, a, n, m - 1, b)


def _between(running: Singles, start: Ints, number: int, reach: int, first: Ints) -> Singles:
    """What running sums gain over so many told sentences from each start, by row of `found`."""
    _, kinds, reaches, given = running.shape
    at = (start * kinds + np.arange(kinds)[:, None]) * (reaches * given) + (reach * given + first)
    after = at + number * kinds * reaches * given
    return np.asarray(running.ravel().take(after) - running.ravel().take(at))


def gains(
    rows: Rows, givens: Side, tolds: Side, given: tuple[int, int], told: tuple[int, int], reach: int
) -> Singles:
    """By told sentence, row of `found`, number of given sentences (less one) and the first of these: running sums,
    over told sentences, of the gains of the told words."""
    compiled = kernel.loaded()
    if compiled:
        return compiled.gains(rows, givens, tolds, given, told, reach, BACKGROUND, HIGHEST)
    return reckoned(rows, givens, tolds, given, told, reach)


def reckoned(
    rows: Rows, givens: Side, tolds: Side, given: tuple[int, int], told: tuple[int, int], reach: int
) -> Singles:
    """The same in numpy."""
    tokens = tolds.tokens[tolds.starts[told[0]] : tolds.starts[told[1]]]
    held = np.zeros(len(tolds.forms), dtype=bool)
    held[tokens] = True
    types = np.nonzero(held)[0]
    gain = _by_type(_ratios(rows, givens, given, types, len(tolds.forms)), givens, given, reach)
    # Words and numbers of each sentence stand together, so that one pass sums each group.
    sentence = np.repeat(np.arange(told[1] - told[0]), np.diff(tolds.starts[told[0] : told[1] + 1]))
    group = 2 * sentence + tolds.numeric[tokens]
    order = np.argsort(group, kind="stable")
    size = np.bincount(group, minlength=2 * (told[1] - told[0]))
    full = np.nonzero(size)[0]
    sums = np.zeros((told[1] - told[0] + 1, 4, reach, given[1] - given[0]), dtype=np.float32)
    if len(full):
        local = (np.cumsum(held) - 1)[tokens[order]]
        begin = (np.cumsum(size) - size)[full]
        by_group = sums[1:].reshape(len(size), 2, -1)
        for row, part in enumerate((np.maximum(gain, 0), np.minimum(gain, 0))):
            # In mode "clip" nothing is checked; and all types are there.
            by_group[full, row] = np.add.reduceat(np.take(part, local, axis=0, mode="clip"), begin, axis=0)
    np.cumsum(sums, axis=0, out=sums)
    return sums


def _by_type(ratios: Floats, givens: Side, given: tuple[int, int], reach: int) -> Singles:
    """A told word's gain: by told type; by number of given sentences (less one) and the first of these, in one."""
    height = given[1] - given[0]
    end = np.minimum(np.arange(height) + np.arange(1, reach + 1)[:, None], height)
    running = np.concatenate([np.zeros((len(ratios), 1)), np.cumsum(ratios, axis=1)], axis=1)
    words = givens.starts[given[0] : given[1] + 1]
    mean = running.take(end, axis=1) - running[:, None, :-1]
    mean /= np.maximum(words[end] - words[:-1], 1)
    gain: Singles = np.minimum(mean, HIGHEST, out=mean).astype(np.float32)
    gain *= np.float32(1 - BACKGROUND)
    gain += np.float32(BACKGROUND)
    return np.log(gain, out=gain).reshape(len(ratios), reach * height)


def _ratios(rows: Rows, givens: Side, given: tuple[int, int], types: Ints, size: int) -> Floats:
    """By told type and given sentence: the sum of its words' ratios for that type."""
    words = givens.tokens[givens.starts[given[0]] : givens.starts[given[1]]]
    height, width = given[1] - given[0], len(types)
    sentence = np.repeat(np.arange(height), np.diff(givens.starts[given[0] : given[1] + 1]))
    at, first = spread(np.arange(len(rows.others)), rows.first[words], rows.first[words + 1])
    place = np.full(size, -1)
    place[types] = np.arange(width)
    where = place[rows.others[at]]
    kept = where >= 0
    flat = where[kept] * height + np.repeat(sentence, np.diff(first))[kept]
    summed = np.bincount(flat, rows.ratio[at][kept], height * width).astype(np.float64)
    return summed.reshape(width, height)
