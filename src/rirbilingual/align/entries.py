"""Entries of two sorted lists to pairs: by what both languages keep of an entry, never by position.

A reference keeps its date, its title's words, its address; the lists are sorted anew in each language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from math import exp, log

from rirbilingual.align.words import words

_WHOLE = re.compile(r"\d{4}-\d\d(?:-\d\d)?(?!\d)|(?:https?://|www\.)\S+|[A-Z]{3}\d{5,6}")
ALIKE = 0.35  # share of an entry's weight that both must hold to be taken for one
_STEEP = 14.0  # how quickly certainty rises above that


def pairs(source: Sequence[str], target: Sequence[str]) -> list[tuple[int, int, float]]:
    """Entries that are one, with how sure that is; each entry stands in one pair at most."""
    return paired([kept(text) for text in source], [kept(text) for text in target])


def paired(
    ours: Sequence[Set[str]], theirs: Sequence[Set[str]], others: Sequence[Set[str]] = ()
) -> list[tuple[int, int, float]]:
    """As `pairs`, of the parts that entries are compared by. others: entries of the lists that are paired already; what
    these hold too says little."""
    listed = (*ours, *theirs, *others)
    count = Counter(part for entry in listed for part in entry)
    # A part that stands in one entry of each list says most, one that stands everywhere nothing.
    weight = {part: log((len(listed) + 1) / number) for part, number in count.items()}
    holding: dict[str, list[int]] = {}
    for j, entry in enumerate(theirs):
        for part in entry:
            holding.setdefault(part, []).append(j)
    mass = [sum(weight[part] for part in entry) for entry in theirs]
    found = []
    for i, entry in enumerate(ours):
        shared: Counter[int] = Counter()
        for part in entry:
            for j in holding.get(part, ()):
                shared[j] += weight[part]  # type: ignore[assignment]
        own = sum(weight[part] for part in entry)
        found += [(value / max(min(own, mass[j]), 1.0), i, j) for j, value in shared.items()]
    return _matched(found)


def kept(text: str) -> frozenset[str]:
    """What an entry keeps in the other language: its words as they are spelled, dates and addresses whole."""
    return frozenset(words(undated(text))) | dated(text)


def undated(text: str) -> str:
    """The text without what `dated` finds."""
    return _WHOLE.sub(" ", text)


def dated(text: str) -> frozenset[str]:
    """Its dates, addresses and report numbers, whole."""
    return frozenset(_WHOLE.findall(text))


def _matched(found: list[tuple[float, int, int]]) -> list[tuple[int, int, float]]:
    """The best pairs first; a pair is as sure as it stands above ALIKE and above its rivals."""
    by_source: dict[int, list[float]] = {}
    by_target: dict[int, list[float]] = {}
    for value, i, j in found:
        by_source.setdefault(i, []).append(value)
        by_target.setdefault(j, []).append(value)
    taken_i: set[int] = set()
    taken_j: set[int] = set()
    out = []
    for value, i, j in sorted(found, reverse=True):
        if value < ALIKE or i in taken_i or j in taken_j:
            continue
        taken_i.add(i)
        taken_j.add(j)
        rivals = sorted([*by_source[i], *by_target[j]], reverse=True)[2:] or [0.0]
        above = min(value - ALIKE, value - rivals[0] + 0.1)
        out.append((i, j, 1 / (1 + exp(-_STEEP * above))))
    return sorted(out)
