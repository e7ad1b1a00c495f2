"""Sums over a band, its best tiling and words' gains by the compiled kernel, where there is one: `kernel.c`.

Without it, `sums.py`, `best.py` and `lexical.py` reckon the same in numpy, more slowly.
"""

from __future__ import annotations

import ctypes
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.ctypeslib import ndpointer

from rirbilingual import compiled
from rirbilingual.align.lattice import NULLS, REACH, SHAPES, Band, Bytes, Singles
from rirbilingual.align.words import Side

if TYPE_CHECKING:
    from rirbilingual.align.lexical import Rows


_SHAPES = np.array(SHAPES, dtype=np.int64)
_WHOLE, _REAL = ctypes.c_int64, ctypes.c_double
_INTS, _FLOATS, _SINGLES, _BYTES, _BOOLS = (
    ndpointer(kind, flags="C_CONTIGUOUS") for kind in (np.int64, np.float64, np.float32, np.int8, np.bool_)
)
_SPAN = (_INTS, _INTS, _WHOLE, _WHOLE)


class _Band(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_void_p) for name in ("low", "high", "first")),
        *((name, ctypes.c_int64) for name in ("rows", "size")),
        ("shapes", ctypes.c_void_p),
        *((name, ctypes.c_int64) for name in ("count", "nulls", "reach")),
    )

    def __init__(self, band: Band) -> None:
        # What the addresses point to lives as long as they do.
        self._held = [np.ascontiguousarray(numbers) for numbers in (band.low, band.high, band.first, _SHAPES)]
        low, high, first, shapes = (numbers.ctypes.data for numbers in self._held)
        super().__init__(low, high, first, band.rows, band.size, shapes, len(SHAPES), NULLS, REACH)


@cache
def loaded() -> Kernel | None:
    """The kernel; None where there is none, or it is not wanted."""
    library = compiled.kernel(Path(__file__).parent)
    return Kernel(library) if library else None


class Kernel:
    """The kernel for arrays of numpy. Its methods raise MemoryError."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._sums, self._best, self._gains = (
            getattr(library, f"rir_align_{name}") for name in ("sums", "best", "gains")
        )
        self._sums.argtypes = (ctypes.POINTER(_Band), _SINGLES, _REAL, _SINGLES, _FLOATS)
        self._best.argtypes = (ctypes.POINTER(_Band), _SINGLES, _BYTES)
        self._gains.argtypes = (
            _INTS, _INTS, _FLOATS, *_SPAN, *_SPAN, _BOOLS, _WHOLE, _WHOLE, _REAL, _REAL, _SINGLES,
        )  # fmt: skip

    def sums(self, band: Band, scores: Singles, run: float) -> tuple[Singles, float, float]:
        """See `sums.sums`: the fields of its answer."""
        out, totals = np.empty_like(scores), np.empty(2)
        _checked(self._sums(_Band(band), scores, run, out, totals))
        return out, float(totals[0]), float(totals[1])

    def came(self, band: Band, gains: Singles) -> Bytes:
        """See `best.came`."""
        out = np.empty(band.size, dtype=np.int8)
        _checked(self._best(_Band(band), gains, out))
        return out

    def gains(
        self,
        rows: Rows,
        givens: Side,
        tolds: Side,
        given: tuple[int, int],
        told: tuple[int, int],
        reach: int,
        background: float,
        most: float,
    ) -> Singles:
        """See `lexical.gains`. background, most: the share and the bound that are told there."""
        out = np.empty((told[1] - told[0] + 1, 4, reach, given[1] - given[0]), dtype=np.float32)
        spans = (givens.tokens, givens.starts, *given, tolds.tokens, tolds.starts, *told)
        kinds = (tolds.numeric, len(tolds.forms))
        _checked(
            self._gains(rows.first, rows.others, rows.ratio, *spans, *kinds, reach, background, most, out)
        )
        return out


def _checked(wrong: int) -> None:
    if wrong == compiled.NO_MEMORY:
        raise MemoryError
