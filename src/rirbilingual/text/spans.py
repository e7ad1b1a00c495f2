"""Text in, all its spans out: quotations, markers, citations and placeables, in order."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from rirbilingual.model import Citation, Marker, Quotation, Span
from rirbilingual.text.citations import citations
from rirbilingual.text.markers import markers
from rirbilingual.text.placeables import placeables
from rirbilingual.text.quotations import quotations


@lru_cache(maxsize=20_000)  # rooms and pages ask for the same texts of a report
def spans(text: str) -> tuple[Span, ...]:
    """Every span of a paragraph, sorted by start, the longer first. Dates, numbers and bracketed years inside
    a citation belong to the citation and stand in no span of their own."""
    cited = citations(text)
    outside = (p for p in placeables(text) if not any(c.start <= p.start < c.end for c in cited))
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
    low, high = max(span.start, start) - start, min(span.end, end) - start
    if isinstance(span, Quotation):
        inner = (max(span.inner_start, start) - start, min(span.inner_end, end) - start)
        return replace(
            span, start=low, end=high, inner_start=inner[0], inner_end=max(inner),
            opens=span.start >= start, closes=span.end <= end,
        )  # fmt: skip
    if isinstance(span, Citation):
        moved = tuple(replace(s, start=s.start - start, end=s.end - start) for s in span.sources)
        return Citation(low, high, moved)
    return replace(span, start=low, end=high)
