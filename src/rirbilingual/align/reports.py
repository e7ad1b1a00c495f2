"""Two reports' segments to a Bitext: sorted lists entry by entry, everything else in order.

Beads tile both sides. They stand in the source's order; entries of sorted lists may lie elsewhere in the target.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rirbilingual.align.entries import dated, paired, pairs
from rirbilingual.align.facts import agree, same_date
from rirbilingual.align.lexicon import known
from rirbilingual.align.same import spoken
from rirbilingual.align.seeds import Entries
from rirbilingual.align.structure import LISTED, layout
from rirbilingual.align.words import side
from rirbilingual.model import Bead, Bitext, BlockKind, Segment

if TYPE_CHECKING:
    from rirbilingual.align.vectors import Encoder

UNSURE = (
    0.5  # confidence, at most, of what keeps other numbers, dates or figures: a memory would give wrong ones
)
_ACCESS = re.compile(
    r"\s*\[[^\[\]]*\]\.?$"
)  # the day on which an office saw a page says little of which page


def segments(
    source: Sequence[Segment],
    target: Sequence[Segment],
    *,
    terms: Entries = (),
    vectors: Encoder | None = None,
) -> Bitext:
    """The Bitext of two reports' segments; two reports in one language get no confidence at all."""
    found = _running(source, target, terms, vectors)
    for kind in LISTED:
        found += _listed(source, target, kind, terms)
    ours, theirs = (spoken([segment.text for segment in held]) for held in (source, target))
    if ours and ours == theirs:
        found = [Bead(bead.source, bead.target, 0.0) for bead in found]
    return Bitext(tuple(sorted(found, key=lambda bead: (bead.source, bead.target))))


def _running(
    source: Sequence[Segment], target: Sequence[Segment], terms: Entries, vectors: Encoder | None
) -> list[Bead]:
    from rirbilingual.align.tiling import aligned

    ours = [n for n, segment in enumerate(source) if segment.kind not in LISTED]
    theirs = [n for n, segment in enumerate(target) if segment.kind not in LISTED]
    if not ours or not theirs:
        return _alone(ours, theirs, len(source))
    sides = [
        side([held[n].text for n in numbers], layout([held[n] for n in numbers], numbers))
        for held, numbers in ((source, ours), (target, theirs))
    ]
    done = aligned(sides[0], sides[1], terms=terms, vectors=vectors)
    found = []
    for (i, j, _), sure in zip(done.beads, done.confidence, strict=True):
        one, other = _range(ours, i, len(source)), _range(theirs, j, len(target))
        confidence = round(float(sure), 4)
        if confidence > UNSURE and not agree(source[slice(*one)], target[slice(*other)]):
            confidence = UNSURE
        found.append(Bead(one, other, confidence))
    return found


def _range(numbers: Sequence[int], held: tuple[int, int], end: int) -> tuple[int, int]:
    """A range of the running text as a range of the report."""
    start = numbers[held[0]] if held[0] < len(numbers) else end
    return (start, numbers[held[1] - 1] + 1) if held[0] < held[1] else (start, start)


def _listed(
    source: Sequence[Segment], target: Sequence[Segment], kind: BlockKind, terms: Entries
) -> list[Bead]:
    ours = [n for n, segment in enumerate(source) if segment.kind is kind]
    theirs = [n for n, segment in enumerate(target) if segment.kind is kind]
    texts = [source[n].text for n in ours], [target[n].text for n in theirs]
    matched = [
        (i, j, sure if same_date(texts[0][i], texts[1][j]) else min(sure, UNSURE))
        for i, j, sure in _translated(*texts, pairs(*texts), terms)
    ]
    out = [Bead((ours[i], ours[i] + 1), (theirs[j], theirs[j] + 1), round(sure, 4)) for i, j, sure in matched]
    left = [n for i, n in enumerate(ours) if i not in {pair[0] for pair in matched}]
    over = [n for j, n in enumerate(theirs) if j not in {pair[1] for pair in matched}]
    return out + _alone(left, over, ours[-1] + 1 if ours else len(source))


def _translated(
    source: Sequence[str], target: Sequence[str], matched: list[tuple[int, int, float]], terms: Entries
) -> list[tuple[int, int, float]]:
    """The pairs, and those that the entries left over make by their words' translations: an interview, a role."""
    ours = [n for n in range(len(source)) if n not in {i for i, _, _ in matched}]
    theirs = [n for n in range(len(target)) if n not in {j for _, j, _ in matched}]
    if not ours or not theirs:
        return matched
    sides = side(source), side(target)
    known_words = known(*sides, terms)
    meant: dict[int, set[str]] = {}
    for s, t in zip(known_words.source.tolist(), known_words.target.tolist(), strict=True):
        meant.setdefault(s, set()).add(sides[1].forms[t])
    said = [
        {form for type_ in sides[0].of(n) for form in meant.get(type_, ())} | _dated(text)
        for n, text in enumerate(source)
    ]
    told = [
        {sides[1].forms[type_] for type_ in sides[1].of(n)} | _dated(text) for n, text in enumerate(target)
    ]
    others = [*(said[i] for i, _, _ in matched), *(told[j] for _, j, _ in matched)]
    found = paired([said[n] for n in ours], [told[n] for n in theirs], others)
    return matched + [(ours[i], theirs[j], sure) for i, j, sure in found]


def _dated(entry: str) -> frozenset[str]:
    return dated(_ACCESS.sub("", entry))


def _alone(ours: Sequence[int], theirs: Sequence[int], at: int) -> list[Bead]:
    """Null beads; those of the target stand at the end of the source's stretch."""
    alone = [Bead((n, n + 1), (0, 0), 0.0) for n in ours]
    return [*alone, *(Bead((at, at), (n, n + 1), 0.0) for n in theirs)]
