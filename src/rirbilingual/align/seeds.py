"""The program's seed lexicons to the links between words that two sides start from.

A lexicon begins with its languages' function words: these tell whether it fits, so that no other is read whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np

from rirbilingual.align.words import Side, stem, words

Entries = Sequence[tuple[str, str]]  # words of one language, words of the other; space between
Links = dict[str, set[str]]  # a stem to the stems of its translations

FIRST = 100  # entries that tell the languages
FITTING = 0.12  # share of a side's words that these hold at least; in another language they hold a twentieth


def fitting(source: Side, target: Side) -> Iterable[Links]:
    """The seed lexicons whose two languages are the sides', turned the sides' way."""
    for name in names():
        for way in (0, 1):
            ours, theirs = _links(name, FIRST)[way].keys(), _links(name, FIRST)[1 - way].keys()
            if min(_share(source, ours), _share(target, theirs)) > FITTING:
                yield _links(name, None)[way]


def names() -> list[str]:
    """The files of the seed lexicons."""
    folder = files("rirbilingual.align") / "lexicons"
    return sorted(path.name for path in folder.iterdir() if path.name.endswith(".txt"))


@cache
def _links(name: str, first: int | None) -> tuple[Links, Links]:
    """Of so many of a lexicon's entries, or of all."""
    text = (files("rirbilingual.align") / "lexicons" / name).read_text(encoding="utf-8")
    return links(entries(text)[:first])


def entries(text: str) -> list[tuple[str, str]]:
    """The entries of a seed lexicon: `eye eyes = oeil yeux`, # before a remark."""
    rows = (line.split("=") for line in text.splitlines() if line and not line.startswith("#"))
    return [(left.strip(), right.strip()) for left, right in rows]


def links(pairs: Entries) -> tuple[Links, Links]:
    """The links from left to right, and from right to left."""
    forward: Links = defaultdict(set)
    backward: Links = defaultdict(set)
    for pair in pairs:
        left, right = ({*map(stem, words(text))} for text in pair)
        for form in left:
            forward[form] |= right
        for form in right:
            backward[form] |= left
    return forward, backward


@lru_cache(maxsize=32)  # a termbase is the same for a whole archive
def terms(pairs: tuple[tuple[str, str], ...]) -> Links:
    """The links of a termbase's entries."""
    return links(pairs)[0]


def _share(side: Side, held: Set[str]) -> float:
    """The share of a side's words that are among these."""
    inside = np.array([form in held for form in side.forms], dtype=bool)
    return float(side.frequency[inside].sum() / max(1, side.frequency.sum()))
