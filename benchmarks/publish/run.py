"""Publishing's speed: a pair's pages, a pair in all formats, a site of thousands from scratch, and unchanged.

    python benchmarks/publish/run.py [PAIRS]

The pairs of the site are the built-in sample under other numbers. A pair's pages are made by one core; the
site is published pair by pair, the indexes once at the end, as `rirbilingual publish PO...` does. Exits with 1
where a figure is above its limit in limits.json.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import rirbilingual
from rirbilingual import pipeline, publication
from rirbilingual.model import Approval, Pair, State
from rirbilingual.pairs import pair as paired
from rirbilingual.publish import pair
from rirbilingual.publish.verify import verify
from rirbilingual.text.normalise import digest
from rirbilingual.text.spans import spans

HERE = Path(__file__).resolve().parent
SAMPLE = Path(rirbilingual.__file__).parent / "sample"
WHEN = "2024-04-20T10:00:00Z"


def approved() -> Pair:
    """The sample with every unit approved."""
    work = pipeline.working(SAMPLE / "VLM202404.EF.po")
    units = [
        replace(u, state=State.FINAL, approvals=(Approval("Benchmark", WHEN, digest(u.source, u.target)),))
        for u in work.catalog.units
    ]
    return paired(work.report, work.segments, units, work.sources)


def published(keys: list[str], site: Path) -> int:
    """Publish the sample under each of these keys: pages, text, TMX and JSON, each made anew."""
    made = approved()
    for key in keys:
        spans.cache_clear()  # another report would have other texts
        report = replace(made.report, key=key, number=f"{key}.E")
        one = replace(made, report=report)
        content = publication.files_of(one, formats=publication.DEFAULT_FORMATS, templates=None)
        pair.publish(one, content, site=site, when=WHEN, version="0")
    return len(keys)


@contextmanager
def timed(figures: dict[str, float], name: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    figures[name] = round(time.perf_counter() - start, 3)
    print(f"{name:44} {figures[name]:9.3f} s", flush=True)


def least(times: int, act: Callable[[], object]) -> float:
    def once() -> float:
        start = time.perf_counter()
        act()
        return time.perf_counter() - start

    return min(once() for _ in range(times))


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    figures: dict[str, float] = {}
    made = approved()
    print(f"{sum(1 for _ in made.units)} units a pair, {os.cpu_count()} cores")
    for name, formats in (("pages of a pair", ()), ("a pair in all formats", publication.FORMATS)):
        make = partial(publication.files_of, made, formats=formats, templates=None)
        figures[name] = round(least(5, make), 3)
        print(f"{name:44} {figures[name]:9.3f} s")
    site = Path(tempfile.mkdtemp(prefix="rirbilingual-")) / "site"
    keys = [f"VLM{number:06}" for number in range(200000, 200000 + count)]
    try:
        with timed(figures, f"site of {count:,} pairs from scratch"):
            with ProcessPoolExecutor(2) as pool:
                list(pool.map(partial(published, site=site), (keys[0::2], keys[1::2])))
            publication.follow(site, templates=None)
        with timed(figures, f"indexes of {count:,} pairs, nothing changed"):
            publication.follow(site, templates=None)
        with timed(figures, f"verify of {count:,} pairs"):
            assert verify(site) == ()
        size = sum(path.stat().st_size for path in site.glob("*") if path.is_file())
        print(f"the site's own files: {size / 1e6:.1f} MB")
    finally:
        shutil.rmtree(site.parent)
    limits = json.loads((HERE / "limits.json").read_text())
    missed = [name for name, figure in figures.items() if figure > limits.get(name, figure)]
    for name in missed:
        print(f"MISSED: {name}: {figures[name]} s, the limit is {limits[name]} s")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
