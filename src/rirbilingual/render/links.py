"""A pair to the links inside it: each citation to its reference, each note's call to its note, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rirbilingual.model import (
    BlockKind,
    Citation,
    CitedSource,
    Language,
    Pair,
    Passage,
    Placeable,
    PlaceableType,
    Reference,
    SourceRow,
    Span,
)
from rirbilingual.render.unit_spans import unit_spans
from rirbilingual.text.citations import date_value
from rirbilingual.text.normalise import folded

# Kinds whose own text is a source and cites none.
_CITE_NOTHING = frozenset({BlockKind.REFERENCE, BlockKind.SOURCES, BlockKind.TITLE})


Cited = Sequence[tuple[CitedSource, str]]
"""The sources that a text cites, each with its entry's key."""

Found = tuple[Sequence[Span], Cited]
"""A unit's spans, and what it cites."""


class Link(NamedTuple):
    """A stretch of a unit's text that leads to a passage. anchor: its own, unique in its page, the same in
    both languages where both texts have as many. to: the passage's anchor."""

    start: int
    end: int
    anchor: str
    to: str
    kind: str  # "citation" or "note"


class Entry(NamedTuple):
    """An entry of the reference list, and what the table of sources says of it."""

    reference: Reference
    row: SourceRow | None


@dataclass(frozen=True)
class Links:
    """The links of one language's page. by_unit: unit id → its links in order. back: passage's anchor → the
    first link that leads to it. entries: passage's anchor → the entry that it is."""

    by_unit: Mapping[str, tuple[Link, ...]]
    back: Mapping[str, Link]
    entries: Mapping[str, Entry]


def both(pair: Pair) -> dict[Language, Links]:
    """The links of each language's page."""
    entries = _Entries(pair)
    english = _english(pair, entries)
    french = _french(pair, entries, english)
    return {"en": _links(pair, entries, english), "fr": _links(pair, entries, french)}


def links(pair: Pair, language: Language) -> Links:
    """The links of the page in `language`. A citation that no entry answers is no link."""
    entries = _Entries(pair)
    english = _english(pair, entries)
    return _links(pair, entries, english if language == "en" else _french(pair, entries, english))


def _links(pair: Pair, entries: _Entries, found: Sequence[Sequence[Found]]) -> Links:
    """found: in each passage's units, in the page's language."""
    anchors = entries.anchors
    notes = {p.block.number: p.anchor for p in pair.passages if p.block.kind is BlockKind.NOTE}
    by_unit: dict[str, tuple[Link, ...]] = {}
    back: dict[str, Link] = {}
    count: dict[str, int] = {}
    for passage, of_units in zip(pair.passages, found, strict=True):
        if passage.block.kind in _CITE_NOTHING:
            continue
        for unit, (held, cited) in zip(passage.units, of_units, strict=True):
            leading = [
                _link(source.start, source.end, anchors[key], "citation", count)
                for source, key in cited
                if key in anchors
            ]
            leading += [
                _link(call.start, call.end, notes[call.value], "note", count)
                for call in _calls(held, passage)
                if call.value in notes
            ]
            leading.sort(key=lambda link: link.start)
            by_unit[unit.id] = tuple(leading)
            for link in leading:
                back.setdefault(link.to, link)
    return Links(by_unit, back, entries.by_anchor)


def _link(start: int, end: int, to: str, kind: str, count: dict[str, int]) -> Link:
    count[to] = count.get(to, 0) + 1
    return Link(start, end, f"to-{to}-{count[to]}", to, kind)


def _calls(spans: Sequence[Span], passage: Passage) -> Iterator[Placeable]:
    for span in spans:
        if isinstance(span, Placeable) and span.type is PlaceableType.NOTE:
            if passage.block.kind is BlockKind.NOTE and span.value == passage.block.number:
                continue
            yield span


# --------------------------------------------------------------------------- which entry a citation names


