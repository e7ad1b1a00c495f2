"""Gains of beads in a band to the tiling that gains most."""

from __future__ import annotations

import numpy as np

from rirbilingual.align import kernel
from rirbilingual.align.lattice import ALONG, NEVER, SHAPES, Band, Bytes, Singles
from rirbilingual.align.words import Floats


def best(band: Band, gains: Singles) -> list[tuple[int, int, int]]:
    """The tiling with the largest sum of gains: source and target start, and shape, of each bead in order."""
    compiled = kernel.loaded()
    reached = compiled.came(band, gains) if compiled else came(band, gains)
    i, j = band.rows, band.columns
    out = []
    while i or j:
        shape = int(reached[int(band.first[i]) + j - int(band.low[i])])
        n, m = SHAPES[shape]
        i, j = i - n, j - m
        out.append((i, j, shape))
    return out[::-1]


def came(band: Band, gains: Singles) -> Bytes:
    """By vertex, the shape of the bead by which the best tiling comes there; -1 for none."""
    first = band.first.tolist()
    value = np.full(band.size + 1, NEVER)  # the last stands for all that is not in the band
    out = np.full(band.size, -1, dtype=np.int8)
    value[0] = 0.0
    at, flat = np.arange(len(SHAPES))[:, None] * band.size, gains.ravel()
    for i in range(band.rows + 1):
        here = slice(first[i], first[i + 1])
        if i:
            start = band.starts[:, here]
            through = value[start] + flat.take(at + start, mode="clip")
            through[ALONG] = NEVER
            out[here] = through.argmax(axis=0)
            value[here] = through.max(axis=0)
        _along(value[here], out[here], gains[ALONG, here])
    return out


def _along(value: Floats, out: Bytes, gain: Singles) -> None:
    """Take the beads that run along a row, in place."""
    values = value.tolist()
    for k, gained in enumerate(gain[:-1].tolist()):
        if values[k] + gained > values[k + 1]:
            values[k + 1] = values[k] + gained
            out[k + 1] = ALONG
    value[:] = values
