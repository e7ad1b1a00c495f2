"""Many queries at once to the nearest rows of each, on all cores.

The kernel lets other threads work. In numpy, processes do: the layers are mapped files, so a forked process has them
at once, without reading or copying anything. Where a process cannot be forked safely (other threads, another
system), or it would not pay, all is done here.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rirbilingual.match import kernel
from rirbilingual.match.near import Damaged, Near, Query, told

if TYPE_CHECKING:
    from rirbilingual.match.index import Index

PROCESS = 20_000_000  # queries × rows below which a process costs more time than it saves
THREAD = 2_000_000  # the same of a thread

Found = list[list[Near]]


def nearest(index: Index, queries: Sequence[Query], *, threshold: int, workers: int | None = None) -> Found:
    """The nearest rows of each query, in order. workers: by default one a core, where that pays."""
    index.refresh()
    try:
        return _on_all_cores(index, queries, threshold, workers)
    except Damaged as reason:
        told("index: %s; it is built again", reason)
        index.drop()
        index.refresh()
        return _on_all_cores(index, queries, threshold, workers)


def _on_all_cores(index: Index, queries: Sequence[Query], threshold: int, workers: int | None) -> Found:
    rows = sum(len(layer) for layer, _ in index.layers())
    pays = THREAD if kernel.loaded() else PROCESS
    count = workers or (_cores() if len(queries) * rows >= pays else 1)
    count = max(1, min(count, len(queries)))
    parts = [queries[start::count] for start in range(count)]
    if count == 1:
        done = [index.nearest(queries, threshold=threshold)]
    elif kernel.loaded():
        done = _by_threads(index, parts, threshold)
    else:
        done = _by_processes(index, parts, threshold)
    out: Found = [[] for _ in queries]
    for start, found in enumerate(done):
        out[start::count] = found
    return out


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _by_threads(index: Index, parts: Sequence[Sequence[Query]], threshold: int) -> list[Found]:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(len(parts)) as pool:
        return list(pool.map(lambda part: index.nearest(part, threshold=threshold), parts))


def _by_processes(index: Index, parts: Sequence[Sequence[Query]], threshold: int) -> list[Found]:
    children = [_forked(index, part, threshold) for part in parts[1:]] if _may_fork() else []
    done = [index.nearest(parts[0], threshold=threshold)]
    for number, part in enumerate(parts[1:]):
        found = _received(*children[number]) if children else None
        done.append(index.nearest(part, threshold=threshold) if found is None else found)
    return done


def _may_fork() -> bool:
    return sys.platform == "linux" and threading.active_count() == 1


def _forked(index: Index, queries: Sequence[Query], threshold: int) -> tuple[int, int]:
    """A process that works on these queries: its number, and where its answer is read."""
    import marshal

    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    code = 1
    try:
        os.close(reading)
        found = [[tuple(near) for near in row] for row in index.nearest(queries, threshold=threshold)]
        with os.fdopen(writing, "wb") as stream:
            stream.write(marshal.dumps(found))
        code = 0
    finally:
        os._exit(code)  # nothing of the parent's is closed or flushed a second time


def _received(child: int, reading: int) -> Found | None:
    """A process's answer, None where it died before it had one."""
    import marshal

    with os.fdopen(reading, "rb") as stream:
        data = stream.read()
    _, status = os.waitpid(child, 0)
    if status:
        return None
    return [[Near(*near) for near in row] for row in marshal.loads(data)]
