"""One worker and two: generated reports drafted against one large memory, by local processes and by a Dask cluster.

    python benchmarks/scale/run.py [--reports 200] [--units 100000] [--rounds 3] [--raise]

Prints, for each number of workers, the best wall time of the rounds and the processor time a report; and how many
times as quick two workers are as one, the median of the rounds' ratios (a round is one worker and two, one after the
other). The floors are these ratios, of which a fifth may be missing: other work on the machine decides as much.
Where the working files of one and two differ, it fails.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import logging
import lzma
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import psutil
from distributed import LocalCluster

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.json"
SHARED = Path(os.environ.get("RIRBILINGUAL_SHARED", HERE.parent.parent.parent / "shared"))
SAMPLE = HERE.parent.parent / "src" / "rirbilingual" / "sample"
COMMAND = str(Path(sys.executable).parent / "rirbilingual")
SLACK = 0.8  # of a floor
MEMORIES = ("-m", "sample.sqlite", "-m", "laws.sqlite")


@dataclass(frozen=True)
class Run:
    """What one command took, in seconds; processor: of all that worked on it. digest: of the files it made."""

    wall: float
    processor: float
    digest: str


def reports(folder: Path, count: int) -> list[str]:
    """Reports of other numbers and figures, made from the sample; their names."""
    text = (SAMPLE / "VLM202404.E.txt").read_text(encoding="utf-8")
    for n in range(count):
        key = f"VLM{300000 + n}"
        changed = text.replace("VLM202404", key).replace("percent", f"percent of {n}")
        (folder / f"{key}.E.txt").write_text(changed, encoding="utf-8")
    return [f"VLM{300000 + n}.E.txt" for n in range(count)]


def memories(folder: Path, units: int) -> None:
    with lzma.open(SHARED / "data" / "laws.tsv.xz", "rt", encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        lines = ["\t".join(row[1:3]) for row in islice(rows, units)]
    (folder / "laws.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for file, memory in ((SAMPLE / "VLM202301.tmx", "sample.sqlite"), ("laws.tsv", "laws.sqlite")):
        command([COMMAND, "memory", "import", str(file), "-m", memory], folder)
        command([COMMAND, "memory", "search", "-m", memory, "The port closes at night."], folder)


def command(arguments: list[str], folder: Path) -> None:
    done = subprocess.run(arguments, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)


def drafted(folder: Path, names: list[str], *arguments: str, cluster: LocalCluster | None = None) -> Run:
    """One drafting of all the reports into a new folder."""
    output = f"work-{time.monotonic_ns()}"
    before, begun = processor(cluster), time.perf_counter()
    command([COMMAND, "draft", *names, *MEMORIES, "-o", output, *arguments], folder)
    wall, after = time.perf_counter() - begun, processor(cluster)
    whole = hashlib.sha256()
    for path in sorted((folder / output).iterdir()):
        whole.update(path.name.encode() + path.read_bytes())
    return Run(wall, after - before, whole.hexdigest())


def processor(cluster: LocalCluster | None) -> float:
    """Seconds that this program's children have worked: those that ended, and a cluster's workers."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    total = used.ru_utime + used.ru_stime
    for worker in cluster.workers.values() if cluster else ():
        times = psutil.Process(worker.process.process.pid).cpu_times()
        total += times.user + times.system
    return total


@contextmanager
def clusters(worker_counts: tuple[int, ...]) -> Iterator[dict[int, LocalCluster]]:
    made = {
        count: LocalCluster(
            n_workers=count, threads_per_worker=1, processes=True, dashboard_address=":0", host="127.0.0.1"
        )
        for count in worker_counts
    }
    try:
        yield made
    finally:
        for cluster in made.values():
            cluster.close()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--units", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--raise", dest="up", action="store_true")
    asked = parser.parse_args()
    if not (SHARED / "data" / "laws.tsv.xz").is_file():
        print(f"skipped: no shared data in {SHARED}")
        return 0
    logging.disable(logging.CRITICAL)  # what clusters say when they are closed
    runs: dict[tuple[str, int], list[Run]] = {}
    with tempfile.TemporaryDirectory() as held, clusters((1, 2)) as by_count:
        folder = Path(held)
        names = reports(folder, asked.reports)
        memories(folder, asked.units)
        for cluster in by_count.values():  # the workers have started, and imported what they need
            drafted(folder, names[:4], "--scheduler", cluster.scheduler_address, cluster=cluster)
        for _ in range(asked.rounds):
            for count in by_count:
                local = drafted(folder, names, "--jobs", str(count))
                runs.setdefault(("processes", count), []).append(local)
            for count, cluster in by_count.items():
                there = drafted(folder, names, "--scheduler", cluster.scheduler_address, cluster=cluster)
                runs.setdefault(("cluster", count), []).append(there)
    if len({run.digest for each in runs.values() for run in each}) != 1:
        print("the working files differ")
        return 1
    print(f"{asked.reports} reports against {asked.units:,} units, best of {asked.rounds}")
    for (way, count), each in sorted(runs.items()):
        wall, used = min(run.wall for run in each), min(run.processor for run in each)
        print(
            f"{way:>9}, {count}: {wall:6.1f} s, {asked.reports / wall:5.2f} reports a second, "
            f"{1000 * used / asked.reports:4.0f} ms of processor time a report"
        )
    floors = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    failed = False
    for way in ("processes", "cluster"):
        pairs = zip(runs[way, 1], runs[way, 2], strict=True)
        ratio = round(statistics.median(one.wall / two.wall for one, two in pairs), 2)
        print(f"{way:>9}: two are {ratio} times as quick as one")
        if asked.up:
            floors[way] = max(ratio, floors.get(way, 0.0))
        elif ratio < SLACK * floors.get(way, 0.0):
            print(f"too far below the floor of {floors[way]}")
            failed = True
    if asked.up:
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
