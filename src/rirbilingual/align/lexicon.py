"""Two sides, and beads between them, to a lexicon: how likely a word is the other's translation.

What is known before any bead: the seed lexicons, the termbase, words that are spelled alike. What beads teach
is added by expectation and maximisation over the words that stand in one bead (Brown et al. 1993, model 1),
with what was known as its prior.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from rirbilingual.align import seeds
from rirbilingual.align.words import Floats, Ints, Side, numbered, spread

Weighed = tuple[int, int, int, int, float]  # source range, target range, how much the bead counts

KNOWN = 0.8  # probability that a word has one of its known translations
ROUNDS = 4  # of expectation and maximisation
PRIOR = 3.0  # occurrences that what was known before weighs
NOTHING = 3.0  # times its frequency that a word may translate nothing
DISCOUNT = 0.6  # of an occurrence: a pair seen once teaches little
MOST_PAIRS = 6_000_000  # of words in one bead, from which a lexicon is learnt: it bounds memory
SMALLEST = 0.01  # probability below which a pair is dropped


@dataclass(frozen=True)
class Lexicon:
    """Pairs of types with both probabilities: `forward` of the target given the source, `backward`."""

    source: Ints
    target: Ints
    forward: Floats
    backward: Floats


def known(source: Side, target: Side, terms: seeds.Entries = ()) -> Lexicon:
    """What is known of the two sides' words before they are aligned."""
    pairs: dict[tuple[int, int], float] = {}
    t_types = {form: n for n, form in enumerate(target.forms)}
    for held in (*seeds.fitting(source, target), seeds.terms(tuple(terms))):
        for s, form in enumerate(source.forms):
            for translation in held.get(form, ()):
                if (t := t_types.get(translation)) is not None:
                    pairs[s, t] = 1.0
    for s, t, weight in _alike(source, target):
        pairs[s, t] = max(weight, pairs.get((s, t), 0.0))
    if not pairs:
        empty = np.zeros(0, dtype=np.int64)
        return Lexicon(empty, empty, np.zeros(0), np.zeros(0))
    index = np.array(list(pairs), dtype=np.int64)
    weights = np.array(list(pairs.values()))
    s_all, t_all = index[:, 0], index[:, 1]
    # A word's mass is shared among its translations by how frequent these are here.
    mass_t = weights * np.sqrt(target.frequency[t_all])
    mass_s = weights * np.sqrt(source.frequency[s_all])
    forward = KNOWN * weights * mass_t / np.bincount(s_all, mass_t, len(source.forms))[s_all]
    backward = KNOWN * weights * mass_s / np.bincount(t_all, mass_s, len(target.forms))[t_all]
    return Lexicon(s_all, t_all, forward, backward)


def _alike(source: Side, target: Side) -> Iterable[tuple[int, int, float]]:
    """Types spelled alike: the same, or sharing a beginning and most of their letters."""
    from rapidfuzz.distance import JaroWinkler, Prefix

    by_start: dict[str, list[int]] = defaultdict(list)
    same = {form: n for n, form in enumerate(target.forms)}
    for n, word in enumerate(target.spelled):
        if len(word) >= 4 and not word[0].isdigit():
            by_start[word[:3]].append(n)
    for n, word in enumerate(source.spelled):
        if word[0].isdigit():
            if word in same:
                yield n, same[word], 1.0
            continue
        if len(word) >= 3 and source.forms[n] in same:
            yield n, same[source.forms[n]], 0.6 if len(word) == 3 else 0.9
        if len(word) < 4:
            continue
        for m in by_start.get(word[:3], ()):
            other = target.spelled[m]
            shared = Prefix.similarity(word, other)
            if shared >= 4 or len(word) <= 5:
                similarity = JaroWinkler.similarity(word, other, prefix_weight=0.05)
                if similarity >= 0.85 and shared >= 0.5 * max(len(word), len(other)):
                    yield n, m, 4 * (similarity - 0.8)


