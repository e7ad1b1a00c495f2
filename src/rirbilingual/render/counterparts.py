"""A unit to what answers what: quotations, markers, citations, numbers and dates of its two texts."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rirbilingual.model import Citation, Marker, Placeable, PlaceableType, Quotation, Span, Unit
from rirbilingual.text.citations import date_value
from rirbilingual.text.spans import spans

Stretch = tuple[int, int]
Kinded = tuple[str, Span]

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
    source, target = _kinded(unit.source), _kinded(unit.target)
    found = [*_by_value(source, target)]
    for kind in ("quotation", "marker"):
        found += _in_order(kind, _of(kind, source), _of(kind, target))
    return tuple(sorted(found, key=lambda c: (c.source is None, c.source or c.target)))


def _kinded(text: str) -> list[Kinded]:
    """The text's spans that have a kind, with it."""
    return [(kind, span) for span in spans(text) if (kind := _kind(span))] if text else []


def _of(kind: str, spans: Sequence[Kinded]) -> list[Stretch]:
    return [(span.start, span.end) for name, span in spans if name == kind]


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
        return "citation", tuple(sorted(date_value(source.date) for source in span.sources))
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


def _by_value(source: Sequence[Kinded], target: Sequence[Kinded]) -> Iterator[Counterpart]:
    waiting = [(_value(s), kind, s) for kind, s in target if isinstance(s, Citation | Placeable)]
    for kind, span in source:
        if not isinstance(span, Citation | Placeable):
            continue
        value = _value(span)
        at = next((n for n, (theirs, *_) in enumerate(waiting) if theirs == value), None)
        answer = None if at is None else waiting.pop(at)[2]
        yield Counterpart(kind, (span.start, span.end), (answer.start, answer.end) if answer else None)
    for _, kind, span in waiting:
        yield Counterpart(kind, None, (span.start, span.end))
