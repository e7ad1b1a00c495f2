"""A report to its citations, and a citation to the entries it may name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rirbilingual.check.cited import date_value
from rirbilingual.check.joined import BODY
from rirbilingual.model import Block, BlockKind, CitedSource, Reference, Report
from rirbilingual.text.citations import citations
from rirbilingual.text.normalise import folded

_CITES = BODY | {BlockKind.MARKER}


def cited_in(report: Report) -> Iterator[tuple[Block, str, CitedSource]]:
    """Every source cited in the report's body: its block, what was said before it (a block quotation's
    lead-in too), and the source, its offsets in the block's text."""
    lead = ""
    for block in report.blocks:
        if block.kind not in _CITES:
            continue
        for citation in citations(block.text):
            for source in citation.sources:
                yield block, f"{lead} {block.text[: source.start]}", source
        lead = block.text if block.kind is not BlockKind.MARKER else lead


def named(source: CitedSource, said: str, references: Sequence[Reference]) -> tuple[Reference, ...]:
    """The entries that the source may name: of its label and date; without a label, of its date and a name
    that was said before."""
    found = dated(source.date, references)
    if source.label:
        label = _label(source.label)
        return tuple(r for r in found if label in {_label(name) for name in (r.label, *r.names)})
    words = _label(said)
    by_name = tuple(r for r in found if any(_label(name) in words for name in (r.label, *r.names)))
    return by_name or (tuple(found) if len(found) == 1 else ())


def dated(date: str, references: Sequence[Reference]) -> list[Reference]:
    """The entries of a date."""
    return [r for r in references if date_value(r.date) == date_value(date)]


def _label(name: str) -> str:
    return folded(name).removeprefix("the ")
