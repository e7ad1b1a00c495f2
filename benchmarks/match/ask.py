"""A memory and queries to what a process that asks them costs, as JSON: RIRBILINGUAL_KERNEL=off asks in numpy.

    python benchmarks/match/ask.py MEMORY QUERIES.json [--build]

Milliseconds of processor time for each query, the best of three passes, sorted; seconds of wall and processor time for all as one report;
MiB that only this process has; the same to build the index again, where that is asked for.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from rirbilingual.match import kernel
from rirbilingual.translation_memory import Memory

PASSES = 3  # over all queries: other programs take a share of the processor's caches, now more, now less


def unshared() -> float:
    """MiB of memory that no other process has and that the system cannot read again from a file."""
    found = 0
    for line in Path("/proc/self/smaps_rollup").read_text().splitlines():
        if line.startswith("Private_Dirty"):
            found += int(line.split()[1])
    return found / 1024


def processor() -> float:
    """Seconds of processor time, with that of the processes that have helped."""
    both = (resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def main(path: str, queries: list[str], *, build: bool) -> dict[str, object]:
    memory = Memory.open(path)
    for query in queries:  # the first time reads the pages in
        memory.match(query)
    best = [float("inf")] * len(queries)
    for _ in range(PASSES):
        for number, query in enumerate(queries):
            start = time.thread_time()
            memory.match(query, threshold=70, limit=5)
            best[number] = min(best[number], 1000 * (time.thread_time() - start))
    report = []
    for _ in range(3):
        start, used = time.perf_counter(), processor()
        memory.match_many(queries)
        report.append((time.perf_counter() - start, processor() - used))
    out: dict[str, object] = {
        "kernel": kernel.loaded() is not None,
        "milliseconds": sorted(best),
        "report": min(report),
        "unshared": unshared(),
    }
    if build:
        memory.index.drop()
        start, used = time.perf_counter(), processor()
        memory.index.refresh()
        out["build"] = (time.perf_counter() - start, processor() - used)
    return out


if __name__ == "__main__":
    asked = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    print(json.dumps(main(sys.argv[1], asked, build="--build" in sys.argv)))
