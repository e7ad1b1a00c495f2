"""The parallel law texts of the shared data to memories of any size, and to queries: seeded, the same each time.

Growth: every unit as it is, then its sentences where it has several (real ones, by our own segmenter), then
seeded mutations of both. Other law documents give half of the queries, perturbed units of the memory the other.
"""

from __future__ import annotations

import lzma
import os
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from rirbilingual.segment.sentences import sentences

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("RIRBILINGUAL_SHARED", ROOT.parent / "shared"))
SEED = 20160301
QUERIES = 500


def available() -> bool:
    return (SHARED / "data" / "laws.tsv.xz").is_file()


def _laws() -> Iterator[tuple[str, str]]:
    with lzma.open(SHARED / "data" / "laws.tsv.xz", "rt", encoding="utf-8") as stream:
        for line in stream:
            _, english, french = line.rstrip("\n").split("\t")[:3]
            yield english, french


def _split(units: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The sentences of units that have several, as many in both languages."""
    for english, french in units:
        if ". " not in english and "; " not in english:
            continue
        ours = [english[start:end] for start, end, _ in sentences(english, "en")]
        theirs = [french[start:end] for start, end, _ in sentences(french, "fr")]
        if len(ours) == len(theirs) > 1:
            yield from zip(ours, theirs, strict=True)


def perturbed(text: str, rng: random.Random, words: list[str]) -> str:
    """The text with about a tenth of its words replaced, removed, doubled or put in."""
    out = text.split()
    for _ in range(max(1, len(out) // 10)):
        place = rng.randrange(len(out))
        what = rng.randrange(4)
        if what == 0:
            out[place] = rng.choice(words)
        elif what == 1 and len(out) > 1:
            del out[place]
        elif what == 2:
            out.insert(place, out[place])
        else:
            out.insert(place, rng.choice(words))
    return " ".join(out)


def units(count: int) -> Iterator[tuple[str, str]]:
    """`count` distinct pairs of English and French."""
    rng = random.Random(SEED)
    seen: set[int] = set()
    kept: list[tuple[str, str]] = []

    def fresh(pairs: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
        for english, french in pairs:
            if len(seen) >= count:
                return
            mark = hash((english, french))
            if mark not in seen and english.strip() and french.strip():
                seen.add(mark)
                yield english, french

    for pair in fresh(_laws()):
        kept.append(pair)
        yield pair
    if len(seen) < count:
        for pair in fresh(_split(kept)):
            kept.append(pair)
            yield pair
    words = [word for english, _ in islice(kept, 0, None, 50) for word in english.split()]

    def mutated() -> Iterator[tuple[str, str]]:
        while True:
            english, french = rng.choice(kept)
            yield perturbed(english, rng, words), french

    yield from fresh(mutated())


def queries(memory: list[str], count: int = QUERIES) -> list[str]:
    """Half from other documents, half perturbed sources of the memory."""
    rng = random.Random(SEED)
    with (SHARED / "data" / "laws-dev.tsv").open(encoding="utf-8") as stream:
        others = [line.split("\t")[1] for line in stream]
    words = [word for english in others for word in english.split()]
    return [
        *rng.sample(others, count // 2),
        *(perturbed(text, rng, words) for text in rng.sample(memory, count - count // 2)),
    ]
