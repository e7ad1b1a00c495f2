"""Many queries at once to the nearest rows of each, on all cores.

The layers are mapped files, so a forked process has them at once, without reading or copying anything. Where a
process cannot be forked safely (other threads, another system), or it would not pay, all is done here.
"""

from __future__ import annotations

import marshal
import os
import sys
import threading
from collections.abc import Collection, Sequence
from typing import NamedTuple

from rirbilingual.match.index import Index
from rirbilingual.match.layer import Near

WORTH_IT = 20_000_000  # queries × rows below which a process costs more time than it saves


class Query(NamedTuple):
    """What is sought: see `Index.nearest`."""

    tokens: tuple[str, ...]
    limit: int
    skip: Collection[int]


def nearest(
    index: Index, queries: Sequence[Query], *, threshold: int, processes: int | None = None
) -> list[list[Near]]:
    """The nearest rows of each query, in order. processes: by default one a core, where that pays."""
    index.refresh()
    rows = sum(len(layer.rows) for layer, _ in index.layers())
    count = processes or (_cores() if len(queries) * rows >= WORTH_IT else 1)
    count = max(1, min(count, len(queries)))
    parts = [queries[start::count] for start in range(count)]
    children = [_forked(index, part, threshold) for part in parts[1:]] if _may_fork() else []
    done = [_here(index, parts[0], threshold)]
    for number, part in enumerate(parts[1:]):
        found = _received(*children[number]) if children else None
        done.append(_here(index, part, threshold) if found is None else found)
    out: list[list[Near]] = [[] for _ in queries]
    for start, part_found in enumerate(done):
        out[start::count] = part_found
    return out


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _may_fork() -> bool:
    return sys.platform == "linux" and threading.active_count() == 1


def _here(index: Index, queries: Sequence[Query], threshold: int) -> list[list[Near]]:
    return [index.found(q.tokens, threshold=threshold, limit=q.limit, skip=q.skip) for q in queries]


def _forked(index: Index, queries: Sequence[Query], threshold: int) -> tuple[int, int]:
    """A process that works on these queries: its number, and where its answer is read."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    code = 1
    try:
        os.close(reading)
        found = [[tuple(near) for near in row] for row in _here(index, queries, threshold)]
        with os.fdopen(writing, "wb") as stream:
            stream.write(marshal.dumps(found))
        code = 0
    finally:
        os._exit(code)  # nothing of the parent's is closed or flushed a second time


def _received(child: int, reading: int) -> list[list[Near]] | None:
    """A process's answer, None where it died before it had one."""
    with os.fdopen(reading, "rb") as stream:
        data = stream.read()
    _, status = os.waitpid(child, 0)
    if status:
        return None
    return [[Near(*near) for near in row] for row in marshal.loads(data)]
