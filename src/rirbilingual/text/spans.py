"""Text in, all its spans out: quotations, markers, citations and placeables, in order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

from rirbilingual.model import Citation, CitedSource, Marker, Placeable, Quotation, Span
from rirbilingual.text.citations import citations
from rirbilingual.text.markers import markers
from rirbilingual.text.placeables import placeables
from rirbilingual.text.quotations import quotations
from rirbilingual.text.remembered import remembered


@remembered
def spans(text: str) -> tuple[Span, ...]:
    """Every span of a paragraph, sorted by start, the longer first. Dates, numbers and bracketed years inside
    a citation belong to the citation and stand in no span of their own."""
    cited = citations(text)
    starts = [c.start for c in cited]
    outside = [
        p
        for p in placeables(text)
        if not (at := bisect_right(starts, p.start)) or cited[at - 1].end <= p.start
    ]
    return tuple(
        sorted((*quotations(text), *markers(text), *cited, *outside), key=lambda s: (s.start, -s.end))
    )


def span_type(span: Span) -> str:
    """The span's type as JSON names it."""
    if isinstance(span, Quotation):
        return "quotation"
    if isinstance(span, Marker):
        return "marker"
    if isinstance(span, Citation):
        return "citation"
    return span.type.value


def clipped(span: Span, start: int, end: int) -> Span | None:
    """The part of a paragraph's span that lies in start–end, with offsets from start; None where none does.

    A quotation that is cut says so (`opens`, `closes`); other spans are never cut by segmentation.
    """
    if span.start >= end or span.end <= start:
        return None
    if not start and span.end <= end:
        return span
    low, high = max(span.start, start) - start, min(span.end, end) - start
    if isinstance(span, Quotation):
        inner = (max(span.inner_start, start) - start, min(span.inner_end, end) - start)
        opens, closes = span.start >= start, span.end <= end
        return Quotation(low, high, inner[0], max(inner), span.level, opens, closes)
    if isinstance(span, Citation):
        moved = tuple(
            CitedSource(s.label, s.date, s.pages, s.start - start, s.end - start, s.reference, s.prefix)
            for s in span.sources
        )
        return Citation(low, high, moved)
    if isinstance(span, Placeable):
        return Placeable(span.type, low, high, span.value)
    return replace(span, start=low, end=high)


def shared_out(found: Iterable[Span], ranges: Iterable[tuple[int, int]]) -> Iterator[tuple[Span, ...]]:
    """For each of the ranges, which stand in order, its part of a paragraph's spans, which are in order too."""
    coming = iter(found)
    span = next(coming, None)
    held: list[Span] = []
    for start, end in ranges:
        held = [one for one in held if one.end > start]
        while span is not None and span.start < end:
            held.append(span)
            span = next(coming, None)
        yield tuple(part for one in held if (part := clipped(one, start, end)) is not None)
