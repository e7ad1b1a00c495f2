"""Two sides and what is known of their words to anchors: pairs of sentences that rare words tie together."""

from __future__ import annotations

from itertools import pairwise
from statistics import median

import numpy as np

from rirbilingual.align.lexicon import Lexicon
from rirbilingual.align.words import Floats, Ints, Side, numbered

RARE = 8  # sentences that a rare word may stand in
NEAR = 12  # sentences within which another anchor must agree
DRIFT = 6  # sentences by which agreeing anchors may part


def anchors(source: Side, target: Side, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Sentences that stand for each other, rising on both sides; few where the texts have little in common."""
    i, j, weight = _tied(source, target, lexicon)
    if not len(i):
        return []
    by_row, by_column = np.zeros(len(source)), np.zeros(len(target))
    np.maximum.at(by_row, i, weight)
    np.maximum.at(by_column, j, weight)
    mutual = (weight >= by_row[i]) & (weight >= by_column[j])
    return _agreeing(_chain(i[mutual], j[mutual], weight[mutual]))


def _tied(source: Side, target: Side, lexicon: Lexicon) -> tuple[Ints, Ints, Floats]:
    """Pairs of sentences that hold a rare word and its translation, and how rare these are."""
    s_first, s_in = _holding(source)
    t_first, t_in = _holding(target)
    s_count, t_count = np.diff(s_first), np.diff(t_first)
    rare = (s_count[lexicon.source] <= RARE) & (t_count[lexicon.target] <= RARE)
    s, t = lexicon.source[rare], lexicon.target[rare]
    likely = np.minimum(lexicon.forward[rare] + lexicon.backward[rare], 1.0)
    if not len(s):
        none = np.zeros(0, dtype=np.int64)
        return none, none, np.zeros(0)
    size = s_count[s] * t_count[t]
    pair = np.repeat(np.arange(len(s)), size)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(size) - size, size)
    i = s_in[s_first[s][pair] + within // t_count[t][pair]]
    j = t_in[t_first[t][pair] + within % t_count[t][pair]]
    total = np.log(len(source) + 1.0) + np.log(len(target) + 1.0)
    worth = likely * (total - np.log(s_count[s]) - np.log(t_count[t]))
    keys, inverse = numbered(i * len(target) + j)
    weight = np.bincount(inverse, worth[pair])
    strong = weight >= total
    return keys[strong] // len(target), keys[strong] % len(target), weight[strong]


def _holding(side: Side) -> tuple[Ints, Ints]:
    """The sentences that hold each type: `in[first[t]:first[t + 1]]`."""
    sentence = np.repeat(np.arange(len(side)), np.diff(side.starts))
    held, _ = numbered(side.tokens * len(side) + sentence)
    types = held // len(side)
    return np.concatenate([[0], np.cumsum(np.bincount(types, minlength=len(side.forms)))]), held % len(side)


def _chain(i: Ints, j: Ints, weight: Floats) -> list[tuple[int, int]]:
    """The heaviest chain of pairs that rises on both sides."""
    order = np.lexsort((-j, i))
    heights, number = numbered(j)
    place = (number + 1).tolist()
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(heights) + 1)  # heaviest chain ending below a height
    before = [-1] * len(i)
    top = (0.0, -1)
    for n in order.tolist():
        at, found = place[n] - 1, (0.0, -1)
        while at > 0:
            found = max(found, tree[at])
            at -= at & -at
        before[n] = found[1]
        here = (found[0] + float(weight[n]), n)
        top = max(top, here)
        at = place[n]
        while at < len(tree):
            tree[at] = max(tree[at], here)
            at += at & -at
    out = []
    at = top[1]
    while at >= 0:
        out.append((int(i[at]), int(j[at])))
        at = before[at]
    return out[::-1]


def _agreeing(chain: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The anchors that a neighbour bears out: one that stands alone may be chance."""
    # How far the target goes on while the source does is asked of the chain: text may be missing on one side.
    slope = median([(m - j) / (k - i) for (i, j), (k, m) in pairwise(chain)] or [1.0])
    out = []
    for n, (i, j) in enumerate(chain):
        around = chain[max(0, n - 3) : n] + chain[n + 1 : n + 4]
        if any(abs(i - a) <= NEAR and abs((j - b) - slope * (i - a)) <= DRIFT for a, b in around):
            out.append((i, j))
    return out
