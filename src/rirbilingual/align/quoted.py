"""Two reports' segments and their beads to quotations for the ledger: the English words, the French, the source.

Where the English says that a quotation is translated and the French does not, the French restored an original:
the source is in French. Where the English says nothing, the source is in English.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rirbilingual.model import Bitext, Citation, LedgerQuotation, Marker, Quotation, Segment


def quoted(
    source: Sequence[Segment], target: Sequence[Segment], bitext: Bitext, *, sure: float, report: str = ""
) -> tuple[LedgerQuotation, ...]:
    """The quotations of beads that are at least that sure, where both sides have as many."""
    found = []
    for bead in bitext.beads:
        if bead.confidence >= sure:
            ours = list(_quotations(source[slice(*bead.source)]))
            theirs = list(_quotations(target[slice(*bead.target)]))
            if len(ours) == len(theirs):
                found += [
                    LedgerQuotation(reference, english, french, _language(marked, marked_french), report)
                    for (english, reference, marked), (french, _, marked_french) in zip(
                        ours, theirs, strict=True
                    )
                    if reference
                ]
    return tuple(dict.fromkeys(found))


def _language(marked: bool, marked_french: bool) -> str:  # noqa: FBT001
    if not marked:
        return "en"
    return "" if marked_french else "fr"


def _quotations(segments: Sequence[Segment]) -> Iterator[tuple[str, str, bool]]:
    """Words between the outermost marks, the key of the source that governs them, and whether a marker does."""
    for segment in segments:
        cited = [span for span in segment.spans if isinstance(span, Citation)]
        marked = [span.start for span in segment.spans if isinstance(span, Marker)]
        for span in segment.spans:
            if isinstance(span, Quotation) and span.level == 1 and span.opens and span.closes:
                governor = next((c for c in cited if c.start >= span.end), None)
                after = max((c.end for c in cited if c.end <= span.start), default=0)
                keys = [one.reference for one in governor.sources if one.reference] if governor else []
                words = segment.text[span.inner_start : span.inner_end].strip()
                yield (
                    words,
                    keys[0] if len(keys) == 1 else "",
                    any(after <= at <= span.start for at in marked),
                )
