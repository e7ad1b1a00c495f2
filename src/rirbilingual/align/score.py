"""Two sides and a lexicon to the scores of beads: what each feature of a bead weighs, summed.

A bead's features: its shape, lengths (Gale and Church 1993), words that have a translation on the other side
and words that have none, numbers, how its sentences begin and end, titles; and how alike their vectors are, where a
model gave some.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rirbilingual.align.edges import Edges, edges
from rirbilingual.align.lattice import NEVER, NULLS, SHAPES, Band, Singles
from rirbilingual.align.lexical import Evidence, Windows
from rirbilingual.align.structure import structural
from rirbilingual.align.words import Floats, Ints

ROWS = 512  # scored at once: it bounds memory
SPREAD = 3.4  # variance of a target letter for a source letter, halved over both (Gale and Church: 6.8)

FEATURES = (
    *(f"shape {n}-{m}" for n, m in SHAPES),
    "null length", "null run", "length ratio", "length ratio squared", "length distance",
    "forward found", "forward missing", "backward found", "backward missing", "numbers found", "numbers missing",
    "forward mean", "backward mean", "opening same", "opening other", "end same", "end other",
    "titles apart", "soft inside", "hard inside",
    "opening same, many", "opening other, many", "end same, many", "end other, many",
)  # fmt: skip
WITH_VECTORS = (*FEATURES, "likeness", "likeness, many", "likeness gained", "usual likeness", "null usual")
AT = {name: n for n, name in enumerate(WITH_VECTORS)}
RUN = AT["null run"]

Feature = tuple[int, Floats | float]


def scores(evidence: Evidence, band: Band, weights: Floats) -> Singles:
    """By shape and start vertex: the bead's weighted sum, NEVER where it leaves the band."""
    layouts = evidence.source.layout, evidence.target.layout
    i, j = band.vertices
    out = np.full((len(SHAPES), band.size), NEVER, dtype=np.float32)
    for shape, index, found in features(evidence, band):
        total = np.zeros(len(index))
        for name, values in found:
            total += weights[name] * values
        if shape >= NULLS and layouts[0] and layouts[1]:
            total += structural(layouts[0], layouts[1], SHAPES[shape], i[index], j[index])
        out[shape, index] = total
    return out


def features(evidence: Evidence, band: Band) -> Iterator[tuple[int, Ints, list[Feature]]]:
    """Shape, flat numbers of start vertices, and the features of the beads that start there."""
    ours, theirs = edges(evidence.source), edges(evidence.target)
    for top in range(0, band.rows + 1, ROWS):
        bottom = min(top + ROWS, band.rows + 1)
        windows = Windows(evidence, band, top, bottom)
        block = slice(band.first[top], band.first[bottom])
        for shape, (n, m) in enumerate(SHAPES):
            held = np.nonzero(band.ends[shape, block] < band.size)[0] + block.start
            if len(held):
                i, j = (vertices[held] for vertices in band.vertices)
                if shape < NULLS:
                    said = _null(ours, theirs, n, m, i, j)
                else:
                    said = [
                        *_lengths(ours, theirs, evidence.ratio, n, m, i, j),
                        *_words(windows, n, m, i, j),
                        *_marks(ours, theirs, n, m, i, j),
                    ]
                yield shape, held, [(shape, 1.0), *said, *_alike(evidence, n, m, i, j)]


def _null(ours: Edges, theirs: Edges, n: int, m: int, i: Ints, j: Ints) -> list[Feature]:
    return [(AT["null length"], np.log(ours.letters(i, n) + theirs.letters(j, m)) - 4.0)]


def _lengths(ours: Edges, theirs: Edges, ratio: float, n: int, m: int, i: Ints, j: Ints) -> list[Feature]:
    s, t = ours.letters(i, n) * ratio, theirs.letters(j, m)
    apart = np.abs(np.log((t + 6) / (s + 6)))
    return [
        (AT["length ratio"], apart),
        (AT["length ratio squared"], np.minimum(apart * apart, 4.0)),
        (AT["length distance"], np.minimum((t - s) ** 2 / (SPREAD * (t + s)), 30.0)),
    ]


def _words(windows: Windows, n: int, m: int, i: Ints, j: Ints) -> list[Feature]:
    forward, backward, s_words, t_words = windows.found((n, m), i, j)
    return [
        (AT["forward found"], forward[0]),
        (AT["forward missing"], forward[1]),
        (AT["backward found"], backward[0]),
        (AT["backward missing"], backward[1]),
        (AT["numbers found"], forward[2] + backward[2]),
        (AT["numbers missing"], forward[3] + backward[3]),
        (AT["forward mean"], forward.sum(axis=0) / (t_words + 1)),
        (AT["backward mean"], backward.sum(axis=0) / (s_words + 1)),
    ]


def _alike(evidence: Evidence, n: int, m: int, i: Ints, j: Ints) -> list[Feature]:
    """What vectors say of a bead, or of what stands alone."""
    alike = evidence.alike
    if alike is None:
        return []
    usual = alike.usual(n, m, i, j)
    if not n or not m:
        return [(AT["null usual"], usual)]
    found: list[Feature] = [(AT["usual likeness"], usual / (n + m))]
    if n + m == 2:
        return [*found, (AT["likeness"], alike.between(n, m, i, j))]
    return [
        *found,
        (AT["likeness, many"], alike.between(n, m, i, j)),
        (AT["likeness gained"], alike.gained(n, m, i, j)),
    ]


def _marks(ours: Edges, theirs: Edges, n: int, m: int, i: Ints, j: Ints) -> list[Feature]:
    many = ", many" if n + m > 2 else ""
    opening = ours.opening[i] == theirs.opening[j]
    end = ours.end[i + n - 1] == theirs.end[j + m - 1]
    found: list[Feature] = [
        (AT["opening same" + many], opening * 1.0),
        (AT["opening other" + many], ~opening * 1.0),
        (AT["end same" + many], end * 1.0),
        (AT["end other" + many], ~end * 1.0),
        (AT["titles apart"], np.minimum(np.abs(ours.titles(i, n) - theirs.titles(j, m)), 2.0)),
    ]
    if many:
        soft = ours.soft[i + n - 1] - ours.soft[i] + theirs.soft[j + m - 1] - theirs.soft[j]
        found += [(AT["soft inside"], soft), (AT["hard inside"], n + m - 2 - soft)]
    return found
