"""Two sides and a lexicon to the scores of beads: what each feature of a bead weighs, summed.

A bead's features: its shape, lengths (Gale and Church 1993), words that have a translation on the other side
and words that have none, numbers, and how its sentences begin and end. The lexical features are model 1's
likelihood of a word given the other side, against its likelihood by itself (Moore 2002).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rirbilingual.align.edges import ends, openings
from rirbilingual.align.lattice import NEVER, NULLS, SHAPES, Band
from rirbilingual.align.lexicon import Lexicon
from rirbilingual.align.structure import structural
from rirbilingual.align.words import Floats, Ints, Side

BACKGROUND = 0.3  # share of a word's probability that the other side does not explain
HIGHEST = 400.0  # times its own frequency that a word may become likelier by the other side
# How frequent a word of so many letters is, roughly, in a language at large: it steadies short texts.
USUAL = (0.01, 0.01, 0.01, 0.007, 0.003, 0.0012, 0.0007, 0.0005, 0.0003)
VIRTUAL = 1000.0  # words of that language at large that a text's own words are added to
BLOCK = 32  # rows scored at once
REACH_S = max(n for n, _ in SHAPES)
REACH_T = max(m for _, m in SHAPES)

FEATURES = (
    *(f"shape {n}-{m}" for n, m in SHAPES),
    "null length", "null run", "length ratio", "length ratio squared", "length distance",
    "forward found", "forward missing", "backward found", "backward missing", "numbers found", "numbers missing",
    "forward mean", "backward mean", "opening same", "opening other", "end same", "end other",
    "soft inside", "hard inside", "opening same, many", "opening other, many", "end same, many", "end other, many",
)  # fmt: skip
AT = {name: n for n, name in enumerate(FEATURES)}
RUN = AT["null run"]

Arrays = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Rows:
    """A lexicon by its given type: `others[first[g]:first[g + 1]]` with the ratio of probabilities."""

    first: Ints
    others: Ints
    ratio: Floats


def _rows(given: Ints, other: Ints, probability: Floats, givens: Side, others: Side) -> Rows:
    order = np.argsort(given, kind="stable")
    total = others.frequency.sum()
    usual = np.array([USUAL[min(len(word), len(USUAL) - 1)] for word in others.spelled])
    alone = (others.frequency + VIRTUAL * usual + 0.1) / (total + VIRTUAL)
    first = np.concatenate([[0], np.cumsum(np.bincount(given, minlength=len(givens.forms)))])
    return Rows(first, other[order], (probability / alone[other])[order])


@dataclass(frozen=True)
class Evidence:
    """All that scoring needs of two sides."""

    source: Side
    target: Side
    forward: Rows
    backward: Rows
    ratio: float  # target letters for a source letter

    @classmethod
    def of(cls, source: Side, target: Side, lexicon: Lexicon, ratio: float) -> Evidence:
        forward = _rows(lexicon.source, lexicon.target, lexicon.forward, source, target)
        backward = _rows(lexicon.target, lexicon.source, lexicon.backward, target, source)
        return cls(source, target, forward, backward, ratio)


def scores(evidence: Evidence, band: Band, weights: Floats) -> npt.NDArray[np.float64]:
    """By shape and start vertex: the bead's weighted sum, NEVER where it leaves the band."""
    source, target = evidence.source, evidence.target
    i, j = band.vertices
    out = np.full((len(SHAPES), band.size), NEVER)
    for shape, index, found in features(evidence, band):
        total = np.zeros(len(index))
        for name, values in found:
            total += weights[name] * values
        if shape >= NULLS and source.layout and target.layout:
            total += structural(source.layout, target.layout, SHAPES[shape], i[index], j[index])
        out[shape, index] = total
    return out


def features(
    evidence: Evidence, band: Band
) -> Iterator[tuple[int, Ints, list[tuple[int, Arrays | float]]]]:
    """Shape, flat numbers of start vertices, and the features of the beads that start there."""
    source, target = evidence.source, evidence.target
    rows, columns = len(source), len(target)
    s_open, t_open = openings(source.sentences), openings(target.sentences)
    s_end, t_end = ends(source.sentences), ends(target.sentences)
    s_length = np.concatenate([[0], np.cumsum(source.lengths)])
    t_length = np.concatenate([[0], np.cumsum(target.lengths)])
    s_soft = _soft(s_open, s_end)
    t_soft = _soft(t_open, t_end)
    for top in range(0, rows + 1, BLOCK):
        bottom = min(top + BLOCK, rows + 1)
        left, right = int(band.low[top]), int(band.high[bottom - 1]) + 1
        i, j = np.meshgrid(np.arange(top, bottom), np.arange(left, right), indexing="ij")
        inside = (j >= band.low[i]) & (j <= band.high[i])
        found = _lexical(evidence, top, min(bottom + REACH_S, rows), left, min(right + REACH_T, columns))
        for shape, (n, m) in enumerate(SHAPES):
            held = inside & (i + n <= rows) & (j + m <= columns)
            held[held] = (j[held] + m <= band.high[i[held] + n]) & (j[held] + m >= band.low[i[held] + n])
            a, b = i[held], j[held]
            if not len(a):
                continue
            index = band.index(a, b)
            values: list[tuple[int, Arrays | float]] = [(shape, 1.0)]
            if shape < NULLS:
                length = s_length[a + n] - s_length[a] + t_length[b + m] - t_length[b]
                values.append((AT["null length"], np.log(length) - 4.0))
                yield shape, index, values
                continue
            s_sum = (s_length[a + n] - s_length[a]) * evidence.ratio
            t_sum = t_length[b + m] - t_length[b]
            ratio = np.abs(np.log((t_sum + 6) / (s_sum + 6)))
            values.append((AT["length ratio"], ratio))
            values.append((AT["length ratio squared"], np.minimum(ratio * ratio, 4.0)))
            values.append((AT["length distance"], np.minimum((t_sum - s_sum) ** 2 / (3.4 * (t_sum + s_sum)), 30.0)))
            lex = found(n, m, a, b)
            values += lex
            many = ", many" if n + m > 2 else ""
            same = s_open[a] == t_open[b]
            values.append((AT["opening same" + many], same * 1.0))
            values.append((AT["opening other" + many], ~same * 1.0))
            same = s_end[a + n - 1] == t_end[b + m - 1]
            values.append((AT["end same" + many], same * 1.0))
            values.append((AT["end other" + many], ~same * 1.0))
            if n + m > 2:
                soft = s_soft[a + n - 1] - s_soft[a] + t_soft[b + m - 1] - t_soft[b]
                values.append((AT["soft inside"], soft))
                values.append((AT["hard inside"], n + m - 2 - soft))
            yield shape, index, values


