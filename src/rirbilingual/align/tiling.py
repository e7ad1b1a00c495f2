"""Two lists of sentences to beads that tile both, each with its probability.

Reckoned twice: first by what is known of the words beforehand, in a band around anchors; then, in a narrower
band, with a lexicon that the likely beads of the first reckoning taught.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import numpy as np

from rirbilingual.align import bands, lattice
from rirbilingual.align.anchors import anchors
from rirbilingual.align.best import best
from rirbilingual.align.confidence import SHOWN, Range, shown, sure
from rirbilingual.align.lexical import Evidence
from rirbilingual.align.lexicon import Lexicon, Weighed, known, learnt
from rirbilingual.align.score import FEATURES, RUN, WITH_VECTORS, scores
from rirbilingual.align.seeds import Entries
from rirbilingual.align.sums import sums
from rirbilingual.align.vectors import Encoder, Likeness
from rirbilingual.align.words import Floats, Side

ENOUGH = 10.0  # beads whose letters say how long the target is for the source
TAUGHT = 0.2  # probability from which a bead teaches
NULL_GAIN = 0.5  # worth of a right null bead against a right bead with text on both sides
WIDENINGS = 3
CLEAR = 0.95  # mean probability of beads from which words are enough,
PLAIN = 0.9  # and the share of them that are one to one


@dataclass(frozen=True)
class Reckoned:
    """Probabilities of beads in a band: by shape and start vertex."""

    band: lattice.Band
    probability: lattice.Singles


@cache
def constants(table: str, names: tuple[str, ...]) -> Floats:
    """A table of weights.toml in the order of those names, as trained (benchmarks/align/train.py)."""
    text = (files("rirbilingual.align") / "weights.toml").read_text(encoding="utf-8")
    held = tomllib.loads(text)[table]
    return np.array([held[name] for name in names])


def weights(alike: Likeness | None = None) -> Floats:
    """What each feature weighs, without vectors or with."""
    if alike is None:
        return constants("weights", FEATURES)
    return constants("weights with vectors", WITH_VECTORS)


def evidence(source: Side, target: Side, *, terms: Entries = ()) -> tuple[Evidence, lattice.Band]:
    """What the last reckoning is made on: the learnt lexicon, and the band that the first one left."""
    before = known(source, target, terms)
    tied = anchors(source, target, before)
    ratio = _ratio(source, target, [(i, i + 1, j, j + 1, 1.0) for i, j in tied])
    first = Evidence.of(source, target, before, ratio)
    done = reckoned(first, bands.anchored(len(source), len(target), tied))
    band = bands.narrowed(done.band, done.probability.sum(axis=0, dtype=np.float64))
    return _taught(source, target, _likely(done), before), band


def _taught(source: Side, target: Side, likely: Sequence[Weighed], before: Lexicon) -> Evidence:
    """The evidence that likely beads teach, with what was known of words before."""
    return Evidence.of(source, target, learnt(source, target, likely, before), _ratio(source, target, likely))


def _ratio(source: Side, target: Side, beads: Sequence[Weighed]) -> float:
    """Target letters for a source letter where beads are thought to be; of the whole where these are few, since
    text may be missing on one side."""
    if sum(bead[4] for bead in beads) < ENOUGH:
        return float(target.lengths.sum() / source.lengths.sum())
    i, k, j, m, p = np.array(beads).T
    ours, theirs = source.running, target.running
    at = [ends.astype(np.int64) for ends in (i, k, j, m)]
    return float((p * (theirs[at[3]] - theirs[at[2]])).sum() / (p * (ours[at[1]] - ours[at[0]])).sum())


def reckoned(evidence: Evidence, band: lattice.Band) -> Reckoned:
    """The beads' probabilities, in a band that is widened where likely tilings run along its edge."""
    weighed = weights(evidence.alike)
    for _ in range(WIDENINGS):
        done = probable(evidence, band, weighed)
        wider = bands.widened(band, done.probability.sum(axis=0, dtype=np.float64))
        if wider is None or wider.size == band.size:
            break
        band = wider
    return done


def probable(evidence: Evidence, band: lattice.Band, weighed: Floats) -> Reckoned:
    """The beads' probabilities in this band, as these weights say."""
    summed = sums(band, scores(evidence, band, weighed), float(weighed[RUN]))
    likely = np.minimum(summed.log_probability, 0.0, out=summed.log_probability)
    return Reckoned(band, np.exp(likely, out=likely))


def _likely(done: Reckoned) -> list[Weighed]:
    """The beads that teach: source range, target range, probability."""
    i, j = done.band.vertices
    out = []
    for shape in range(lattice.NULLS, len(lattice.SHAPES)):
        n, m = lattice.SHAPES[shape]
        for at in np.nonzero(done.probability[shape] > TAUGHT)[0].tolist():
            a, b = int(i[at]), int(j[at])
            out.append((a, a + n, b, b + m, float(done.probability[shape, at])))
    return out


def tiled(done: Reckoned, choosing: Reckoned | None = None) -> list[tuple[Range, Range, float]]:
    """The tiling that is expected to hold most right beads: source range, target range, probability.

    choosing: what the tiling is chosen by, in the same band, where that is not what says how probable it is.
    """
    gains = (choosing or done).probability.copy()
    gains[: lattice.NULLS] *= NULL_GAIN
    out = []
    for i, j, shape in best(done.band, gains):
        n, m = lattice.SHAPES[shape]
        at = int(done.band.index(np.array([i]), np.array([j]))[0])
        out.append(((i, i + n), (j, j + m), float(done.probability[shape, at])))
    return out


@dataclass(frozen=True)
class Tiled:
    """The beads of two sides, with what they were reckoned on."""

    evidence: Evidence
    beads: tuple[tuple[Range, Range, float], ...]
    confidence: Floats


def doubtful(beads: Sequence[tuple[Range, Range, float]]) -> bool:
    """Whether words leave so much open that vectors are worth asking: plain text does not pay for free text, which
    parts and joins many sentences."""
    likely = [p for (i, k), (j, m), p in beads if i < k and j < m]
    single = sum(i + 1 == k and j + 1 == m for (i, k), (j, m), _ in beads)
    return sum(likely) < CLEAR * len(likely) or single < PLAIN * len(likely)


def asked(seen: Evidence, band: lattice.Band, vectors: Encoder, terms: Entries = ()) -> Evidence:
    """The evidence with what a model says of the sentences, and the lexicon that the beads found by it teach."""
    source, target = seen.source, seen.target
    alike = Likeness.of(vectors, source.sentences, target.sentences)
    likely = _likely(reckoned(replace(seen, alike=alike), band))
    return replace(_taught(source, target, likely, known(source, target, terms)), alike=alike)


def aligned(source: Side, target: Side, *, terms: Entries = (), vectors: Encoder | None = None) -> Tiled:
    """The beads of two sides that hold a sentence each at least. vectors: asked where words leave doubt."""
    seen, band = evidence(source, target, terms=terms)
    beads, table = tuple(tiled(reckoned(seen, band))), "confidence"
    if vectors and doubtful(beads):
        seen = asked(seen, band, vectors, terms)
        done = reckoned(seen, band)
        choosing = probable(seen, done.band, constants("tiling with vectors", WITH_VECTORS))
        beads, table = tuple(tiled(done, choosing)), "confidence with vectors"
    return Tiled(seen, beads, sure(shown(seen, beads), constants(table, SHOWN)))
