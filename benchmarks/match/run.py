"""The matcher against brute force and its peers, on memories grown from the law texts; floors only rise.

    python benchmarks/match/run.py [--units 100000] [--raise] [--compared 500]

Exits with 1 where an answer differs from brute force or a figure is worse than floors.json has it. Query times
are processor time, because machines are shared; ratios are of medians in the same run.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import data
from peers import Fts5, Scan, Toolkit

from rirbilingual.formats.tmx import write_tmx
from rirbilingual.model import Match, Origin, State, Unit
from rirbilingual.translation_memory import Memory

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"
THRESHOLDS = range(60, 101)
LIMITS = (1, 5)
SLOW = 10  # queries that a slow peer is asked

_FIRST = (
    "import sys; from rirbilingual.translation_memory import Memory\n"
    "memory = Memory.open(sys.argv[1]); assert memory.match(sys.argv[2], threshold=60)"
)

_MEASURE = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)\n"
    "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
    "print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)"
)


def timed(ask: Callable[[str], object], queries: Sequence[str]) -> list[float]:
    """Processor milliseconds of each query, sorted."""
    times = []
    for query in queries:
        start = time.process_time()
        ask(query)
        times.append(1000 * (time.process_time() - start))
    return sorted(times)


def imported(folder: Path, pairs: Sequence[tuple[str, str]]) -> tuple[Path, float, float, float]:
    """A memory made by the command from a TMX file: its path, seconds of wall and processor time, and MiB."""
    tmx, path = folder / "laws.tmx", folder / "laws.sqlite"
    write_tmx((Unit(str(n), s, t, State.FINAL, origin=Origin("laws")) for n, (s, t) in enumerate(pairs)), tmx)
    command = [
        str(Path(sys.executable).parent / "rirbilingual"),
        "memory",
        "import",
        str(tmx),
        "-m",
        str(path),
    ]
    # A process between us and the command: a fork of ours would count our memory as the command's.
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, *command], check=True, capture_output=True, text=True
    )
    used, mib = map(float, done.stdout.split()[-2:])
    return path, time.perf_counter() - start, used, mib


def fresh(path: Path, query: str) -> float:
    """Milliseconds of wall time of a process that opens the memory and gives one answer: the best of five."""
    best = float("inf")
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", _FIRST, str(path), query], check=True)
        best = min(best, 1000 * (time.perf_counter() - start))
    return best


def differing(memory: Memory, scan: Scan, queries: Sequence[str]) -> int:
    """How many answers are not those of the scan, over all thresholds and limits."""
    wrong = 0
    for query in queries:
        everything = scan.near(query, THRESHOLDS[0])
        for threshold in THRESHOLDS:
            for limit in LIMITS:
                wanted = [(row, shown) for _, row, shown in everything if shown >= threshold][:limit]
                found = [
                    (int(m.unit.id), m.score) for m in memory.match(query, threshold=threshold, limit=limit)
                ]
                wrong += found != wanted
    return wrong


def added(memory: Memory, count: int = 200) -> float:
    """Milliseconds of wall time to add units and find one of them."""
    new = [
        Unit(f"new {n}", f"An entirely new sentence {'x' * n} of the benchmark.", "Neuve.")
        for n in range(count)
    ]
    start = time.perf_counter()
    memory.add(new)
    assert memory.match(new[7].source)[0].unit.id == "new 7"
    return 1000 * (time.perf_counter() - start)


def recall(found: Sequence[Sequence[int]], wanted: Sequence[Sequence[int]]) -> float:
    """The share of the brute force's five best that a peer gives."""
    hits = sum(len({*ours} & {*theirs}) for ours, theirs in zip(found, wanted, strict=True))
    return hits / max(1, sum(map(len, wanted)))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--compared", type=int, default=100, help="queries compared with brute force")
    parser.add_argument("--raise", dest="lift", action="store_true")
    asked = parser.parse_args()
    if not data.available():
        print(f"skipped: no law texts in {data.SHARED} (set RIRBILINGUAL_SHARED)")
        return 0
    pairs = list(data.units(asked.units))
    sources = [source for source, _ in pairs]
    queries = data.queries(sources)
    half = asked.compared // 2
    compared = queries[:half] + queries[-half:]
    with tempfile.TemporaryDirectory() as folder:
        path, wall, used, mib = imported(Path(folder), pairs)
        print(
            f"import of {len(pairs):,} units, with index: {wall:.1f} s wall, {used:.1f} s processor, {mib:.0f} MiB"
        )
        first = fresh(path, queries[-1])
        print(f"a fresh process opens and answers: {first:.0f} ms wall")
        memory = Memory.open(path)
        size = memory.index.size() / len(pairs)
        print(f"index: {size:.0f} bytes a unit")

        def ours(query: str) -> tuple[Match, ...]:
            return memory.match(query, threshold=70, limit=5)

        timed(ours, queries)  # the first time reads the pages in
        times = timed(ours, queries)
        median = statistics.median(times)
        print(f"ours: median {median:.2f} ms, p99 {times[int(len(times) * 0.99)]:.2f} ms")
        start = time.perf_counter()
        memory.match_many(queries)
        print(f"a report of {len(queries)} segments: {time.perf_counter() - start:.2f} s wall")

        scan = Scan(sources)
        wrong = differing(memory, scan, compared)
        print(
            f"answers that differ from brute force, {len(compared)} queries, thresholds 60–100, 1 and 5: {wrong}"
        )
        scanned = statistics.median(timed(lambda q: scan.ask(q, 70, 5), queries[::25]))
        print(f"{scan.name}: median {scanned:.1f} ms, {scanned / median:.0f} times ours")
        full_text = Fts5(sources)
        its = statistics.median(timed(lambda q: full_text.ask(q, 70, 5), queries[::5]))
        share = recall(
            [full_text.ask(q, 70, 5) for q in queries[::5]], [scan.ask(q, 70, 5) for q in queries[::5]]
        )
        print(f"{full_text.name}: median {its:.1f} ms, {its / median:.0f} times ours, recall {share:.3f}")
        toolkit = Toolkit(pairs)
        slow = statistics.median(timed(lambda q: toolkit.ask(q, 70, 5), queries[:: len(queries) // SLOW]))
        print(f"{toolkit.name}: median {slow:.0f} ms, {slow / median:.0f} times ours")
        print(f"200 units added and found: {added(memory):.0f} ms wall")
        memory.close()
    figures = {
        "scan ratio": scanned / median,
        "toolkit ratio": slow / median,
        "bytes saved of 200": 200 - size,
    }
    return verdict(str(asked.units), figures, wrong=wrong, lift=asked.lift)


def verdict(units: str, figures: dict[str, float], *, wrong: int, lift: bool) -> int:
    """1 where a figure is below its floor. Times on a busy machine vary: a ratio may be a third below."""
    floors: dict[str, dict[str, float]] = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    own = floors.setdefault(units, {})
    failed = wrong > 0
    for name, figure in figures.items():
        slack = 2 / 3 if name.endswith("ratio") else 1
        if figure < slack * own.get(name, 0):
            print(f"{name}: {figure:.0f} is below its floor, {own[name]:.0f}")
            failed = True
        if lift:
            own[name] = max(own.get(name, 0), int(figure))
    if lift and not wrong:
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
