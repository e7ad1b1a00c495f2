"""The gold sets to src/rirbilingual/align/weights.toml: weights of features, and of confidence.

    python benchmarks/align/train.py [--held-out | --confidence] [--vectors]

A log-linear model over tilings, trained to make the gold tiling likely (L-BFGS; a quadratic prior keeps weights
small). `--held-out` writes nothing: it trains without each kind of text in turn and measures on it, which says
what to expect of texts not seen. `--confidence` leaves the weights of features as they are. The seed lexicons were not made from any of the sets.
`--vectors` trains the tables for use with sentence vectors, by the model of the extra `vectors`,
without the long law: vectors are only asked where words leave doubt, and plain law leaves none. A second
table of theirs goes a part of the way from there to where most gold beads are expected in free text: it chooses the
tiling, and says nothing of how sure beads are, which the first says better; confidence learns from the first alone.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from gold import HERE, Gold, counted, f1, replaced, sets
from scipy.optimize import minimize

from rirbilingual.align import confidence, lattice, tiling
from rirbilingual.align.encoders import PACKAGED, encoder
from rirbilingual.align.score import FEATURES, RUN, WITH_VECTORS, features
from rirbilingual.align.sums import sums
from rirbilingual.align.vectors import Encoder
from rirbilingual.align.words import Floats, side

TARGET = HERE.parent.parent / "src" / "rirbilingual" / "align" / "weights.toml"
PRIOR = 0.5  # inverse variance of a weight
TUNED = 0.25  # of the way to most expected gold beads; the whole way fits texts seen, and loses on others
LONG = 1000  # sentences from which a set teaches nothing about vectors
CAUTION = 1.3  # what a wrong bead counts for the confidence: in a memory it does more harm than a right one does good
# Of a wrong bead, what one counts that holds a sentence put in another's place: few texts hold one.
REPLACED = 0.4
# What must not speak for a bead, or against it: examples that happen to be of equal lengths would teach otherwise.
SIGNS = {"support": (0, None), "support around": (0, None), "length apart": (None, 0)}
PLAIN = 0.3  # what laws and guides count: they are long, and nearly all 1-1


Counted = tuple[tuple[int, ...], tuple[int, ...]]  # a bead's sentences, as the gold has them
Found = Sequence[tuple[tuple[int, int], tuple[int, int], float]]  # beads with how probable each is
# Weights that say how probable beads are, and those that choose the tiling where others do.
Table = tuple[Floats, ...]


class Lesson:
    """A gold set with its features reckoned, and the beads that its gold allows."""

    def __init__(self, gold: Gold, encode: Encoder | None = None) -> None:
        self.gold = gold
        self.encode = encode
        self.evidence, self.band = seen(gold.source, gold.target, encode)
        self.blocks = [
            (shape, index, np.array([name for name, _ in found]), _stacked(found, len(index)))
            for shape, index, found in features(self.evidence, self.band)
        ]
        self.allowed, self.right = self._gold_beads()
        self.weight = PLAIN if gold.name.startswith(("laws", "play")) else 1.0

    def _gold_beads(self) -> tuple[np.ndarray, np.ndarray]:
        """By shape and start vertex: whether the gold allows the bead, and whether it holds it. A gold bead of
        another shape may be tiled in any way; what the gold leaves out, by null beads only."""
        allowed = np.zeros((len(lattice.SHAPES), self.band.size), dtype=bool)
        right = np.zeros_like(allowed)
        i, j = self.band.vertices
        for (a, c), (b, d), null in _regions(self.gold):
            shape = (c - a, d - b)
            if not null and shape in lattice.SHAPES and self.band.low[a] <= b <= self.band.high[a]:
                at = self.band.index(np.array([a]), np.array([b]))[0]
                allowed[lattice.SHAPES.index(shape), at] = right[lattice.SHAPES.index(shape), at] = True
                continue
            for number, (n, m) in enumerate(lattice.SHAPES):
                if not null or number < lattice.NULLS:
                    allowed[number] |= (i >= a) & (i + n <= c) & (j >= b) & (j + m <= d)
        return allowed, right

    def scores(self, weights: Floats) -> Floats:
        out = np.full((len(lattice.SHAPES), self.band.size), lattice.NEVER, dtype=np.float32)
        for shape, index, names, values in self.blocks:
            out[shape, index] = weights[names] @ values
        return out

    def likelihood(self, weights: Floats) -> tuple[float, Floats]:
        """The gold's log likelihood, and its gradient."""
        scores = self.scores(weights)
        return self._apart(weights, np.where(self.allowed, scores, lattice.NEVER), scores)

    def hits(self, weights: Floats) -> tuple[float, Floats]:
        """Twice the number of gold beads expected, and its gradient: the mean of it as they score up to 1 less and
        up to 1 more, which makes it smooth."""
        scores = self.scores(weights)
        return self._apart(weights, scores + self.right, scores - self.right)

    def _apart(self, weights: Floats, more: Floats, less: Floats) -> tuple[float, Floats]:
        """The log sum of all tilings with some scores, less that with others, and the gradient of that."""
        high, low = sums(self.band, more, weights[RUN]), sums(self.band, less, weights[RUN])
        wanted = _probability(high.log_probability) - _probability(low.log_probability)
        gradient = np.zeros(len(weights))
        for shape, index, names, values in self.blocks:
            gradient[names] += values @ wanted[shape, index]
        gradient[RUN] += high.runs - low.runs
        return high.total - low.total, gradient

    def beads(self, weights: Table) -> Found:
        summed = (sums(self.band, self.scores(by), by[RUN]) for by in weights)
        return tiling.tiled(*(tiling.Reckoned(self.band, _probability(s.log_probability)) for s in summed))


