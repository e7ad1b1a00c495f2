"""Two lists of sources to what became of each: the same, moved, changed, split or merged."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise

CHANGED_FROM = 0.5  # similarity in words from which a unit at the same place is the old one, changed
JOINED_FROM = 0.8  # from which two sentences together are a third: a split or a merger
STRAYED_FROM = 0.75  # from which a unit elsewhere is the old one, changed and moved
_BAND = 60  # units beside the diagonal that are tried in a long stretch of changes
_MOST_STRAYS = 2000  # above this many on either side, changed units elsewhere are not looked for

Similarity = Callable[[str, str], float]


class LinkKind(StrEnum):
    SAME = "same"
    MOVED = "moved"
    CHANGED = "changed"
    SPLIT = "split"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Link:
    """Indices into the old and the new list: one each, but for a split (1–2) and a merger (2–1)."""

    kind: LinkKind
    old: tuple[int, ...]
    new: tuple[int, ...]


def links(
    old: Sequence[str],
    new: Sequence[str],
    *,
    similarity: Similarity | None = None,
    waiting: Collection[str] = (),
) -> tuple[Link, ...]:
    """The links between the lists, in the order of the new one; each index stands in at most one.

    Equal sources are linked first: in order, then by their neighbours. Without `similarity` only these are.
    waiting: new sources whose French waits elsewhere; they are linked to an equal one only.
    """
    found: list[Link] = []
    gaps: list[tuple[range, range]] = []
    for old_range, new_range, equal in _stretches(old, new):
        if equal:
            found += [Link(LinkKind.SAME, (i,), (j,)) for i, j in zip(old_range, new_range, strict=True)]
        else:
            gaps.append((old_range, new_range))
    for old_range, new_range in gaps:
        pairs = _in_order([(i, old[i]) for i in old_range], [(j, new[j]) for j in new_range])
        found += [Link(LinkKind.SAME, (i,), (j,)) for i, j in pairs]
    found += _moved(old, new, found)
    if similarity is not None:
        taken_old, taken_new = _taken(found)
        taken_new |= {j for j, text in enumerate(new) if text in waiting}
        for old_range, new_range in gaps:
            left = [i for i in old_range if i not in taken_old]
            right = [j for j in new_range if j not in taken_new]
            changed = _changed(old, new, left, right, similarity)
            found += changed
            taken_old |= {i for link in changed for i in link.old}
            taken_new |= {j for link in changed for j in link.new}
        found += _strayed(old, new, taken_old, taken_new, similarity)
    return tuple(sorted(found, key=lambda link: link.new))


def _stretches(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[range, range, bool]]:
    """Equal and unequal stretches in turn; the equal ends are taken off first, since most edits are few."""
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle_old, middle_new = old[head : len(old) - tail], new[head : len(new) - tail]
    yield range(head), range(head), True
    i, j = 0, 0
    for a, c in (*_anchors(middle_old, middle_new), (len(middle_old), len(middle_new))):
        if (a, c) != (i, j):
            for tag, *gap in SequenceMatcher(None, middle_old[i:a], middle_new[j:c]).get_opcodes():
                at = [head + offset + place for offset, place in zip((i, i, j, j), gap, strict=True)]
                yield range(at[0], at[1]), range(at[2], at[3]), tag == "equal"
        if a < len(middle_old) and c < len(middle_new):
            yield range(head + a, head + a + 1), range(head + c, head + c + 1), True
        i, j = a + 1, c + 1
    yield range(len(old) - tail, len(old)), range(len(new) - tail, len(new)), True


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Places of the texts that each list has once, as many as keep the order in both: between them the stretches
    are short, so that a long file is compared in no time (patience difference)."""
    once = {text: i for i, text in enumerate(old)}
    counts, news = Counter(old), Counter(new)
    shared = [(once[text], j) for j, text in enumerate(new) if counts[text] == 1 and news[text] == 1]
    ends: list[int] = []  # the smallest old place that a run of each length ends with
    tails: list[int] = []  # which of `shared` that is
    before: list[int] = []
    for n, (i, _) in enumerate(shared):
        length = bisect_left(ends, i)
        before.append(tails[length - 1] if length else -1)
        if length == len(ends):
            ends.append(i)
            tails.append(n)
        else:
            ends[length], tails[length] = i, n
    found = []
    n = tails[-1] if tails else -1
    while n >= 0:
        found.append(shared[n])
        n = before[n]
    return found[::-1]


