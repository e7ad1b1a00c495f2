"""A report's blocks → for each quotation: which citation governs it, and what the English marker says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rirbilingual.model import BlockKind, Citation, CitedSource, Report, Segment
from rirbilingual.text.citations import citations
from rirbilingual.text.markers import citation_spans, markers
from rirbilingual.text.quotations import block_quotations, quotations
from rirbilingual.text.references import key_of

_QUOTING = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.NOTE, BlockKind.TITLE})


@dataclass(frozen=True, slots=True)
class Quoted:
    """A level-1 quotation of a block (or a whole block quotation).

    start, end: in the block's text. words: what stands between its marks, its last comma or period dropped.
    references: keys of the sources that govern it, () where nothing does. marker: label of the English marker
    of its citation span, "" for none. span, spans: which citation span of how many. governor: the citation as
    written. lead: the words just before it.
    """

    block: int
    start: int
    end: int
    words: str
    references: tuple[str, ...]
    marker: str
    span: int
    spans: int
    governor: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class SpanPlace:
    """A citation span: offsets in its block, its number of how many, its citation as written."""

    start: int
    end: int
    number: int
    count: int
    governor: str
    references: tuple[str, ...]
    marker: str


@dataclass(frozen=True, slots=True)
class Passages:
    """All quotations and citation spans of a report, by block. begins: of a block of a block quotation, the block
    that it begins with."""

    quoted: Mapping[int, tuple[Quoted, ...]]
    spans: Mapping[int, tuple[SpanPlace, ...]]
    citations: Mapping[int, tuple[Citation, ...]]
    begins: Mapping[int, int]


def words_of(inner: str) -> str:
    """The words of a quotation, for look-up: without the punctuation that the English puts inside."""
    return inner.strip().rstrip(",.;:").strip()


def parted(segment: Segment) -> tuple[str, str]:
    """The words of a block quotation's unit, and the citation that ends it, "" for none."""
    last = max((s for s in segment.spans if isinstance(s, Citation)), key=lambda s: s.end, default=None)
    if last is None or segment.text[last.end :].strip(" ."):
        return segment.text.rstrip(), ""
    return segment.text[: last.start].rstrip(), segment.text[last.start : last.end]


def passages(report: Report, segments: Sequence[Segment]) -> Passages:
    """Every quotation with what governs it. Citations are taken from the segments, where they are linked."""
    linked = _linked(segments)
    held = block_quotations(
        [bool(citations(b.text)) if b.kind is BlockKind.BLOCK_QUOTATION else None for b in report.blocks]
    )
    quoted: dict[int, tuple[Quoted, ...]] = {}
    spans: dict[int, tuple[SpanPlace, ...]] = {}
    cited: dict[int, tuple[Citation, ...]] = {}
    for index, block in enumerate(report.blocks):
        if block.kind in _QUOTING:
            cited[index] = _citations(block.text, linked.get(index, {}))
            spans[index] = _spans(report, index, cited[index], linked, held)
            quoted[index] = _quoted(block.text, index, spans[index])
        elif block.kind is BlockKind.BLOCK_QUOTATION:
            cited[index] = _citations(block.text, linked.get(index, {}))
            spans[index] = (_whole(report, index, held[index], linked),)
            place = spans[index][0]
            end = cited[index][-1].start if cited[index] else len(block.text)
            quoted[index] = (
                Quoted(
                    index,
                    0,
                    end,
                    words_of(block.text[:end]),
                    place.references,
                    place.marker,
                    1,
                    1,
                    place.governor,
                ),
            )
    return Passages(quoted, spans, cited, {index: first for index, (first, _) in held.items()})


def _linked(segments: Sequence[Segment]) -> dict[int, dict[int, Citation]]:
    """Citations of segments by block and offset in the block."""
    linked: dict[int, dict[int, Citation]] = {}
    for segment in segments:
        for span in segment.spans:
            if isinstance(span, Citation):
                linked.setdefault(segment.block, {})[segment.start + span.start] = span
    return linked


