"""The units of a passage to its two texts, joined: quotations and citation spans cross units."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from rirbilingual.check.cited import paired
from rirbilingual.model import (
    BlockKind,
    Citation,
    CitationSpan,
    Marker,
    Pair,
    Placeable,
    PlaceableType,
    Quotation,
    Unit,
)
from rirbilingual.text.citations import citations
from rirbilingual.text.markers import citation_spans, markers
from rirbilingual.text.placeables import placeables
from rirbilingual.text.quotations import quotations

# The body's kinds: there the rules for quotations and citations hold.
BODY = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.BLOCK_QUOTATION, BlockKind.NOTE})


@dataclass(frozen=True)
class Side:
    """A passage in one language. starts: where each unit begins in `text`."""

    text: str
    starts: tuple[int, ...]

    @property
    def quotations(self) -> tuple[Quotation, ...]:
        return quotations(self.text)

    @cached_property
    def outermost(self) -> tuple[Quotation, ...]:
        return tuple(quotation for quotation in self.quotations if quotation.level == 1)

    @property
    def citations(self) -> tuple[Citation, ...]:
        return citations(self.text)

    @property
    def markers(self) -> tuple[Marker, ...]:
        return markers(self.text)

    @property
    def citation_spans(self) -> tuple[CitationSpan, ...]:
        return citation_spans(self.text)

    def placeables(self, *types: PlaceableType) -> tuple[Placeable, ...]:
        return tuple(placeable for placeable in placeables(self.text) if placeable.type in types)

    def index_at(self, offset: int) -> int:
        """The index of the unit that holds the offset."""
        return max(bisect_right(self.starts, offset) - 1, 0)


@dataclass(frozen=True)
class Joined:
    """A passage: its units and their joined texts. number: of a heading or a note, as the report has it."""

    kind: BlockKind
    units: tuple[Unit, ...]
    tails: tuple[str, ...]
    number: str = ""
    where: str = ""

    @cached_property
    def english(self) -> Side:
        return _side([unit.source for unit in self.units], self.tails)

    @cached_property
    def french(self) -> Side:
        return _side([unit.target for unit in self.units], self.tails)

    @cached_property
    def answers(self) -> dict[int, int]:
        """Index of each English citation → index of the French one that answers it, where one does."""
        return paired(self.english.citations, self.french.citations)

    @cached_property
    def is_translated(self) -> bool:
        return bool(self.units) and all(unit.target.strip() for unit in self.units)

    @property
    def is_body(self) -> bool:
        return self.kind in BODY

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(unit.id for unit in self.units)

    def lacking(self, english: re.Pattern[str], french: re.Pattern[str]) -> tuple[str, ...]:
        """The units whose English has more of the one than their French of the other; where only the passage
        as a whole has, all of its units; none where it has not."""
        if len(english.findall(self.english.text)) <= len(french.findall(self.french.text)):
            return ()
        poor = (
            unit.id
            for unit in self.units
            if len(english.findall(unit.source)) > len(french.findall(unit.target))
        )
        return tuple(poor) or self.ids

    def place(self, start: int, end: int) -> tuple[tuple[str, ...], int, int]:
        """A stretch of the French text to the units it lies in and its offsets in the first of them."""
        first, last = self.french.index_at(start), self.french.index_at(max(end - 1, start))
        begin = self.french.starts[first]
        length = len(self.units[first].target)
        ids = tuple(unit.id for unit in self.units[first : last + 1])
        return ids, min(start - begin, length), min(end - begin, length)


def _side(texts: Sequence[str], tails: Sequence[str]) -> Side:
    starts, at = [], 0
    for text, tail in zip(texts, tails, strict=True):
        starts.append(at)
        at += len(text) + len(tail)
    return Side("".join(text + tail for text, tail in zip(texts, tails, strict=True)), tuple(starts))


def of_pair(pair: Pair) -> tuple[Joined, ...]:
    """The pair's passages that have units."""
    return tuple(
        Joined(p.block.kind, p.units, p.tails, p.block.number, p.block.where)
        for p in pair.passages
        if p.units
    )


def of_units(units: Iterable[Unit]) -> tuple[Joined, ...]:
    """Units with no report beside them: those of one paragraph together where their places say so."""
    joined = []
    for (where, kind), group in groupby(units, lambda unit: (unit.where, unit.kind)):
        members = tuple(group)
        if "¶" in where:
            joined.append(Joined(kind, members, (" ",) * (len(members) - 1) + ("",), where=where))
        else:
            joined += [Joined(kind, (unit,), ("",), where=where) for unit in members]
    return tuple(joined)
