"""Two reports' segments and their beads to quotations for the ledger: the English words, the French, the source.

Where the English says that a quotation is translated and the French does not, the French restored an original:
the source is in French. Where the English says nothing, the source is in English.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from rirbilingual.model import Bead, Bitext, BlockKind, Citation, LedgerQuotation, Marker, Quotation, Segment
from rirbilingual.text.citations import citations
from rirbilingual.text.markers import citation_spans


@dataclass(frozen=True, slots=True)
class _Governed:
    """A stretch of a block and the key of the one source that governs it, "" for none. markers: where they begin."""

    start: int
    end: int
    reference: str
    markers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """A quotation's words, the key of its source, and whether a marker says that they are a translation."""

    words: str
    reference: str
    marked: bool


def quoted(
    source: Sequence[Segment], target: Sequence[Segment], bitext: Bitext, *, sure: float, report: str = ""
) -> tuple[LedgerQuotation, ...]:
    """The quotations of beads that are at least that sure, where both sides have as many. Of a block quotation, each
    bead's words; of one that was restored and is sure throughout, the whole too: a draft asks for that."""
    governed, governed_french = _by_block(source), _by_block(target)
    found: list[LedgerQuotation] = []
    blocks: dict[int, list[Bead]] = {}
    for bead in bitext.beads:
        if bead.confidence < sure or bead.source[0] == bead.source[1] or bead.target[0] == bead.target[1]:
            continue
        ours, theirs = source[slice(*bead.source)], target[slice(*bead.target)]
        if all(segment.kind is BlockKind.BLOCK_QUOTATION for segment in ours):
            blocks.setdefault(ours[0].block, []).append(bead)
            continue
        english, french = list(_marked_off(ours, governed)), list(_marked_off(theirs, governed_french))
        if len(english) == len(french):
            found += [_held(a, b, report) for a, b in zip(english, french, strict=True) if a.reference]
    for block, beads in blocks.items():
        found += _block(block, beads, source, target, governed, report)
    return tuple(dict.fromkeys(found))


def _held(english: _Said, french: _Said, report: str) -> LedgerQuotation:
    language = "en" if not english.marked else "" if french.marked else "fr"
    return LedgerQuotation(english.reference, english.words, french.words, language, report)


def _by_block(segments: Sequence[Segment]) -> Mapping[int, tuple[_Governed, ...]]:
    """By block, its stretches with what governs them; the sources are those that the segments' citations are of."""
    found = {}
    for block, group in groupby(segments, key=lambda segment: segment.block):
        held = list(group)
        text = "".join(segment.text + segment.tail for segment in held)
        linked = {
            segment.start + span.start: span
            for segment in held
            for span in segment.spans
            if isinstance(span, Citation)
        }
        markers = [
            segment.start + span.start
            for segment in held
            for span in segment.spans
            if isinstance(span, Marker)
        ]
        cited = citations(text)
        found[block] = tuple(
            _Governed(
                span.start,
                span.end,
                _only(linked.get(cited[span.governor].start)) if span.governor is not None else "",
                tuple(at for at in markers if span.start <= at < span.end),
            )
            for span in citation_spans(text)
        )
    return found


def _only(citation: Citation | None) -> str:
    """The key of a citation's source, "" where it has several or none is known."""
    keys = [one.reference for one in citation.sources if one.reference] if citation else []
    return keys[0] if len(keys) == 1 else ""


def _marked_off(
    segments: Sequence[Segment], governed: Mapping[int, tuple[_Governed, ...]]
) -> Iterator[_Said]:
    """What stands between the outermost quotation marks."""
    for segment in segments:
        for span in segment.spans:
            if isinstance(span, Quotation) and span.level == 1 and span.opens and span.closes:
                at = segment.start + span.start
                stretch = next(one for one in governed[segment.block] if one.start <= at < one.end)
                yield _Said(
                    _bare(segment.text[span.inner_start : span.inner_end]),
                    stretch.reference,
                    any(marker <= at for marker in stretch.markers),
                )


def _block(
    block: int, beads: Sequence[Bead], source: Sequence[Segment], target: Sequence[Segment],
    governed: Mapping[int, tuple[_Governed, ...]], report: str,
) -> Iterator[LedgerQuotation]:  # fmt: skip
    """The quotations of a block quotation: its last citation governs all of it."""
    reference = next((one.reference for one in reversed(governed[block]) if one.reference), "")
    if not reference:
        return
    first, last = beads[0], beads[-1]
    marked = _is_marked(source, first.source[0])
    marked_french = _is_marked(target, min(bead.target[0] for bead in beads))
    words = [(_words(source, bead.source), _words(target, bead.target)) for bead in beads]
    covered = sum(bead.source[1] - bead.source[0] for bead in beads)
    in_order = all(one.target[1] == two.target[0] for one, two in pairwise(beads))
    if (
        len(beads) > 1
        and in_order
        and marked
        and not marked_french
        and covered == sum(segment.block == block for segment in source)
    ):
        whole = (first.source[0], last.source[1]), (first.target[0], last.target[1])
        words.append((_words(source, whole[0]), _words(target, whole[1])))
    for english, french in words:
        if english and french:
            yield _held(_Said(english, reference, marked), _Said(french, "", marked_french), report)


def _is_marked(segments: Sequence[Segment], first: int) -> bool:
    """Whether a marker stands before a block quotation: on a line of its own, or at its beginning."""
    if first and segments[first - 1].kind is BlockKind.MARKER:
        return True
    return any(isinstance(span, Marker) and span.start == 0 for span in segments[first].spans)


def _words(segments: Sequence[Segment], held: tuple[int, int]) -> str:
    """Their words, without a marker before them and the citation that ends them."""
    parts = segments[slice(*held)]
    marker = next((s for s in parts[0].spans if isinstance(s, Marker) and s.start == 0), None)
    texts = [part.text for part in parts]
    cited = max((s for s in parts[-1].spans if isinstance(s, Citation)), key=lambda s: s.end, default=None)
    if cited and not texts[-1][cited.end :].strip(" ."):
        texts[-1] = texts[-1][: cited.start]
    if marker:
        texts[0] = texts[0][marker.end :]
    return _bare(" ".join(text.strip() for text in texts if text.strip()))


def _bare(words: str) -> str:
    """Without the punctuation that one language puts inside and the other outside."""
    return words.strip().rstrip(",.;:").strip()
