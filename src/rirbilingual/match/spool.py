"""An array that grows part by part to numbers that are read again: in memory while it is small, then on disk."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

_IN_MEMORY = 2**20  # bytes of an array; the rest goes to a temporary file that nobody else sees


class Spool:
    """Numbers of one type, appended and read back. `folder`: where the temporary file goes."""

    def __init__(self, dtype: Any, folder: Path | None = None) -> None:
        self.dtype = np.dtype(dtype)
        self.size = 0
        where = str(folder) if folder else None
        self._stream: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=where)  # noqa: SIM115

    def append(self, part: Array) -> None:
        """Put the part at the end, cast to the array's type."""
        self._stream.seek(self.size * self.dtype.itemsize)
        self._stream.write(np.ascontiguousarray(part, self.dtype).data)
        self.size += part.size

    def read(self, start: int, count: int) -> Array:
        """`count` numbers from `start` on."""
        self._stream.seek(start * self.dtype.itemsize)
        return np.frombuffer(self._stream.read(count * self.dtype.itemsize), self.dtype)

    def whole(self) -> Array:
        """All of them."""
        return self.read(0, self.size)

    def blocks(self, count: int = 2**19) -> Iterator[Array]:
        """All of them, `count` at a time."""
        for start in range(0, self.size, count):
            yield self.read(start, count)
