"""Alignment against gold: strict F1 beside galechurch and nltk, how sure beads are right, speed and memory.

    python benchmarks/align/run.py [--raise] [--quick] [--vectors]

Exits with 1 where a figure is below floors.json. `--raise` writes figures that are above it; none is ever lowered.
`--quick` leaves out speed; `--vectors` measures what sentence vectors change, and only that. The weights were trained on these same sets: what to expect of texts not seen is in
README.md, from `train.py --held-out`.
"""

from __future__ import annotations

import json
import lzma
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from random import Random

import archive
import gold as golds
from gold import GOLD, HERE, SHARED, Gold, counted, f1

from rirbilingual.align import sentences
from rirbilingual.align.encoders import PACKAGED, encoder
from rirbilingual.align.vectors import Encoder
from rirbilingual.model import Bitext

FLOORS = HERE / "floors.json"
TARGETS = {"laws-irpa": 0.997, "laws-rpdrules": 0.997, "laws-irpa-noisy": 0.965, "laws-rpdrules-noisy": 0.965,
           "playbook": 1.0, "novels": 0.80, "textberg-dev": 0.78}  # fmt: skip
WITH_VECTORS = TARGETS | {
    "laws-irpa-noisy": 0.98,
    "laws-rpdrules-noisy": 0.98,
    "novels": 0.88,
    "textberg-dev": 0.90,
}
SURE = 0.95
SOURCE, TARGET, LONG, ARCHIVE = (
    4800,
    4700,
    20_000,
    40,
)  # sentences of the speed and memory measurements; pairs

PATIENCE = 500  # sentences up to which nltk's aligner is run: it takes minutes beyond

Ranges = list[tuple[tuple[int, int], tuple[int, int]]]
Aligner = Callable[[Sequence[str], Sequence[str]], Ranges]


def ours(source: Sequence[str], target: Sequence[str]) -> Ranges:
    return [(bead.source, bead.target) for bead in sentences(source, target).beads]


def galechurch(source: Sequence[str], target: Sequence[str]) -> Ranges:
    from galechurch import align

    return [
        ((bead.source_start, bead.source_end), (bead.target_start, bead.target_end))
        for bead in align(list(source), list(target)).beads
    ]


def nltk(source: Sequence[str], target: Sequence[str]) -> Ranges:
    if len(source) > PATIENCE:
        return []
    from nltk.translate.gale_church import align_blocks

    pairs = align_blocks([len(text) for text in source], [len(text) for text in target])
    return joined(pairs)


def joined(pairs: Iterable[tuple[int, int]]) -> Ranges:
    """Linked sentences to ranges: those that share a sentence are one bead."""
    out: Ranges = []
    for i, j in pairs:
        if out and (i < out[-1][0][1] or j < out[-1][1][1]):
            (a, _), (b, _) = out.pop()
            out.append(((a, i + 1), (b, j + 1)))
        else:
            out.append(((i, i + 1), (j, j + 1)))
    return out


def quality() -> dict[str, float]:
    """Strict F1 by set, the novels' beads counted together; peers beside."""
    sums: dict[tuple[str, str], list[int]] = {}
    bitexts: list[tuple[Gold, Bitext]] = []
    for gold in golds.sets():
        for name, aligner in (("ours", ours), ("galechurch", galechurch), ("nltk", nltk)):
            if name == "ours":
                bitexts.append((gold, sentences(gold.source, gold.target)))
                found = counted((bead.source, bead.target) for bead in bitexts[-1][1].beads)
            else:
                found = counted(aligner(gold.source, gold.target))
            held = sums.setdefault((gold.group, name), [0, 0, 0])
            for n, value in enumerate((len(found & gold.beads), len(found), len(gold.beads))):
                held[n] += value
    figures = {}
    print(f"{'set':24}{'ours':>8}{'target':>8}{'galechurch':>12}{'nltk':>8}")
    for group in dict.fromkeys(group for group, _ in sums):
        row = {name: f1(*sums[group, name]) for name in ("ours", "galechurch", "nltk")}
        figures[f"F1 {group}"] = row["ours"]
        wanted = TARGETS.get(group, 0.0)
        slow = f"{row['nltk']:8.4f}" if row["nltk"] else "   (slow)"
        print(f"{group:24}{row['ours']:8.4f}{wanted:8.3f}{row['galechurch']:12.4f}{slow}", flush=True)
    return figures | reliability(bitexts)


def reliability(bitexts: Sequence[tuple[Gold, Bitext]]) -> dict[str, float]:
    """The diagram: beads by what they are said to be sure, and how many of them are right."""
    said = [
        (bead.confidence, bool(counted([(bead.source, bead.target)]) & gold.beads))
        for gold, bitext in bitexts
        for bead in bitext.beads
        if bead.source[0] < bead.source[1] and bead.target[0] < bead.target[1]
    ]
    print(f"\n{'said':>12}{'beads':>8}{'right':>8}")
    bounds = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.99, 1.01)
    for low, high in pairwise(bounds):
        held = [right for sure, right in said if low <= sure < high]
        if held:
            print(f"{low:5.2f} – {min(high, 1):4.2f}{len(held):8}{sum(held) / len(held):8.3f}")
    sure = [right for value, right in said if value >= SURE]
    print(
        f"sure (≥ {SURE}): {len(sure) / len(said):.3f} of the beads, {sum(sure) / len(sure):.4f} of them right\n"
    )
    return {"right among the sure": sum(sure) / len(sure), "sure": len(sure) / len(said)}