def _in_order(old: list[tuple[int, str]], new: list[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    waiting: dict[str, deque[int]] = defaultdict(deque)
    for i, text in old:
        waiting[text].append(i)
    last = -1
    for j, text in new:
        queue = waiting.get(text)
        while queue and queue[0] < last:
            queue.popleft()
        if queue:
            last = queue.popleft()
            yield last, j


def _moved(old: Sequence[str], new: Sequence[str], found: list[Link]) -> list[Link]:
    """Equal sources out of order: the candidate with the same neighbours, else the first."""
    taken_old, taken_new = _taken(found)
    waiting: dict[str, list[int]] = defaultdict(list)
    for i, text in enumerate(old):
        if i not in taken_old:
            waiting[text].append(i)
    moved = []
    for j, text in enumerate(new):
        candidates = waiting.get(text)
        if j in taken_new or not candidates:
            continue
        best = max(candidates[:50], key=lambda i: (_neighbours(old, i, new, j), -i))
        candidates.remove(best)
        moved.append(Link(LinkKind.MOVED, (best,), (j,)))
    return moved


def _neighbours(old: Sequence[str], i: int, new: Sequence[str], j: int) -> int:
    before = i > 0 and j > 0 and old[i - 1] == new[j - 1]
    after = i + 1 < len(old) and j + 1 < len(new) and old[i + 1] == new[j + 1]
    return before + after


def _changed(
    old: Sequence[str], new: Sequence[str], left: list[int], right: list[int], similarity: Similarity
) -> list[Link]:
    """The best monotone reading of a stretch of changes: units changed, split in two, or merged."""
    if not left or not right:
        return []
    slope = len(right) / len(left)
    best: dict[tuple[int, int], tuple[float, tuple[int, int, LinkKind | None]]] = {
        (0, 0): (0.0, (0, 0, None))
    }

    def better(i: int, j: int, gain: float, back: tuple[int, int, LinkKind | None]) -> None:
        if (i, j) not in best or gain > best[i, j][0]:
            best[i, j] = (gain, back)

    for i in range(len(left) + 1):
        low = max(0, int(i * slope) - _BAND)
        for j in range(low, min(len(right), int(i * slope) + _BAND) + 1):
            if (i, j) not in best:
                continue
            gain = best[i, j][0]
            if i < len(left):
                better(i + 1, j, gain, (i, j, None))
            if j < len(right):
                better(i, j + 1, gain, (i, j, None))
            if i < len(left) and j < len(right):
                for kind, di, dj in (
                    (LinkKind.CHANGED, 1, 1),
                    (LinkKind.SPLIT, 1, 2),
                    (LinkKind.MERGED, 2, 1),
                ):
                    score = _likeness(old, new, left[i : i + di], right[j : j + dj], di, dj, similarity)
                    if score:
                        better(i + di, j + dj, gain + score, (i, j, kind))
    return list(_traced(best, left, right))


def _likeness(
    old: Sequence[str],
    new: Sequence[str],
    before: list[int],
    after: list[int],
    di: int,
    dj: int,
    similarity: Similarity,
) -> float:
    if len(before) < di or len(after) < dj:
        return 0.0
    if di + dj > 2 and any(b - a != 1 for side in (before, after) for a, b in pairwise(side)):
        return 0.0
    score = similarity(" ".join(old[i] for i in before), " ".join(new[j] for j in after))
    return score if score >= (CHANGED_FROM if di + dj == 2 else JOINED_FROM) else 0.0


def _traced(
    best: dict[tuple[int, int], tuple[float, tuple[int, int, LinkKind | None]]],
    left: list[int],
    right: list[int],
) -> Iterator[Link]:
    i, j = max(best, key=lambda cell: (best[cell][0], cell))
    while (i, j) != (0, 0):
        a, b, kind = best[i, j][1]
        if kind is not None:
            yield Link(kind, tuple(left[a:i]), tuple(right[b:j]))
        i, j = a, b


def _strayed(
    old: Sequence[str], new: Sequence[str], taken_old: set[int], taken_new: set[int], similarity: Similarity
) -> Iterator[Link]:
    """Units changed and moved: the most alike first."""
    left = [i for i in range(len(old)) if i not in taken_old]
    right = [j for j in range(len(new)) if j not in taken_new]
    if not left or not right or len(left) > _MOST_STRAYS or len(right) > _MOST_STRAYS:
        return
    scored = sorted(
        ((score, i, j) for i in left for j in right if (score := similarity(old[i], new[j])) >= STRAYED_FROM),
        key=lambda found: (-found[0], found[1], found[2]),
    )
    for _, i, j in scored:
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            yield Link(LinkKind.CHANGED, (i,), (j,))


def _taken(found: list[Link]) -> tuple[set[int], set[int]]:
    return {i for link in found for i in link.old}, {j for link in found for j in link.new}
