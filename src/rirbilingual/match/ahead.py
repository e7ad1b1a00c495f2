"""Rows that are being added to a layer of them, made by a process of its own while the addition goes on.

Splitting texts into tokens takes as long as reading and storing them. `Ahead` hands the rows on; nothing of the
layer counts before the index takes it in, after the addition was committed. Whatever happens to the other
process, the index is then built in the usual way.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, BinaryIO

from rirbilingual.match.near import Row

_AT_ONCE = 2_000

Columns = tuple[int, str, int, str]


class Ahead:
    """Rows handed to another process, which makes a layer of them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows = 0
        self._waiting: list[Columns] = []
        self._process = subprocess.Popen(
            [sys.executable, "-m", "rirbilingual.match.ahead", str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def add(self, rows: Iterable[Columns]) -> None:
        """Hand on these rows."""
        for row in rows:
            self._waiting.append(row)
            self.rows += 1
            if len(self._waiting) >= _AT_ONCE:
                self._send(self._waiting)
                self._waiting = []

    def finish(self) -> bool:
        """Wait for the layer; whether there is one."""
        self._send(self._waiting)
        self._send("finish")
        self.stop()
        return self._process.returncode == 0

    def stop(self) -> None:
        """Let the other process end without a layer."""
        with contextlib.suppress(OSError):
            self._pipe.close()
        self._process.wait()

    def _send(self, message: list[Columns] | str) -> None:
        with contextlib.suppress(OSError):  # the process is gone: `finish` will say so
            self._pipe.write(marshal.dumps(message))

    @property
    def _pipe(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin


def _received(stream: BinaryIO) -> Iterator[Row]:
    """The rows up to the word that ends them. Raises EOFError where the sender is gone before that."""
    while (part := marshal.load(stream)) != "finish":
        yield from (Row(*columns) for columns in part)


def main(path: Path, stream: BinaryIO) -> int:
    """The other process: rows in, a layer out."""
    from rirbilingual.match.build import Builder
    from rirbilingual.match.stored import write_layer

    with contextlib.suppress(OSError):
        os.nice(1)  # whoever adds goes first
    builder = Builder(path.parent, cores=1)  # another adds meanwhile
    try:
        builder.add(_received(stream))
    except (EOFError, ValueError):
        return 1
    write_layer(builder.spools(), path)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.stdin.buffer))