def seen(source: Sequence[str], target: Sequence[str], encode: Encoder | None):
    evidence, band = tiling.evidence(side(source), side(target))
    return (tiling.asked(evidence, band, encode) if encode else evidence), band


def _stacked(found: Iterable[tuple[int, object]], width: int) -> np.ndarray:
    return np.stack([np.broadcast_to(np.asarray(value, dtype=np.float32), width) for _, value in found])


def _probability(logs: Floats) -> Floats:
    return np.exp(np.minimum(logs, 0.0))


def _regions(gold: Gold) -> list[tuple[tuple[int, int], tuple[int, int], bool]]:
    """The gold's beads in order with what lies between them; a bead that crosses an earlier one is left out."""
    i = j = 0
    out = []
    for source, target in sorted(gold.beads):
        if source[0] < i or target[0] < j:
            continue
        if source[0] > i or target[0] > j:
            out.append(((i, source[0]), (j, target[0]), True))
        out.append(((source[0], source[-1] + 1), (target[0], target[-1] + 1), False))
        i, j = source[-1] + 1, target[-1] + 1
    if i < len(gold.source) or j < len(gold.target):
        out.append(((i, len(gold.source)), (j, len(gold.target)), True))
    return out


def trained(lessons: Sequence[Lesson], start: Floats, rounds: int) -> Table:
    vectors = len(start) > len(FEATURES)
    likeliest = _best(Lesson.likelihood, lessons, np.zeros(len(start)), start, rounds)
    return (likeliest, tuned(lessons, likeliest)) if vectors else (likeliest,)


def tuned(lessons: Sequence[Lesson], likeliest: Floats) -> Floats:
    free = [lesson for lesson in lessons if lesson.weight == 1.0]
    most = _best(Lesson.hits, free, likeliest, likeliest, 30)
    return likeliest + TUNED * (most - likeliest)


def _best(
    aim: Callable[[Lesson, Floats], tuple[float, Floats]],
    lessons: Sequence[Lesson],
    centre: Floats,
    start: Floats,
    rounds: int,
) -> Floats:
    """Weights with the most of what is aimed at, less what the prior takes for being far from the centre."""

    def loss(weights: Floats) -> tuple[float, Floats]:
        far = weights - centre
        value, gradient = -PRIOR * (far @ far) / 2, -PRIOR * far
        for lesson in lessons:
            reached, slope = aim(lesson, weights)
            value, gradient = value + lesson.weight * reached, gradient + lesson.weight * slope
        return -value, -gradient

    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds}).x


# --------------------------------------------------------------------------- confidence


def examples(lessons: Sequence[Lesson], weights: Table) -> tuple[Floats, Floats, Floats]:
    """What beads show, whether they are right, and what each counts: of the gold pairs, of texts that do not belong
    together, and of sentences that translate nothing."""
    rows, right, counts = [], [], []

    def add(shown: Floats, good: Floats, wrong: float = CAUTION) -> None:
        rows.append(shown)
        right.append(good)
        counts.append(np.where(good > 0, 1.0, wrong))

    for lesson in lessons:
        add(*judged(lesson, lesson.beads(weights)))
    golds = [lesson.gold for lesson in lessons]
    for lesson in lessons:
        other = next((other for other in golds if other.kind != lesson.gold.kind), None)
        if other is None:
            continue  # one kind alone: nothing that does not belong to it
        found, evidence = strangers(lesson.gold.source[:300], other.target[:300], weights, lesson.encode)
        shown = confidence.shown(evidence, found)[_texts(found)]
        add(shown, np.zeros(len(shown)))
        target, places = replaced(lesson.gold, golds, seed=0)
        found, evidence = strangers(lesson.gold.source, target, weights, lesson.encode)
        held = np.array([not places.isdisjoint(theirs) for _, theirs in _counted(found)])
        shown = confidence.shown(evidence, found)[_texts(found)][held]
        add(shown, np.zeros(len(shown)), CAUTION * REPLACED)
    return np.concatenate(rows), np.concatenate(right), np.concatenate(counts)


def judged(lesson: Lesson, found: Found) -> tuple[Floats, Floats]:
    """What the beads found in a gold pair show, and whether they are right."""
    right = np.array([bead in lesson.gold.beads for bead in _counted(found)], dtype=float)
    return confidence.shown(lesson.evidence, found)[_texts(found)], right


