"""An archive of made pairs, aligned by the command itself: what 1,000 reports take of a machine's cores.

    python benchmarks/align/archive.py [PAIRS]

Each pair has a report's frame around 150 consecutive units of statutes: six sections, paragraphs of three
sentences, and twenty references that each language sorts anew. The figure is processor time, of the command and
of the processes it starts, so that other work on the machine counts little.
"""

from __future__ import annotations

import lzma
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from gold import SHARED

PAIRS = 1000
SENTENCES, SECTIONS, TOGETHER, SOURCES = 150, 6, 3, 20  # of a report; TOGETHER: sentences of a paragraph
_WORDS = {
    "E": ("Mexico: The wells", "Section", "References"),
    "EF": ("Mexique : les puits", "Partie", "Références"),
}


def made(folder: Path, pairs: int) -> None:
    """Write so many pairs, KEY.E.txt and KEY.EF.txt."""
    folder.mkdir(parents=True, exist_ok=True)
    held = _units()
    for number in range(pairs):
        units = [next(held) for _ in range(SENTENCES)]
        key = f"MEX{200000 + number}"
        for side, letter in enumerate(_WORDS):
            text = _report(key, letter, [unit[side] for unit in units], Random(number))
            (folder / f"{key}.{letter}.txt").write_text(text, encoding="utf-8")


def _units() -> Iterator[tuple[str, str]]:
    """Statutes' units of one sentence on either side, over and over."""
    while True:
        with lzma.open(SHARED / "data" / "laws.tsv.xz", "rt", encoding="utf-8") as lines:
            for line in lines:
                _, english, french = line.rstrip("\n").split("\t")
                texts = english.strip(), french.strip()
                if all(t.endswith(".") and ". " not in t and t[0].isupper() and len(t) > 40 for t in texts):
                    yield texts


def _report(key: str, letter: str, sentences: list[str], random: Random) -> str:
    title, section, references = _WORDS[letter]
    parts = [f"{key}.{letter}", "4 May 2023", title]
    each = len(sentences) // SECTIONS
    for number in range(SECTIONS):
        parts.append(f"{number + 1}. {section} {number + 1}")
        held = sentences[number * each : (number + 1) * each]
        parts += [" ".join(held[n : n + TOGETHER]) for n in range(0, each, TOGETHER)]
    entries = [
        f"Office {random.randrange(10_000):04}. {random.randrange(2000, 2023)}-05-{n + 1:02}. {title}. [Accessed 2023-06-01]"
        for n in range(SOURCES)
    ]
    return "\n\n".join([*parts, references, *sorted(entries, reverse=letter == "EF")]) + "\n"


def measured(pairs: int) -> float:
    """Processor seconds of a pair, the command's start shared among all."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "rirbilingual", "align", "--archive"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "published"
        made(folder, pairs)
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run([*command, folder], env=environment, capture_output=True, text=True, check=True)
        wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if f"{pairs} pairs aligned" not in done.stdout.replace(",", ""):
        raise SystemExit(done.stdout[-500:])
    units = sum(
        int(line.split(": ")[1].split()[0]) for line in done.stdout.splitlines() if "doubtful" in line
    )
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    cores = os.cpu_count() or 1
    print(f"{pairs:,} pairs, {units / pairs:.0f} sure units each: {took:.0f} s of processor time, "
          f"{wall:.0f} s on {cores} cores; 1,000 pairs: {took / pairs * 1000:.0f} s, "
          f"{took / pairs * 1000 / cores:.0f} s of {cores} free cores")  # fmt: skip
    return took / pairs


if __name__ == "__main__":
    measured(int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS)
