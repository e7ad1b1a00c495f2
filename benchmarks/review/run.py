"""The whole round trip of review over many units: time and memory, and that every word comes back.

    python benchmarks/review/run.py [UNITS]

Draft → PO → a translator's edits through polib's peer, gettext's msgcat → import → XLIFF 2.1 → import → approve →
update with a changed English. Then chain.py: a report of some 140 units by the command. Exits with 1 where a figure is beyond floors.json, or a word is lost.
"""

from __future__ import annotations

import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from chain import chain

from rirbilingual.formats.po import read_po, write_po
from rirbilingual.formats.working import read_working
from rirbilingual.formats.xliff_write import xliff_bytes
from rirbilingual.model import Catalog, State, Unit
from rirbilingual.review import Returned, approve, merge, stamped, update
from rirbilingual.text.normalise import unit_id

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from invented import ENGLISH  # noqa: E402

V = TypeVar("V")


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    limits = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
    times: dict[str, float] = {}

    def timed(name: str, step: Callable[[], V]) -> V:
        started = _seconds()
        done = step()
        times[name] = _seconds() - started
        return done

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        po, returned, xliff = folder / "a.po", folder / "b.po", folder / "c.xlf"
        drafted = catalog(count)
        timed("write", lambda: write_po(drafted, po))
        work = timed("read", lambda: read_po(po))
        units = tuple(
            replace(u, target=f"{u.target} {n}", state=State.REVIEWED) if n % 3 else u
            for n, u in enumerate(work.units)
        )
        write_po(replace(work, units=units), returned)
        if shutil.which("msgcat"):
            timed(
                "msgcat (the peer)", lambda: subprocess.run(["msgcat", "-o", returned, returned], check=True)
            )
        ours = Returned("a.po", work)
        merged, report = timed("import", lambda: merge([ours, Returned("b.po", read_working(returned))]))
        assert [u.target for u in merged.units] == [u.target for u in units] and not report.conflicts
        timed("xliff", lambda: xliff.write_bytes(xliff_bytes(merged, version="2.1")))
        back, report = timed(
            "import xliff", lambda: merge([Returned("a.po", merged), Returned("c", read_working(xliff))])
        )
        assert [(u.target, u.state) for u in back.units] == [(u.target, u.state) for u in merged.units]
        final, _ = timed("approve", lambda: approve(back, (), reviewer="A", when="2026-01-01T00:00:00Z"))
        fresh = catalog(count, edited=True)
        after, _ = timed("update", lambda: update(final, fresh))
        timed("write again", lambda: write_po(after, po))
        held = {(u.source, u.target) for u in (*after.units, *after.obsolete)}
        lost = sum((u.source, u.target) not in held for u in final.units if u.state >= State.REVIEWED)
    for step, seconds in times.items():
        print(f"{step:<20}{seconds:8.2f} s")
    own = sum(seconds for step, seconds in times.items() if "peer" not in step and "xliff" not in step)
    xml = sum(seconds for step, seconds in times.items() if "xliff" in step)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count:,} units: {own:.1f} s, {xml:.1f} s more by XLIFF, {peak:.0f} MiB at most, {lost} reviewed words lost"
    )
    scale = count / limits["units"]
    wrong = lost or max(own, xml) > limits["seconds"] * max(scale, 0.02) or peak > limits["MiB"]
    with tempfile.TemporaryDirectory() as name:
        units, steps = chain(Path(name))
    back = sum(steps[step] for step in ("export", "edit", "import"))
    whole = sum(steps.values())
    told = ", ".join(f"{step} {seconds:.2f}" for step, seconds in steps.items())
    print(f"{units} units by the command: {told}; out and back {back:.2f} s, the whole chain {whole:.2f} s")
    wrong = wrong or back > limits["out_and_back"] or whole > limits["chain"]
    return 1 if wrong else 0


def _seconds() -> float:
    """Processor time, of this process and of the programs that it waited for: a busy machine changes no figure."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def catalog(count: int, *, edited: bool = False) -> Catalog:
    """A draft of that many units; edited: one in fifty has other English, one in a hundred is gone."""
    rng = random.Random("review")
    seen: dict[str, int] = {}
    units = []
    for n in range(count):
        source = f"{' '.join(rng.choices(ENGLISH, k=rng.randint(6, 24))).capitalize()} {n // 3}."
        if edited and n % 100 == 7:
            continue
        if edited and n % 50 == 3:
            source = source.replace(" ", " now ", 1)
        seen[source] = seen.get(source, 0) + 1
        target = f"Fr {' '.join(reversed(source.split()))}"
        where = f"VLM202404.E:{1 + n // 500} ¶{1 + n % 500}"
        units.append(Unit(unit_id(source, seen[source]), source, target, State.TRANSLATED, where=where))
    return stamped(Catalog("VLM202404.EF", "VLM202404", "2024-04-18", "Alcorza", tuple(units)))


if __name__ == "__main__":
    sys.exit(main())
