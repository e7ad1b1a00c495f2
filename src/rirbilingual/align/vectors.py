"""Vectors of two sides' sentences to how alike the sides of a bead are: what a model knows beyond words.

A bead's likeness is the cosine between the sums of its sides' vectors, less what is usual for these sentences
with their nearest ones over there: a text in which everything resembles everything gains nothing
(Artetxe and Schwenk 2019).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from rirbilingual.align.words import Floats, Ints
from rirbilingual.errors import RirError

Number = TypeVar("Number", np.float32, np.float64)
Vectors = npt.NDArray[np.float32]
Encoder = Callable[[Sequence[str]], npt.ArrayLike]
"""Sentences to vectors, a row each: near vectors for one meaning, whatever the language."""

BATCH = 32  # sentences given to a model at once, of like length, so that little is padded
NEAREST = 4  # sentences over there whose mean likeness is the usual one
BLOCK = 256  # rows compared at once with the whole other side
ROWS = 32  # and with what is near them
SCALE = 6.0  # brings a likeness to the size of the other features


@dataclass(frozen=True)
class Likeness:
    """Two sides' vectors and usual likenesses, each summed up to every vertex."""

    source: Vectors
    target: Vectors
    usual_source: Floats
    usual_target: Floats

    @classmethod
    def of(cls, encode: Encoder, source: Sequence[str], target: Sequence[str]) -> Likeness:
        ours, theirs = encoded(encode, source), encoded(encode, target)
        if ours.shape[1] != theirs.shape[1]:
            raise RirError("vectors of two lengths", "the encoder", "give the same model for both sides")
        return cls(
            _summed(ours), _summed(theirs), _summed(_usual(ours, theirs)), _summed(_usual(theirs, ours))
        )

    def between(self, n: int, m: int, i: Ints, j: Ints) -> Floats:
        """The likeness of n source sentences from each i with m target sentences from each j."""
        usual = self.usual(n, 0, i, j) / n + self.usual(0, m, i, j) / m
        return np.asarray(SCALE * self._cosine(n, m, i, j) - usual / 2, dtype=np.float64)

    def gained(self, n: int, m: int, i: Ints, j: Ints) -> Floats:
        """How much more alike the sides of a bead are than without its outer sentence that helps least."""
        fewer = [
            self._cosine(n - 1, m, i + at, j) for at in (0, 1) if n > 1
        ] + [self._cosine(n, m - 1, i, j + at) for at in (0, 1) if m > 1]  # fmt: skip
        return np.asarray(SCALE * (self._cosine(n, m, i, j) - np.max(fewer, axis=0)), dtype=np.float64)

    def usual(self, n: int, m: int, i: Ints, j: Ints) -> Floats:
        """How alike these sentences are to their nearest ones over there, summed."""
        ours = self.usual_source[i + n] - self.usual_source[i]
        return np.asarray(SCALE * (ours + self.usual_target[j + m] - self.usual_target[j]))

    def _cosine(self, n: int, m: int, i: Ints, j: Ints) -> Vectors:
        """Of beads row by row: what a few rows reach is multiplied whole."""
        bounds = np.nonzero(np.diff(i // ROWS))[0] + 1
        parts = zip(np.split(i, bounds), np.split(j, bounds), strict=True)
        return np.concatenate([self._near(n, m, *part) for part in parts])

    def _near(self, n: int, m: int, i: Ints, j: Ints) -> Vectors:
        top, left = int(i.min()), int(j.min())
        ours = _lengthened(self.source[top + n : i.max() + n + 1] - self.source[top : i.max() + 1])
        theirs = _lengthened(self.target[left + m : j.max() + m + 1] - self.target[left : j.max() + 1])
        return np.asarray((ours @ theirs.T)[i - top, j - left])


def encoded(encode: Encoder, sentences: Sequence[str]) -> Vectors:
    """A vector of length 1 for each sentence. Raises RirError where the encoder gives something else."""
    order = sorted(range(len(sentences)), key=lambda n: len(sentences[n]))
    rows: list[npt.NDArray[np.float32]] = []
    for start in range(0, len(order), BATCH):
        held = [sentences[n] or "." for n in order[start : start + BATCH]]
        found = np.asarray(encode(held), dtype=np.float32)
        if found.ndim != 2 or len(found) != len(held) or not np.isfinite(found).all():
            raise RirError("not a vector a sentence", "the encoder", "give a function from texts to rows")
        rows.append(found)
    vectors = np.concatenate(rows)
    out = np.empty_like(vectors)
    out[order] = vectors
    return _lengthened(out)


def _lengthened(vectors: Vectors) -> Vectors:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-6), dtype=np.float32)


def _usual(ours: Vectors, theirs: Vectors) -> Floats:
    """The mean cosine of each sentence with its nearest ones over there."""
    nearest = min(NEAREST, len(theirs))
    out = np.empty(len(ours))
    for top in range(0, len(ours), BLOCK):
        alike = ours[top : top + BLOCK] @ theirs.T
        out[top : top + BLOCK] = np.partition(alike, -nearest, axis=1)[:, -nearest:].mean(axis=1)
    return out


def _summed(values: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """What stands before each vertex, summed."""
    return np.concatenate([np.zeros_like(values[:1]), np.cumsum(values, axis=0)])
