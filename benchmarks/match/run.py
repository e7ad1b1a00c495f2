"""The matcher against brute force and its peers, on memories grown from the law texts; floors only rise.

    python benchmarks/match/run.py [--units 100000] [--raise] [--compared 500] [--folder DIR]

Exits with 1 where an answer differs from brute force or a figure is worse than floors.json has it. Query times
are processor time, because machines are shared; ratios are of medians in the same run.
"""

from __future__ import annotations

import argparse
import json
import marshal
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import data
from ask import PASSES
from peers import Fts5, Scan, Tantivy, Toolkit

from rirbilingual.formats.tmx import write_tmx
from rirbilingual.model import Origin, State, Unit
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
    "import resource, subprocess, sys, time; start = time.perf_counter()\n"
    "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)\n"
    "wall, used = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)\n"
    "print(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)"
)


def timed(ask: Callable[[str], object], queries: Sequence[str]) -> list[float]:
    """Processor milliseconds of each query, the best of as many passes as ours has, sorted."""
    best = [float("inf")] * len(queries)
    for _ in range(PASSES):
        for number, query in enumerate(queries):
            start = time.process_time()
            ask(query)
            best[number] = min(best[number], 1000 * (time.process_time() - start))
    return sorted(best)


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
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, *command], check=True, capture_output=True, text=True
    )
    wall, used, mib = map(float, done.stdout.split())
    return path, wall, used, mib


def fresh(path: Path, query: str) -> tuple[float, float]:
    """Milliseconds of wall and of processor time of a process that opens the memory and gives one answer: the
    best of five."""
    best = (float("inf"), float("inf"))
    for _ in range(5):
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", _MEASURE, sys.executable, "-c", _FIRST, str(path), query],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        wall, used = float(done.stdout.split()[0]), float(done.stdout.split()[1])
        assert wall <= time.perf_counter() - start
        best = (min(best[0], 1000 * wall), min(best[1], 1000 * used))
    return best


def asked_by_a_process(path: Path, queries: Path, *more: str, numpy: bool = False) -> dict[str, Any]:
    """What `ask.py` measures, by the kernel or in numpy."""
    done = subprocess.run(
        [sys.executable, str(HERE / "ask.py"), str(path), str(queries), *more],
        env=os.environ | {"RIRBILINGUAL_KERNEL": "off" if numpy else "on"},
        check=True,
        capture_output=True,
        text=True,
    )
    out: dict[str, Any] = json.loads(done.stdout)
    times = out["milliseconds"]
    wall, used = out["report"]
    out["median"] = statistics.median(times)
    print(
        f"{'kernel' if out['kernel'] else 'numpy'}: median {out['median']:.2f} ms,"
        f" p99 {times[int(len(times) * 0.99)]:.2f} ms;"
        f" a report of {len(times)} segments {wall:.2f} s wall, {used:.2f} s processor;"
        f" {out['unshared']:.0f} MiB unshared"
    )
    return out


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


def grown(folder: Path, count: int) -> list[tuple[str, str]]:
    """The units, from the folder where an earlier run left them."""
    kept = folder / "pairs"
    if not kept.exists():
        kept.write_bytes(marshal.dumps(list(data.units(count))))
    return [(english, french) for english, french in marshal.loads(kept.read_bytes())]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--compared", type=int, default=100, help="queries compared with brute force")
    parser.add_argument("--raise", dest="lift", action="store_true")
    parser.add_argument(
        "--folder", type=Path, help="keep the memory here, and take it from here the next time"
    )
    asked = parser.parse_args()
    if not data.available():
        print(f"skipped: no law texts in {data.SHARED} (set RIRBILINGUAL_SHARED)")
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        return measured(folder, asked.units, asked.compared, lift=asked.lift)


def measured(folder: Path, units: int, compare: int, *, lift: bool) -> int:
    pairs = grown(folder, units)
    sources = [source for source, _ in pairs]
    queries = data.queries(sources)
    path = folder / "laws.sqlite"
    imports: dict[str, float] = {}  # of a run that imports
    if not path.exists():
        path, wall, used, mib = imported(folder, pairs)
        print(
            f"import of {units:,} units, with index: {wall:.1f} s wall, {used:.1f} s processor, {mib:.0f} MiB"
        )
        imports = {"units imported a processor second": units / used}
    asked = folder / "queries.json"
    asked.write_text(json.dumps(queries), encoding="utf-8")
    kernel = asked_by_a_process(path, asked)
    numpy = asked_by_a_process(path, asked, "--build", numpy=True)
    wall, used = numpy["build"]
    print(f"the index built again: {wall:.1f} s wall, {used:.1f} s processor")
    wall, used = fresh(path, queries[-1])
    print(f"a fresh process opens and answers: {wall:.0f} ms wall, {used:.0f} ms processor")
    with Memory.open(path) as memory:
        size = memory.index.size() / units
        print(f"index: {size:.0f} bytes a unit")
        half = compare // 2
        compared = queries[:half] + queries[-half:]
        scan = Scan(sources)
        wrong = differing(memory, scan, compared)
    print(
        f"answers that differ from brute force, {len(compared)} queries, thresholds 60–100, 1 and 5: {wrong}"
    )
    if not kernel["kernel"]:
        print("no compiled kernel here: its figures are numpy's, and its floors are not asked for")
    scanned = compared_with(scan, queries[::25], kernel, numpy)
    some = queries[::5]
    wanted = [scan.ask(query, 70, 5) for query in some]
    for peer in (Fts5, Tantivy):
        made = peer(sources)
        compared_with(made, some, kernel, numpy)
        print(f"  its recall: {recall([made.ask(query, 70, 5) for query in some], wanted):.3f}")
        del made
    slow = compared_with(Toolkit(pairs), queries[:: len(queries) // SLOW], kernel, numpy)
    shutil.copytree(path.parent, folder / "copy", ignore=shutil.ignore_patterns("pairs", "*.tmx", "*.json"))
    shutil.copy(Path(f"{path}.index", "index.json"), folder / "copy" / f"{path.name}.index")
    with Memory.open(folder / "copy" / path.name) as memory:
        memory.match(queries[0])
        print(f"200 units added and found: {added(memory):.0f} ms wall")
    shutil.rmtree(folder / "copy")
    kernel_only = {
        "kernel's scan ratio": scanned / kernel["median"],
        "kernel's toolkit ratio": slow / kernel["median"],
    }
    figures = {
        "scan ratio": scanned / numpy["median"],
        "toolkit ratio": slow / numpy["median"],
        "bytes saved of 200": 200 - size,
        **imports,
        **(kernel_only if kernel["kernel"] else {}),
    }
    return verdict(str(units), figures, wrong=wrong, lift=lift)


def compared_with(
    peer: Scan | Fts5 | Tantivy | Toolkit,
    queries: Sequence[str],
    kernel: dict[str, Any],
    numpy: dict[str, Any],
) -> float:
    """The peer's median, in milliseconds of processor time."""
    median = statistics.median(timed(lambda query: peer.ask(query, 70, 5), queries))
    print(
        f"{peer.name}: median {median:.1f} ms,"
        f" {median / kernel['median']:.0f} times the kernel's, {median / numpy['median']:.0f} times numpy's"
    )
    return median


def verdict(units: str, figures: dict[str, float], *, wrong: int, lift: bool) -> int:
    """1 where a figure is below its floor. Times on a busy machine vary: a ratio may be a third below."""
    floors: dict[str, dict[str, float]] = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    own = floors.setdefault(units, {})
    failed = wrong > 0
    for name, figure in figures.items():
        slack = 2 / 3 if name.endswith(("ratio", "second")) else 1
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
