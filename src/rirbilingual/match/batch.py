"""Many queries at once to the nearest rows of each, on all cores.

The kernel lets other threads work. In numpy, forked processes do: the layers are mapped files, so they have them at
once. Where that would not pay, all is done here.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from rirbilingual.match import kernel
from rirbilingual.match.forked import Forked, cores, may_fork
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
    count = workers or (cores() if len(queries) * rows >= pays else 1)
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


def _by_threads(index: Index, parts: Sequence[Sequence[Query]], threshold: int) -> list[Found]:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(len(parts)) as pool:
        return list(pool.map(lambda part: index.nearest(part, threshold=threshold), parts))


def _by_processes(index: Index, parts: Sequence[Sequence[Query]], threshold: int) -> list[Found]:
    def work(part: Sequence[Query]) -> list[list[tuple[float | int, ...]]]:
        return [[tuple(near) for near in found] for found in index.nearest(part, threshold=threshold)]

    children = [Forked(partial(work, part)) for part in parts[1:]] if may_fork() else []
    done = [index.nearest(parts[0], threshold=threshold)]
    for number, part in enumerate(parts[1:]):
        found = children[number].result() if children else None
        if found is None:
            done.append(index.nearest(part, threshold=threshold))
        else:
            done.append([[Near(*near) for near in row] for row in found])
    return done
