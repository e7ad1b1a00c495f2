"""A unit's two texts to the stretches between what answers each other in both: citations, quotations, numbers,
names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator
from itertools import pairwise

from rirbilingual.check.cited import paired
from rirbilingual.check.joined import Side
from rirbilingual.model import PlaceableType

Span = tuple[int, int]
Answer = tuple[Span, Span]  # in English, in French
_NAME = re.compile(r"\b[^\W\d_a-z][^\W\d_]{2,}")
_ACRONYM = re.compile(r"\b[A-Z]{2,}\b")
_VALUES = (PlaceableType.NUMBER, PlaceableType.DATE, PlaceableType.NOTE)


def gaps(english: str, french: str) -> Iterator[Answer]:
    """The stretches between answers that come in one order in both texts, the ends of the texts among them."""
    ends = [((0, 0), (0, 0)), *_chain(sorted(_answers(english, french)))]
    ends.append(((len(english), len(english)), (len(french), len(french))))
    for (en, fr), (next_en, next_fr) in pairwise(ends):
        yield (en[1], next_en[0]), (fr[1], next_fr[0])


def unanswered(english: str, french: str) -> list[str]:
    """The numbers and acronyms of the English that the French nowhere has, as the English writes them."""
    ours, theirs = (Side(text, (0,)).placeables(*_VALUES) for text in (english, french))
    values = {placeable.value for placeable in theirs}
    lost = [english[p.start : p.end] for p in ours if p.value not in values]
    return lost + [m[0] for m in _ACRONYM.finditer(english) if m[0] not in french]


def _answers(english: str, french: str) -> Iterator[Answer]:
    ours, theirs = Side(english, (0,)), Side(french, (0,))
    for n, m in paired(ours.citations, theirs.citations).items():
        one, other = ours.citations[n], theirs.citations[m]
        yield (one.start, one.end), (other.start, other.end)
    if len(ours.outermost) == len(theirs.outermost):
        for quote, answer in zip(ours.outermost, theirs.outermost, strict=True):
            yield (quote.start, quote.end), (answer.start, answer.end)
    sides = [_once((p.value, (p.start, p.end)) for p in side.placeables(*_VALUES)) for side in (ours, theirs)]
    yield from ((sides[0][value], sides[1][value]) for value in sides[0].keys() & sides[1].keys())
    names = [_once((m[0], m.span()) for m in _NAME.finditer(text)) for text in (english, french)]
    yield from ((names[0][name], names[1][name]) for name in names[0].keys() & names[1].keys())


def _once(found: Iterable[tuple[Hashable, Span]]) -> dict[Hashable, Span]:
    """What stands once in its text, with its place."""
    places: dict[Hashable, list[Span]] = {}
    for value, span in found:
        places.setdefault(value, []).append(span)
    return {value: spans[0] for value, spans in places.items() if len(spans) == 1}


def _chain(answers: Iterable[Answer]) -> list[Answer]:
    """The most answers that come one after another in both texts; the answers stand in the English's order."""
    apart = _apart(answers)
    ends: list[int] = []  # of the chains of each length, the least French start that one ends with
    last: list[int] = []  # its answer
    before: list[int | None] = []
    for n, (_, (start, _)) in enumerate(apart):
        at = bisect_left(ends, start)
        before.append(last[at - 1] if at else None)
        ends[at : at + 1], last[at : at + 1] = [start], [n]
    chain: list[Answer] = []
    at_end = last[-1] if last else None
    while at_end is not None:
        chain.append(apart[at_end])
        at_end = before[at_end]
    return chain[::-1]


def _apart(answers: Iterable[Answer]) -> list[Answer]:
    """The answers that overlap no earlier one, in either text."""
    kept: list[Answer] = []
    taken: list[Span] = []  # in French, in its order
    for english, french in answers:
        at = bisect_left(taken, french)
        free = (not at or taken[at - 1][1] <= french[0]) and (at == len(taken) or french[1] <= taken[at][0])
        if free and (not kept or kept[-1][0][1] <= english[0]):
            kept.append((english, french))
            taken.insert(at, french)
    return kept
