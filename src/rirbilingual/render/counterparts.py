"""The spans of a unit's two texts to what answers what: quotations, markers, citations, numbers and dates."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from rirbilingual.model import Citation, Marker, Placeable, PlaceableType, Quotation, Span
from rirbilingual.text.citations import date_value

Stretch = tuple[int, int]
Found = tuple[str, Hashable, Stretch]
"""What stands in a text: its kind, its value (None where it is answered in order), and where."""


class Counterpart(NamedTuple):
    """A stretch of the source and the stretch of the target that answers it; None where nothing does."""

    kind: str  # "quotation", "marker", "citation", or a placeable's type
    source: Stretch | None
    target: Stretch | None


def counterparts(english: Sequence[Span], french: Sequence[Span]) -> tuple[Counterpart, ...]:
    """In order of the source; what stands in the target only comes last.

    Quotations and markers answer each other in order, and only where both texts have as many; the others by
    value.
    """
    source, target = list(_found(english)), list(_found(french))
    if not source and not target:
        return ()
    found = [*_by_value(source, target)]
    for kind in ("quotation", "marker"):
        found += _in_order(kind, _of(kind, source), _of(kind, target))
    return tuple(sorted(found, key=lambda c: (c.source is None, c.source or c.target)))


def _found(spans: Sequence[Span]) -> Iterator[Found]:
    for span in spans:
        at = span.start, span.end
        if isinstance(span, Placeable):
            if span.type is not PlaceableType.BRACKET:  # French adds and drops brackets freely
                yield span.type.value, span.value, at
        elif isinstance(span, Citation):
            yield "citation", tuple(sorted(date_value(source.date) for source in span.sources)), at
        elif isinstance(span, Marker):
            yield "marker", None, at
        elif isinstance(span, Quotation) and span.level == 1:
            yield "quotation", None, at


def _of(kind: str, found: Sequence[Found]) -> list[Stretch]:
    return [at for name, _, at in found if name == kind]


def _in_order(kind: str, source: Sequence[Stretch], target: Sequence[Stretch]) -> Iterator[Counterpart]:
    if len(source) == len(target):
        yield from (Counterpart(kind, s, t) for s, t in zip(source, target, strict=True))
        return
    for s, t in zip_longest(source, ()):
        yield Counterpart(kind, s, t)
    for t in target:
        yield Counterpart(kind, None, t)


def _by_value(source: Sequence[Found], target: Sequence[Found]) -> Iterator[Counterpart]:
    waiting: dict[tuple[str, Hashable], deque[Stretch]] = {}
    for kind, value, at in target:
        if value is not None:
            waiting.setdefault((kind, value), deque()).append(at)
    for kind, value, at in source:
        if value is not None:
            answers = waiting.get((kind, value))
            yield Counterpart(kind, at, answers.popleft() if answers else None)
    for (kind, _), left in waiting.items():
        for at in left:
            yield Counterpart(kind, None, at)
