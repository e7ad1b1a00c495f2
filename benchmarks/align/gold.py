"""The gold sets in ../shared/data/gold to lists of sentences and beads; strict counting as vecalign counts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from os import environ
from pathlib import Path
from random import Random

HERE = Path(__file__).resolve().parent
SHARED = Path(environ.get("RIRBILINGUAL_SHARED", HERE.parent.parent.parent / "shared"))
GOLD = SHARED / "data" / "gold"

Beads = frozenset[tuple[tuple[int, ...], tuple[int, ...]]]


@dataclass(frozen=True)
class Gold:
    """name: the folder's. beads: source numbers and target numbers, those with text on both sides."""

    name: str
    source: list[str]
    target: list[str]
    beads: Beads

    @property
    def kind(self) -> str:
        """What it is held out with: a law and its noisy version are one kind, as are the novels."""
        return self.name.split("-")[1] if self.name.startswith("laws") else self.name

    @property
    def group(self) -> str:
        """What its figure is counted with."""
        return "novels" if self.name.startswith("transread") else self.name


def sets() -> list[Gold]:
    return [_gold(path) for path in sorted(GOLD.iterdir()) if path.is_dir()]


def _gold(folder: Path) -> Gold:
    first = folder / "de.txt" if (folder / "de.txt").exists() else folder / "en.txt"
    rows = [line.split("\t") for line in _lines(folder / "gold.txt")]
    beads = frozenset((_numbers(a), _numbers(b)) for a, b in rows if a and b)
    return Gold(folder.name, _lines(first), _lines(folder / "fr.txt"), beads)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split(","))


EVERY = 12  # target sentences, of which `replaced` takes one
SPREAD = 0.25  # standard deviation of the logarithm of a translation's length for its source's


def replaced(gold: Gold, others: Iterable[Gold], seed: int) -> tuple[list[str], set[int]]:
    """The target with a sentence here and there that translates nothing, of another kind of text and as long as a
    translation may be; and which these are."""
    pool = sorted(
        (text for other in others if other.kind != gold.kind for text in other.target[:3000]), key=len
    )
    random = Random(seed)
    target = list(gold.target)
    places = set(range(random.randrange(EVERY), len(target), EVERY))
    for at in sorted(places):
        near = bisect_left(pool, len(target[at]) * random.lognormvariate(0, SPREAD), key=len)
        target[at] = pool[min(near, len(pool) - 1)]
    return target, places


def counted(ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> Beads:
    """Half-open ranges as the gold writes beads, those with text on both sides."""
    return frozenset(
        (tuple(range(*source)), tuple(range(*target)))
        for source, target in ranges
        if source[0] < source[1] and target[0] < target[1]
    )


def f1(hits: int, found: int, wanted: int) -> float:
    return 2 * hits / max(1, found + wanted)
