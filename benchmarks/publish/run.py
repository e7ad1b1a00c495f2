"""Publishing's speed: a pair's pages, a pair in all formats; by the command, a site from scratch and unchanged.

    python benchmarks/publish/run.py [PAIRS]

Beside it, on the same working files and in as many processes, Translate Toolkit reads each PO and writes it. What is
judged is how many times its processor time ours takes, which a slow machine, or one that others use, leaves alone.
Exits with 1 where a figure is above its ceiling in floors.json.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "tests"))

from published import WHEN, sample, written  # noqa: E402
from rirbilingual import pipeline, publication  # noqa: E402
from rirbilingual.model import Pair  # noqa: E402
from rirbilingual.publish import pair as pairs  # noqa: E402
from rirbilingual.text.remembered import forget  # noqa: E402

COMMAND = Path(sys.executable).parent / "rirbilingual"
JOBS = 2
PAIRS = 500
WHOLE = 5000  # pairs of the site that the ceilings are for
UNITS = 140  # of the pair that stands alone
ROUNDS = 5
PEERS = 60  # POs of a round of the toolkit: fewer would be read in one of the machine's quick moments
FIRST = 300_000  # number of the first report


def large(folder: Path) -> Pair:
    """The sample with passages of another such report behind it, until it has UNITS units."""
    made, other = sample(), pipeline.working(written(folder, FIRST - 1)).pair
    passages = list(made.passages)
    ids = {unit.id for unit in made.units}
    held = len(ids)
    for passage in other.passages:
        if passage.block.paragraph and held < UNITS and ids.isdisjoint(unit.id for unit in passage.units):
            units = passage.units[: UNITS - held]
            held += len(units)
            passages.append(
                replace(passage, units=units, tails=passage.tails[: len(units)], anchor=f"more-{held}")
            )
    return replace(made, passages=tuple(passages))


def least(act: Callable[[], object]) -> float:
    """Processor seconds of the quickest of some rounds, each as if it saw the texts for the first time."""

    def once() -> float:
        forget()
        start = time.process_time()
        act()
        return time.process_time() - start

    return min(once() for _ in range(ROUNDS))


def toolkit(files: Sequence[str]) -> float:
    """Processor seconds that Translate Toolkit takes to read and write these POs, each."""
    from translate.storage.pypo import pofile

    start = time.process_time()
    for file in files:
        bytes(pofile.parsefile(file))
    return (time.process_time() - start) / len(files)


def ran(*arguments: str) -> tuple[float, float]:
    """Seconds by the clock and processor seconds of the command, its workers' too."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([COMMAND, *arguments], check=True, stdout=subprocess.DEVNULL)
    after, took = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - start
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def quickest(*arguments: str) -> tuple[float, float]:
    """As `ran`, of some times the one with the fewest processor seconds."""
    return min((ran(*arguments) for _ in range(ROUNDS)), key=lambda times: times[1])


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS
    ratios: dict[str, float] = {}

    def say(name: str, seconds: float, peer: float) -> None:
        ratios[name] = round(seconds / peer, 2)
        print(f"{name:58} {seconds:9.3f} s of processor, {ratios[name]:7.2f} times the toolkit's", flush=True)

    with tempfile.TemporaryDirectory(prefix="rirbilingual-") as scratch:
        folder, site = Path(scratch, "work"), Path(scratch, "site")
        folder.mkdir()
        made = large(folder)
        print(f"{sum(1 for _ in made.units)} units in the pair alone; {os.cpu_count()} cores")

        def files(formats: tuple[str, ...]) -> dict[str, bytes]:
            return publication.files_of(made, formats=formats, templates=None)

        def whole() -> None:
            content = files(publication.FORMATS)
            pairs.publish(made, content, site=Path(scratch, "one"), when=WHEN, version="0", replace=True)

        pos = [str(written(folder, number)) for number in range(FIRST, FIRST + count)]
        alone = min(toolkit(pos[:PEERS]) for _ in range(ROUNDS))
        print(f"{'Translate Toolkit, a PO read and written':58} {alone:9.3f} s of processor")
        say("pages of a pair", least(lambda: files(())), alone)
        say("a pair in all formats, read back and switched in", least(whole), alone)
        with ProcessPoolExecutor(JOBS, get_context("spawn")) as pool:
            shares = [pos[n::JOBS] for n in range(JOBS)]
            peer = sum(pool.map(toolkit, shares)) / JOBS
        print(f"{f'Translate Toolkit, each of {count:,} in {JOBS} processes':58} {peer:9.3f} s of processor")
        publish = ("publish", "--jobs", str(JOBS), "--site")
        few = (*publish, str(Path(scratch, "few")), *pos[:JOBS])
        start, unchanged_start = ran(*few)[1], quickest(*few, "--replace")[1]  # what a command takes to begin
        took, used = ran(*publish, str(site), *pos)
        print(f"{f'{count:,} pairs from scratch, by the command':58} {took:9.1f} s, {used:.0f} of processor")
        say("a pair of a site from scratch, by the command", (used - start) / (count - JOBS), peer)
        took, used = quickest(*publish, str(site), *pos, "--replace")
        print(
            f"{f'{count:,} pairs, nothing changed, by the command':58} {took:9.1f} s, {used:.1f} of processor"
        )
        used = unchanged_start + (used - unchanged_start) / (count - JOBS) * WHOLE
        say(f"{WHOLE:,} pairs, nothing changed, in proportion", used, peer)
        took, used = ran("verify", str(site))
        print(f"{f'verify of {count:,} pairs':58} {took:9.1f} s, {used:.1f} of processor")
    ceilings = json.loads((HERE / "floors.json").read_text())
    missed = [name for name, ratio in ratios.items() if ratio > ceilings.get(name, ratio)]
    for name in missed:
        print(f"MISSED: {name}: {ratios[name]} times the toolkit's, the ceiling is {ceilings[name]}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
