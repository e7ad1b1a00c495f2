"""A unit to what answers what: quotations, markers, citations, numbers and dates of its two texts."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rirbilingual.model import Citation, Marker, Placeable, PlaceableType, Quotation, Span, Unit
from rirbilingual.text.spans import spans

Stretch = tuple[int, int]

# What is compared by value; brackets are added and dropped freely by French.
_VALUES = frozenset(PlaceableType) - {PlaceableType.BRACKET}


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A stretch of the source and the stretch of the target that answers it; None where nothing does."""

    kind: str  # "quotation", "marker", "citation", or a placeable's type
    source: Stretch | None
    target: Stretch | None


def counterparts(unit: Unit) -> tuple[Counterpart, ...]:
    """In order of the source; what stands in the target only comes last.

    Quotations and markers answer each other in order, and only where both texts have as many; the others by
    value.
    """
    source, target = spans(unit.source), spans(unit.target) if unit.target else ()
    found = [*_by_value(source, target)]
    for kind in ("quotation", "marker"):
        found += _in_order(kind, _of(kind, source), _of(kind, target))
    return tuple(sorted(found, key=lambda c: (c.source is None, c.source or c.target)))


def _of(kind: str, spans: Sequence[Span]) -> list[Stretch]:
    return [(s.start, s.end) for s in spans if _kind(s) == kind]


def _kind(span: Span) -> str:
    match span:
        case Quotation():
            return "quotation" if span.level == 1 else ""
        case Marker():
            return "marker"
        case Citation():
            return "citation"
        case Placeable():
            return span.type.value if span.type in _VALUES else ""


def _value(span: Span) -> Hashable:
    if isinstance(span, Citation):
        dates = (
            re.sub(r"[\s\[\]]", "", source.date).lower().replace("s.d.", "n.d.") for source in span.sources
        )
        return "citation", tuple(sorted(dates))
    assert isinstance(span, Placeable)
    return span.type, span.value


def _in_order(kind: str, source: Sequence[Stretch], target: Sequence[Stretch]) -> Iterator[Counterpart]:
    if len(source) == len(target):
        yield from (Counterpart(kind, s, t) for s, t in zip(source, target, strict=True))
        return
    for s, t in zip_longest(source, ()):
        yield Counterpart(kind, s, t)
    for t in target:
        yield Counterpart(kind, None, t)


def _by_value(source: Sequence[Span], target: Sequence[Span]) -> Iterator[Counterpart]:
    waiting = [s for s in target if isinstance(s, Citation | Placeable) and _kind(s)]
    for span in source:
        if not isinstance(span, Citation | Placeable) or not _kind(span):
            continue
        answer = next((t for t in waiting if _value(t) == _value(span)), None)
        if answer is not None:
            waiting.remove(answer)
        yield Counterpart(_kind(span), (span.start, span.end), (answer.start, answer.end) if answer else None)
    for span in waiting:
        yield Counterpart(_kind(span), None, (span.start, span.end))