def _citations(text: str, linked: Mapping[int, Citation]) -> tuple[Citation, ...]:
    """The block's citations, each with the references that its segment's twin has."""
    found: list[Citation] = []
    for citation in citations(text):
        twin = linked.get(citation.start)
        if twin is not None and len(twin.sources) == len(citation.sources):
            shift = citation.start - twin.start
            sources = tuple(_moved(source, shift) for source in twin.sources)
            citation = Citation(citation.start, citation.end, sources)
        found.append(citation)
    return tuple(found)


def _moved(source: CitedSource, shift: int) -> CitedSource:
    return replace(source, start=source.start + shift, end=source.end + shift)


def _keys(citation: Citation) -> tuple[str, ...]:
    return tuple(key_of(source) for source in citation.sources)


def _whole(
    report: Report, index: int, held: tuple[int, int], linked: Mapping[int, Mapping[int, Citation]]
) -> SpanPlace:
    """A block quotation is one span, governed by its last citation, marked by the line before it. held: its first
    and its last block."""
    first, last = held
    marker = ""
    if first and report.blocks[first - 1].kind is BlockKind.MARKER:
        marker = report.blocks[first - 1].text.strip("[] \n")
    elif found := [m for m in markers(report.blocks[first].text) if m.start == 0]:
        marker = found[0].label
    governor, keys = _closing(report, last, linked)
    return SpanPlace(0, len(report.blocks[index].text), 1, 1, governor, keys, marker)


def _closing(
    report: Report, index: int, linked: Mapping[int, Mapping[int, Citation]]
) -> tuple[str, tuple[str, ...]]:
    """The last citation of a block, as written, and the keys of its sources."""
    text = report.blocks[index].text
    cited = _citations(text, linked.get(index, {}))
    return (text[cited[-1].start : cited[-1].end], _keys(cited[-1])) if cited else ("", ())


def _spans(
    report: Report, index: int, cited: Sequence[Citation], linked: Mapping[int, Mapping[int, Citation]],
    held: Mapping[int, tuple[int, int]],
) -> tuple[SpanPlace, ...]:  # fmt: skip
    text = report.blocks[index].text
    found = citation_spans(text)
    marked = markers(text)
    places: list[SpanPlace] = []
    for number, span in enumerate(found, 1):
        labels = [m.label for m in marked if span.start <= m.start < span.end]
        marker = labels[0] if labels else ""
        governor, keys = "", tuple[str, ...]()
        if span.governor is not None and span.governor < len(cited):
            citation = cited[span.governor]
            governor, keys = text[citation.start : citation.end], _keys(citation)
        elif number == len(found):
            governor, keys = _block_quotation_after(report, index, linked, held)
        places.append(SpanPlace(span.start, span.end, number, len(found), governor, keys, marker))
    return tuple(places)


def _block_quotation_after(
    report: Report, index: int, linked: Mapping[int, Mapping[int, Citation]],
    held: Mapping[int, tuple[int, int]],
) -> tuple[str, tuple[str, ...]]:  # fmt: skip
    """The citation of the block quotation that a lead-in without a final period introduces."""
    blocks, after = report.blocks, index + 1
    if blocks[index].text.rstrip()[-1:] in ".!?":
        return "", ()
    if after < len(blocks) and blocks[after].kind is BlockKind.MARKER:
        after += 1
    return _closing(report, held[after][1], linked) if after in held else ("", ())


def _quoted(text: str, index: int, spans: Sequence[SpanPlace]) -> tuple[Quoted, ...]:
    found: list[Quoted] = []
    for quotation in quotations(text):
        if quotation.level != 1:
            continue
        place = next((s for s in spans if s.start <= quotation.start < s.end), None)
        if place is None:
            continue
        words = words_of(text[quotation.inner_start : quotation.inner_end])
        found.append(
            Quoted(
                index,
                quotation.start,
                quotation.end,
                words,
                place.references,
                place.marker,
                place.number,
                place.count,
                place.governor,
                text[max(0, quotation.start - 40) : quotation.start],
            )
        )
    return tuple(found)