def learnt(source: Side, target: Side, beads: Sequence[Weighed], prior: Lexicon) -> Lexicon:
    """The lexicon that beads teach, with what was known before as its prior.

    beads: source range, target range, and how much the bead counts (its probability).
    """
    s, t, s_group, t_group, weight = _together(source, target, _affordable(source, target, beads))
    width = len(target.forms)
    keys, inverse = numbered(np.concatenate([s * width + t, prior.source * width + prior.target]))
    inverse, at_prior = inverse[: len(s)], inverse[len(s) :]
    key_s, key_t = keys // width, keys % width
    forward = _maximised(key_s, key_t, inverse, t_group, t, weight, at_prior, prior.forward, source, target)
    backward = _maximised(key_t, key_s, inverse, s_group, s, weight, at_prior, prior.backward, target, source)
    kept = np.maximum(forward, backward) >= SMALLEST
    return Lexicon(key_s[kept], key_t[kept], forward[kept], backward[kept])


def _affordable(source: Side, target: Side, beads: Sequence[Weighed]) -> Sequence[Weighed]:
    """The beads, or as many of them, evenly spread, as make MOST_PAIRS pairs of words."""
    total = sum(
        int(source.starts[k] - source.starts[i]) * int(target.starts[m] - target.starts[j])
        for i, k, j, m, _ in beads
    )
    return beads[:: max(1, -(-total // MOST_PAIRS))]


def _together(source: Side, target: Side, beads: Sequence[Weighed]) -> tuple[Ints, Ints, Ints, Ints, Floats]:
    """Every pair of distinct types that stand in one bead; the number of the bead's word on either side, and its
    weight."""
    spans = np.array([bead[:4] for bead in beads], dtype=np.int64).reshape(-1, 4).T
    s, s_first = _distinct(source, spans[0], spans[1])
    t, t_first = _distinct(target, spans[2], spans[3])
    bead = np.repeat(np.arange(len(beads)), np.diff(s_first))  # of each source word
    s_group = np.repeat(np.arange(len(s)), np.diff(t_first)[bead])
    t_group, _ = spread(np.arange(len(t)), t_first[bead], t_first[bead + 1])
    weight = np.array([bead[4] for bead in beads], dtype=np.float64)
    return s[s_group], t[t_group], s_group, t_group, weight[bead][s_group]


def _distinct(side: Side, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """The distinct types of each span of sentences, one span after the other, and where each span's begin."""
    types, first = spread(side.tokens, side.starts[start], side.starts[end])
    width = len(side.forms)
    held, _ = numbered(np.repeat(np.arange(len(start)), np.diff(first)) * width + types)
    size = np.bincount(held // width, minlength=len(start))
    return held % width, np.concatenate([[0], np.cumsum(size)])


def _maximised(
    given: Ints, told: Ints, pair: Ints, group: Ints, word: Ints, weight: Floats, at_prior: Ints, prior: Floats,
    givens: Side, tolds: Side,
) -> Floats:  # fmt: skip
    """Probabilities of `told` given `given`, by pair. group: one for each word of each bead; what is expected of it
    is shared among the words of the bead's other side."""
    size = len(given)
    base = np.zeros(size)
    base[at_prior] = prior
    if not len(pair):
        return base
    frequency = tolds.frequency / max(1, int(tolds.frequency.sum()))
    groups = int(group.max()) + 1
    nothing, worth = np.ones(groups), np.zeros(groups)  # so they stay for a word that no word stands opposite
    nothing[group], worth[group] = NOTHING * frequency[word], weight
    held = np.bincount(given, PRIOR * base, len(givens.forms))
    probability = np.maximum(base, 1e-3) + 2 * frequency[told]
    likely, shared = np.empty(len(pair)), np.empty(len(pair))
    for _ in range(ROUNDS):
        np.take(probability, pair, out=likely, mode="clip")  # which checks nothing; all pairs are there
        np.take(worth / (np.bincount(group, likely, groups) + nothing), group, out=shared, mode="clip")
        expected = np.bincount(pair, np.multiply(likely, shared, out=likely), size)
        seen = np.bincount(given, expected, len(givens.forms))
        probability = np.maximum(expected - DISCOUNT, 0.0) + PRIOR * base
        probability /= (seen + held + 0.5)[given]
    return np.asarray(probability)
