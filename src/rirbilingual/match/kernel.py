"""Queries and one layer to the nearest rows by the compiled kernel, where there is one: `kernel.c`, called by ctypes.

Without it, `search.py` gives the same answers, more slowly. While it works, other threads do.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path

from rirbilingual import compiled
from rirbilingual.match.near import LOWEST, Damaged, Near

_POINTERS = (
    "length_starts", "entry_tokens", "signatures", "posting_starts", "postings", "positions", "row_starts",
    "rows", "standings",
)  # fmt: skip
_SIZES = ("longest", "entries", "tokens", "posting_lists", "posting_count", "row_count")


class _Layer(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_void_p) for name in (*_POINTERS, "token_starts")),
        *((name, ctypes.c_uint64) for name in _SIZES),
    )


class _Query(ctypes.Structure):
    _fields_ = (
        ("ids", ctypes.c_void_p),
        ("size", ctypes.c_uint64),
        ("skip", ctypes.c_void_p),
        ("skipped", ctypes.c_uint64),
        ("out", ctypes.c_void_p),
        ("limit", ctypes.c_uint64),
        ("found", ctypes.c_uint64),
    )


@cache
def loaded() -> ctypes.CDLL | None:
    """The kernel; None where there is none, or it is not wanted."""
    library = compiled.kernel(Path(__file__).parent)
    if not library:
        return None
    pointer, number = ctypes.c_void_p, ctypes.c_uint64
    library.rir_kernel_open.argtypes = (pointer,)
    library.rir_kernel_nearest.argtypes = (pointer, pointer, number, pointer, number, number, number)
    return library


class Compiled:
    """A layer as the kernel sees it. Raises Damaged where its arrays do not fit each other.

    buffers: the layer's arrays as bytes, writable because only such ones tell ctypes their address; nothing is
    written to them.
    """

    def __init__(self, library: ctypes.CDLL, buffers: Mapping[str, memoryview | bytearray]) -> None:
        size = {name: memoryview(buffer).nbytes for name, buffer in buffers.items()}
        lengths, entries = size["length_starts"] // 4, size["row_starts"] // 4 - 1
        row_count, posting_count = size["rows"] // 8, size["positions"]
        if (
            lengths < 2
            or size["signatures"] != 16 * entries
            or size["postings"] != 4 * posting_count
            or size["standings"] != 8 * row_count
        ):
            raise Damaged("its arrays do not fit each other")
        self._library = library
        self._row_count = row_count
        # What the addresses point to lives as long as they do.
        self._held = [*buffers.values(), array("Q", bytes(8 * lengths))]
        self._layer = _Layer(
            *(_address(buffers[name]) for name in _POINTERS),
            _address(self._held[-1]),
            lengths - 2,
            entries,
            size["entry_tokens"] // 4,
            size["posting_starts"] // 8,
            posting_count,
            row_count,
        )
        if library.rir_kernel_open(ctypes.byref(self._layer)):
            raise Damaged("its entries are not where their lengths say")

    def nearest(
        self,
        queries: Sequence[Sequence[int]],
        limits: Sequence[int],
        skips: Sequence[Collection[int]],
        *,
        threshold: int,
        dead: Collection[int] = (),
    ) -> list[list[Near]]:
        """See `Layer.nearest_of_each`; queries are token ids. Raises Damaged."""
        limits = [max(0, min(limit, self._row_count)) for limit in limits]
        ids = array("I", [i for query in queries for i in query])
        skip = array("q", [row for skipped in skips for row in sorted(skipped)])
        gone = array("q", sorted(dead))
        out = array("q", bytes(32 * sum(limits)))
        at_ids, at_skip, at_out, at_gone = (numbers.buffer_info()[0] for numbers in (ids, skip, out, gone))
        asked = (_Query * len(queries))()
        starts = accumulate(limits, initial=0)
        for one, query, limit, skipped, start in zip(asked, queries, limits, skips, starts, strict=False):
            one.ids, one.size, one.limit = at_ids, len(query), limit
            one.skip, one.skipped, one.out = at_skip, len(skipped), at_out + 32 * start
            at_ids += 4 * len(query)
            at_skip += 8 * len(skipped)
        wrong = self._library.rir_kernel_nearest(
            ctypes.byref(self._layer), asked, len(asked), at_gone, len(gone), threshold, LOWEST
        )
        if wrong:
            raise MemoryError if wrong == compiled.NO_MEMORY else Damaged("a number in it points outside")
        found = []
        for one, start in zip(asked, accumulate(limits, initial=0), strict=False):
            numbers = out[4 * start : 4 * (start + one.found)]
            found.append(
                [
                    Near(distance / longer, -standing, row, distance, longer)
                    for row, standing, distance, longer in zip(*[iter(numbers)] * 4, strict=True)
                ]
            )
        return found


def _address(buffer: memoryview | bytearray | array[int]) -> int:
    """Where the buffer's bytes lie, 0 for none."""
    view = memoryview(buffer).cast("B")
    return ctypes.addressof(ctypes.c_char.from_buffer(view)) if view.nbytes else 0
