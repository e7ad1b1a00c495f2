"""A pair and a language to the marks over its units' texts: links, titles, markers, what no line may break."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rirbilingual.model import (
    BlockKind,
    CodeKind,
    InlineCode,
    Language,
    Pair,
    Placeable,
    PlaceableType,
    Reference,
)
from rirbilingual.render import links as linking
from rirbilingual.render.links import Entry, Link, Links
from rirbilingual.render.markup import Mark, escaped, written
from rirbilingual.text.codes import safe_link
from rirbilingual.text.languages import title_language
from rirbilingual.text.markers import markers
from rirbilingual.text.quotations import quotations
from rirbilingual.text.remembered import remembered
from rirbilingual.text.spans import spans

# What no line may end within: a date at its hyphens (2024-03-12, 2024-03), a mark of quotation that a bracket follows
# ("[b]oats").
# Both are looked for by their sign; how many characters before it belong to it.
_WHOLE = (
    ("-", re.compile(r"-(?<=\d{4}-)(?<![\w-]\d{4}-)\d{2}(?:-\d{2})?(?![\w-])"), 4),
    ("[", re.compile(r"\[(?<=[\"“‘']\[)\w+\]\w*"), 1),
)
# An address or the like, which alone may be broken anywhere on paper.
_LONGEST = 40  # characters of a word
_LONG = re.compile(rf"\S{{{_LONGEST},}}")

_WHOLE_CLASS, _LONG_CLASS, _MARKER_CLASS, _TITLE_CLASS = (
    written(class_=name) for name in ("whole", "long", "marker", "title")
)


@dataclass(frozen=True)
class Marks:
    """The marks of one language's page. by_unit: unit id → those over its text. back: passage's anchor → the id of
    the first link that leads to it. entries: passage's anchor → the entry of the reference list that it is."""

    by_unit: Mapping[str, tuple[Mark, ...]]
    back: Mapping[str, str]
    entries: Mapping[str, Entry]


def both(pair: Pair) -> dict[Language, Marks]:
    """The marks of each language's page."""
    return {language: _marks(pair, language, links) for language, links in linking.both(pair).items()}


def marks(pair: Pair, language: Language) -> Marks:
    """The marks of the page in `language`."""
    return _marks(pair, language, linking.links(pair, language))


def prefixed(found: Marks, prefix: str) -> Marks:
    """The marks with a prefix before their ids: both languages may stand on one page."""
    by_unit = {
        unit: tuple(mark._replace(id=prefix + mark.id) if mark.id else mark for mark in held)
        for unit, held in found.by_unit.items()
    }
    return Marks(by_unit, {to: prefix + anchor for to, anchor in found.back.items()}, found.entries)


def _marks(pair: Pair, language: Language, links: Links) -> Marks:
    by_unit: dict[str, tuple[Mark, ...]] = {}
    for passage in pair.passages:
        for unit in passage.units:
            text, held = unit.said(language), links.by_unit.get(unit.id, ())
            found: list[Mark] = []
            if codes := unit.source_codes if language == "en" else unit.target_codes:
                found += code_marks(codes, [(link.start, link.end) for link in held])
            found += map(_link_mark, held)
            found += _text_marks(text)
            if passage.block.kind is BlockKind.REFERENCE:
                found += _title_marks(text, links.entries.get(passage.anchor), language)
            by_unit[unit.id] = tuple(found)
    return Marks(by_unit, {to: link.anchor for to, link in links.back.items()}, links.entries)


@remembered
def _text_marks(text: str) -> tuple[Mark, ...]:
    """The marks that the text alone decides, on whichever page it stands."""
    marks: list[Mark] = []
    for sign, pattern, before in _WHOLE:
        if sign in text:
            marks += [Mark(m.start() - before, m.end(), "span", _WHOLE_CLASS) for m in pattern.finditer(text)]
    if _may_be_long(text):
        marks += [Mark(*found.span(), "span", _LONG_CLASS) for found in _LONG.finditer(text)]
    return (*marks, *(Mark(m.start, m.end, "span", _MARKER_CLASS) for m in markers(text)))


def _may_be_long(text: str) -> bool:
    """Whether so many characters follow each other without a space."""
    at = 0
    while len(text) - at >= _LONGEST:
        space = text.rfind(" ", at, at + _LONGEST)
        if space < 0:
            return True
        at = space + 1
    return False


def _link_mark(link: Link) -> Mark:
    role = ' role="doc-noteref"' if link.kind == "note" else ""
    attributes = f' href="#{escaped(link.to)}" class="{link.kind}"{role}'
    return Mark(link.start, link.end, "a", attributes, link.anchor)


def way_back(text: str, number: str, anchor: str) -> Iterator[Mark]:
    """A note's own number, which leads back to where the note is called first."""
    attributes = written(href=f"#{anchor}", class_="note", role="doc-backlink")
    for span in spans(text):
        if isinstance(span, Placeable) and span.type is PlaceableType.NOTE and span.value == number:
            yield Mark(span.start, span.end, "a", attributes)


def code_marks(codes: Sequence[InlineCode], apart: Sequence[tuple[int, int]] = ()) -> Iterator[Mark]:
    """The elements of inline codes. apart: where the page's own links stand; a link of the report, and a second
    one over it, gives way there, since no link may stand in another."""
    taken = sorted(apart)
    for code in codes:
        if code.kind is not CodeKind.LINK:
            yield Mark(code.start, code.end, code.kind.value)
            continue
        address = safe_link(code.href)
        at = code.start
        for start, end in [*taken, (code.end, code.end)] if address else ():
            if at < min(start, code.end):
                yield Mark(at, min(start, code.end), "a", written(href=address, class_="out"))
            at = max(at, end)
        taken = sorted([*taken, (code.start, code.end)])


def _title_marks(text: str, entry: Entry | None, language: Language) -> Iterator[Mark]:
    """The titles in a reference, each with its language where it is not the page's: the one that the table of
    sources gives, else the one that the title's words tell."""
    known = entry.row.language if entry and entry.row else ""
    for start, end in _titles(text, entry and entry.reference):
        lang = known or title_language(text[start:end])
        attributes = written(lang=lang) if lang and lang.split("-")[0] != language else ""
        yield Mark(start, end, "cite", _TITLE_CLASS + attributes)


def _titles(text: str, reference: Reference | None) -> Sequence[tuple[int, int]]:
    """Where an entry's titles stand: in quotation marks, or, without any, where the entry names a work."""
    quoted = [(q.start, q.end) for q in quotations(text) if q.level == 1]
    if quoted or reference is None or reference.oral or not reference.title:
        return quoted
    start = text.find(reference.title)
    return [(start, start + len(reference.title))] if start >= 0 else []