def _soft(opening: Ints, end: Ints) -> Floats:
    """Running count of boundaries that hardly part sentences: after ; : or , or before a small letter."""
    soft = (np.isin(end[:-1], (3, 4, 5)) | (opening[1:] == 1)).astype(np.float64)
    return np.concatenate([[0.0], np.cumsum(soft)])


def _lexical(evidence: Evidence, top: int, bottom: int, left: int, right: int):  # type: ignore[no-untyped-def]
    """A function of n, m and starts to the lexical features, for source rows and target columns of a window."""
    source, target = evidence.source, evidence.target
    explained = _explained(evidence.forward, source, target, top, bottom, left, right)
    explaining = _explained(evidence.backward, target, source, left, right, top, bottom)
    s_words = np.concatenate([[0.0], np.cumsum(np.diff(source.starts[top : bottom + 1]))])
    t_words = np.concatenate([[0.0], np.cumsum(np.diff(target.starts[left : right + 1]))])
    forward = {n: explained(n) for n in range(1, REACH_S + 1)}
    backward = {m: explaining(m) for m in range(1, REACH_T + 1)}

    def found(n: int, m: int, i: Ints, j: Ints) -> list[tuple[int, Arrays]]:
        a, b = i - top, j - left
        f = forward[n][:, a, b + m] - forward[n][:, a, b]
        g = backward[m][:, b, a + n] - backward[m][:, b, a]
        return [
            (AT["forward found"], f[0]),
            (AT["forward missing"], f[1]),
            (AT["backward found"], g[0]),
            (AT["backward missing"], g[1]),
            (AT["numbers found"], f[2] + g[2]),
            (AT["numbers missing"], f[3] + g[3]),
            (AT["forward mean"], f.sum(axis=0) / (t_words[b + m] - t_words[b] + 1)),
            (AT["backward mean"], g.sum(axis=0) / (s_words[a + n] - s_words[a] + 1)),
        ]

    return found


def _explained(rows: Rows, givens: Side, tolds: Side, top: int, bottom: int, left: int, right: int):  # type: ignore[no-untyped-def]
    """A function of n to running sums over told sentences: gains of words that n given sentences explain.

    Gives (kind of word and sign, given start, told end): words found, words missing, numbers found, missing.
    """
    told = tolds.tokens[tolds.starts[left] : tolds.starts[right]]
    types, local = np.unique(told, return_inverse=True)
    width, height = len(types), bottom - top
    starts = tolds.starts[left : right + 1] - tolds.starts[left]
    number = tolds.numeric[told]
    kinds = [
        (local[kind], np.concatenate([[0], np.cumsum(kind)])[starts]) for kind in (~number, number)
    ]  # words and numbers: the type of each, and where each sentence's begin
    # Ratios of each given sentence's words for each told type of the window.
    given = givens.tokens[givens.starts[top] : givens.starts[bottom]]
    row = np.repeat(np.arange(height), np.diff(givens.starts[top : bottom + 1]))
    count = rows.first[given + 1] - rows.first[given]
    at = np.repeat(rows.first[given] - np.concatenate([[0], np.cumsum(count)[:-1]]), count) + np.arange(count.sum()) \
        if len(given) else np.zeros(0, dtype=np.int64)
    place = np.full(len(tolds.forms), -1)
    place[types] = np.arange(width)
    where = place[rows.others[at]]
    kept = where >= 0
    dense = np.bincount(
        (np.repeat(row, count)[kept] * width + where[kept]), rows.ratio[at][kept], height * width
    ).reshape(height, width)
    running = np.concatenate([np.zeros((1, width)), np.cumsum(dense, axis=0)])
    words = np.concatenate([[0.0], np.cumsum(np.diff(givens.starts[top : bottom + 1]))])

    def explained(n: int) -> Arrays:
        last = max(height - n + 1, 0)
        summed = (running[n : n + last] - running[:last]) / np.maximum(words[n : n + last] - words[:last], 1)[:, None]
        gain = np.log(BACKGROUND + (1 - BACKGROUND) * np.minimum(summed, HIGHEST))
        out = np.zeros((4, last, len(starts)))
        for k, (types_of, begin) in enumerate(kinds):
            told_gain = gain[:, types_of]
            running_gain = np.zeros((last, len(types_of) + 1))
            np.cumsum(np.maximum(told_gain, 0), axis=1, out=running_gain[:, 1:])
            out[2 * k] = running_gain[:, begin]
            np.cumsum(np.minimum(told_gain, 0), axis=1, out=running_gain[:, 1:])
            out[2 * k + 1] = running_gain[:, begin]
        return out

    return explained
