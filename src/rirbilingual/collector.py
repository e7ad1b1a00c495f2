"""Work that makes very many values and no cycles: the garbage collector looks for some seldom meanwhile."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Values more than were freed; Python's 700 cost an import of a million units a fifth of its time, and 200,000 a
# publication of thousands of pairs a thirtieth.
_SELDOM = 1_000_000
_OF_A_WORKER = 250_000  # which makes documents, too: they leave cycles behind


def henceforth() -> None:
    """From now on Python's collector of cycles runs seldom: in a worker."""
    gc.set_threshold(_OF_A_WORKER, *gc.get_threshold()[1:])


@contextmanager
def seldom() -> Iterator[None]:
    """Inside, Python's collector of cycles runs seldom. It stays switched off where it was."""
    before = gc.get_threshold()
    gc.set_threshold(max(_SELDOM, before[0]) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