def strangers(source: Sequence[str], target: Sequence[str], weights: Table, encode: Encoder | None):
    evidence, band = seen(source, target, encode)
    return tiling.tiled(*(tiling.probable(evidence, band, by) for by in weights)), evidence


def _texts(found: Found) -> np.ndarray:
    return np.array([i < k and j < m for (i, k), (j, m), _ in found], dtype=bool)


def _counted(found: Found) -> list[Counted]:
    return [(tuple(range(i, k)), tuple(range(j, m))) for (i, k), (j, m), _ in found if i < k and j < m]


def calibrated(rows: Floats, right: Floats, counts: Floats) -> Floats:
    """Weights of a logistic regression that would rather be too little sure than too much."""

    def loss(weights: Floats) -> tuple[float, Floats]:
        z = rows @ weights
        p = 1 / (1 + np.exp(-z))
        value = (counts * np.logaddexp(0, np.where(right > 0, -z, z))).sum() + 0.05 * weights @ weights
        return value, rows.T @ (counts * (p - right)) + 0.1 * weights

    signs = [SIGNS.get(name, (None, None)) for name in confidence.SHOWN]
    return minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B", bounds=signs).x


# --------------------------------------------------------------------------- the two ways of running


def measured(gold: Gold, found: Found) -> float:
    beads = counted(bead[:2] for bead in found)
    return f1(len(beads & gold.beads), len(beads), len(gold.beads))


def held_out(lessons: Sequence[Lesson], start: Floats) -> None:
    for kind in sorted({lesson.gold.kind for lesson in lessons}):
        others = [lesson for lesson in lessons if lesson.gold.kind != kind]
        weights = trained(others, start, 20)
        sure = calibrated(*examples(others, weights[:1]))
        for lesson in (lesson for lesson in lessons if lesson.gold.kind == kind):
            found = lesson.beads(weights)
            rows, right = judged(lesson, found)
            part = np.array([_is_part(bead, lesson.gold) for bead in _counted(found)])
            p = 1 / (1 + np.exp(-rows @ sure))
            high = p >= 0.95
            print(
                f"{lesson.gold.name:32} F1 {measured(lesson.gold, found):.4f}   sure {high.mean():.3f}"
                f" right {right[high].mean():.4f} or part of a gold bead {part[high].mean():.4f}"
                f"   mean {p.mean():.3f} right {right.mean():.3f}",
                flush=True,
            )


def _is_part(bead: Counted, gold: Gold) -> bool:
    """Whether it is a gold bead or lies within one, which a finer hand would have divided so."""
    return any(set(bead[0]) <= set(source) and set(bead[1]) <= set(target) for source, target in gold.beads)


def written(weights: Table, sure: Floats, path: Path, *, vectors: bool) -> None:
    """Write the two tables for use without vectors, or with; the others stay."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    suffix = " with vectors" if vectors else ""
    names = WITH_VECTORS if vectors else FEATURES
    tables[f"weights{suffix}"] = dict(zip(names, weights[0].tolist(), strict=True))
    if vectors:
        tables["tiling with vectors"] = dict(zip(names, weights[1].tolist(), strict=True))
    tables[f"confidence{suffix}"] = dict(zip(confidence.SHOWN, sure.tolist(), strict=True))
    lines = ["# Made by benchmarks/align/train.py from gold alignments; not written by hand."]
    for name, table in tables.items():
        lines += ["", f"[{name}]" if " " not in name else f'["{name}"]']
        lines += [f'"{feature}" = {value:.4f}' for feature, value in table.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def begun(*, vectors: bool) -> Floats:
    """Where training begins: the table that is there; features that it has not yet, at 0."""
    tables = tomllib.loads(TARGET.read_text(encoding="utf-8"))
    held = tables["weights"] | tables.get("weights with vectors", {}) if vectors else tables["weights"]
    return np.array([held.get(name, 0.0) for name in (WITH_VECTORS if vectors else FEATURES)])


def main() -> int:
    vectors = "--vectors" in sys.argv
    encode = encoder(PACKAGED) if vectors else None
    start = begun(vectors=vectors)
    lessons = [Lesson(gold, encode) for gold in sets() if not vectors or len(gold.source) < LONG]
    if "--held-out" in sys.argv:
        held_out(lessons, start)
        return 0
    if "--confidence" in sys.argv:
        weights = (start, tiling.constants("tiling with vectors", WITH_VECTORS)) if vectors else (start,)
    else:
        weights = trained(lessons, start, 60)
    for lesson in lessons:
        print(f"{lesson.gold.name:32} F1 {measured(lesson.gold, lesson.beads(weights)):.4f}", flush=True)
    sure = calibrated(*examples(lessons, weights[:1]))
    written(weights, sure, TARGET, vectors=vectors)
    return 0


if __name__ == "__main__":
    sys.exit(main())