def _english(pair: Pair, entries: _Entries) -> list[Sequence[Found]]:
    """What the English of each passage's units cites."""
    return [_found(p, "en", entries, [((), ())] * len(p.units)) for p in pair.passages]


def _french(pair: Pair, entries: _Entries, english: Sequence[Sequence[Found]]) -> list[Sequence[Found]]:
    """What the French of each passage's units cites, beside what their English does."""
    return [_found(p, "fr", entries, said) for p, said in zip(pair.passages, english, strict=True)]


def _found(
    passage: Passage, language: Language, entries: _Entries, counterparts: Sequence[Found]
) -> Sequence[Found]:
    if passage.block.kind in _CITE_NOTHING:
        return ()
    found: list[Found] = []
    before = ""
    for unit, tail, held, (_, others) in zip(
        passage.units, passage.tails, unit_spans(passage, language), counterparts, strict=True
    ):
        text = unit.said(language)
        found.append((held, tuple(entries.cited(text, held, before, language, counterparts=others))))
        before += text + tail
    return found


class _Entries:
    """A pair's reference list, asked which entry a citation names."""

    def __init__(self, pair: Pair) -> None:
        rows = {row.key: row for row in pair.sources}
        by_text = {p.block.text: p.anchor for p in pair.passages if p.block.kind is BlockKind.REFERENCE}
        listed = [reference for reference in pair.report.references if reference.text in by_text]
        # An entry that is listed twice has two keys, and one anchor.
        self.anchors = {reference.key: by_text[reference.text] for reference in listed}
        self.by_anchor = {self.anchors[r.key]: Entry(r, rows.get(r.key)) for r in listed}
        self.by_date: dict[str, list[Reference]] = {}
        self.names: dict[Language, dict[str, tuple[str, ...]]] = {"en": {}, "fr": {}}
        for reference in pair.report.references:
            self.by_date.setdefault(date_value(reference.date), []).append(reference)
            row = rows.get(reference.key)
            english = {reference.label, *reference.names, *([row.label] if row else [])}
            french = english | ({row.french} if row else set())
            self.names["en"][reference.key] = tuple(folded(name) for name in english if name)
            self.names["fr"][reference.key] = tuple(folded(name) for name in french if name)

    def cited(
        self,
        text: str,
        spans: Sequence[Span],
        before: str,
        language: Language,
        counterparts: Cited = (),
    ) -> Iterator[tuple[CitedSource, str]]:
        """Each source cited in `text`, whose spans these are, with its entry's key. before: the passage up to it.

        By label and date; without a label, by the entry of that date that the passage named last; in French
        else by the English citation of that date in the same unit, in order.
        """
        unused = list(counterparts)
        for source in _sources(spans):
            date = date_value(source.date)
            said = f"{before}{text[: source.start]}"
            key = (
                self._labelled(source.label, date, language)
                if source.label
                else self._named(said, date, language)
            )
            twin = next((c for c in unused if date_value(c[0].date) == date and key in (None, c[1])), None)
            if twin is not None:
                unused.remove(twin)
                key = twin[1]
            if key is not None:
                yield source, key

    def _labelled(self, label: str, date: str, language: Language) -> str | None:
        names = self.names[language]
        entries = self.by_date.get(date, ())
        return next((entry.key for entry in entries if folded(label) in names[entry.key]), None)

    def _named(self, before: str, date: str, language: Language) -> str | None:
        entries = self.by_date.get(date, ())
        if len(entries) == 1:
            return entries[0].key
        said = folded(before)
        names = self.names[language]
        last = {e.key: max((said.rfind(name) for name in names[e.key]), default=-1) for e in entries}
        nearest = max(last, key=lambda key: last[key], default=None)
        return nearest if nearest is not None and last[nearest] >= 0 else None


def _sources(spans: Sequence[Span]) -> Iterator[CitedSource]:
    for span in spans:
        if isinstance(span, Citation):
            yield from span.sources
