"""A passage in one language to the spans of each of its units."""

from __future__ import annotations

from rirbilingual.model import Language, Passage, Span
from rirbilingual.text.remembered import remembered
from rirbilingual.text.spans import shared_out, spans


def unit_spans(passage: Passage, language: Language) -> tuple[tuple[Span, ...], ...]:
    """The spans of each unit in order, with offsets in its text. They are found in the passage whole: a quotation
    may run over several units, and each has its part."""
    ranges = []
    at = 0
    for unit, tail in zip(passage.units, passage.tails, strict=True):
        end = at + len(unit.said(language))
        ranges.append((at, end))
        at = end + len(tail)
    return _shared_out(passage.said(language), tuple(ranges))


@remembered
def _shared_out(text: str, ranges: tuple[tuple[int, int], ...]) -> tuple[tuple[Span, ...], ...]:
    return tuple(shared_out(spans(text), ranges))