def with_vectors() -> dict[str, float]:
    """Strict F1 by set as the model of the extra `vectors` helps, and how sure beads are right."""
    encode = encoder(PACKAGED)
    sums: dict[str, list[int]] = {}
    bitexts = []
    start = time.process_time()
    for gold in golds.sets():
        bitexts.append((gold, sentences(gold.source, gold.target, vectors=encode)))
        found = counted((bead.source, bead.target) for bead in bitexts[-1][1].beads)
        held = sums.setdefault(gold.group, [0, 0, 0])
        for n, value in enumerate((len(found & gold.beads), len(found), len(gold.beads))):
            held[n] += value
    print(f"{'with vectors':24}{'ours':>8}{'target':>8}")
    for group, held in sums.items():
        print(f"{group:24}{f1(*held):8.4f}{WITH_VECTORS[group]:8.3f}")
    print(f"all sets: {time.process_time() - start:.0f} s of processor time")
    figures = (
        {f"F1 {group}": f1(*held) for group, held in sums.items()} | reliability(bitexts) | hostile(encode)
    )
    return {f"{name}, with vectors": value for name, value in figures.items()}


def hostile(encode: Encoder | None = None) -> dict[str, float]:
    """The share of sure beads in pairs that are none: 1 less that share is the figure."""
    held = {gold.name: gold for gold in golds.sets()}
    emma, jane, rules = held["transread-Emma"], held["transread-JaneEyre"], held["laws-rpdrules"]
    shuffled = list(jane.target)
    Random(1).shuffle(shuffled)
    pairs = {
        "two different novels": (emma.source, jane.target),
        "a novel and a law": (jane.source, rules.target),
        "one language twice": (jane.source, jane.source),
        "one side shuffled": (jane.source, shuffled),
    }
    figures = {}
    for name, (source, target) in pairs.items():
        sure = sum(bead.confidence >= SURE for bead in sentences(source, target, vectors=encode).beads)
        figures[f"not sure: {name}"] = 1 - sure / min(len(source), len(target))
        print(f"{name}: {sure} sure beads of {min(len(source), len(target))}")
    sure, wrong = strange(list(held.values()), encode)
    print(f"sentences that translate nothing: {sure} sure beads of {wrong}")
    return figures | {"not sure: a sentence that translates nothing": 1 - sure / wrong}


def strange(held: Sequence[Gold], encode: Encoder | None) -> tuple[int, int]:
    """Of beads that hold a sentence put in the place of a translation: how many are sure, and how many there are."""
    sure = wrong = 0
    for gold in held:
        target, places = golds.replaced(gold, held, seed=1)
        for bead in sentences(gold.source, target, vectors=encode).beads:
            if bead.source[0] < bead.source[1] and not places.isdisjoint(range(*bead.target)):
                wrong += 1
                sure += bead.confidence >= SURE
    return sure, wrong


def statutes(source: int, target: int) -> tuple[list[str], list[str]]:
    """Consecutive units of statutes, some missing on either side."""
    random = Random(3)
    english: list[str] = []
    french: list[str] = []
    with lzma.open(SHARED / "data" / "laws.tsv.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            _, one, other = line.rstrip("\n").split("\t")
            if random.random() > 0.01 and len(english) < source:
                english.append(one)
            if random.random() > 0.03 and len(french) < target:
                french.append(other)
            if len(english) == source and len(french) == target:
                break
    return english, french


def speed() -> dict[str, float]:
    """How often as quick as galechurch, on the same texts in the same run; memory of a long pair by itself."""
    source, target = statutes(SOURCE, TARGET)
    took = {}
    for name, aligner in (("ours", ours), ("galechurch", galechurch)):
        start = time.process_time()
        aligner(source, target)
        took[name] = time.process_time() - start
        print(f"{name}: {SOURCE:,} × {TARGET:,} in {took[name]:.1f} s of processor time")
    reports = [(source[n : n + 150], target[n : n + 150]) for n in range(0, 3000, 150)]
    start = time.process_time()
    for pair in reports:
        ours(*pair)
    print(f"a pair of 150 sentences: {(time.process_time() - start) / len(reports):.3f} s of processor time")
    whole = archive.measured(ARCHIVE)
    code = f"import sys; sys.path[:0] = [{str(HERE)!r}]; import run; run.long()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    mebibytes = int(done.stdout)
    print(f"{LONG:,} sentences a side: {mebibytes:,} MiB")
    return {
        "speed, in galechurch's": took["galechurch"] / took["ours"],
        "speed of an archive's 10 pairs, in galechurch's": took["galechurch"] / (10 * whole),
        "memory, of 2 GiB free": 1 - mebibytes / 2048,
    }


def long() -> None:
    """Align LONG sentences a side; prints the most memory held, in MiB."""
    ours(*statutes(LONG, LONG))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def compared(figures: dict[str, float]) -> int:
    """0 where no figure is below its floor; floors are raised where that is asked for."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    low = {name: value for name, value in figures.items() if value < floors.get(name, 0) - 1e-9}
    for name, value in low.items():
        print(f"below its floor: {name} {value:.4f} < {floors.get(name, 0):.4f}")
    if "--raise" in sys.argv and not low:
        steady = {name: value for name, value in figures.items() if not name.startswith(("speed", "memory"))}
        rough = {
            name: round(value * 0.8, 2)
            for name, value in figures.items()
            if name.startswith(("speed", "memory"))
        }
        raised = {name: int(value * 10_000) / 10_000 for name, value in steady.items()} | rough
        floors |= {name: max(value, floors.get(name, 0)) for name, value in raised.items()}
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
    return 1 if low else 0


def main() -> int:
    if not GOLD.is_dir():
        print(f"skipped: no gold sets in {GOLD}")
        return 0
    if "--vectors" in sys.argv:
        return compared(with_vectors())
    figures = quality() | hostile()
    if "--quick" not in sys.argv:
        figures |= speed()
    return compared(figures)


if __name__ == "__main__":
    sys.exit(main())
