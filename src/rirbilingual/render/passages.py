"""A pair and a language to the passages of its page: role, text with links and languages marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup, escape

from rirbilingual.model import (
    Block,
    BlockKind,
    Cell,
    CodeKind,
    InlineCode,
    Language,
    Pair,
    Passage,
    Placeable,
    PlaceableType,
    Reference,
    Unit,
)
from rirbilingual.render.links import Entry, Link, Links
from rirbilingual.render.markup import Mark, escaped, marked_up, written
from rirbilingual.text.codes import safe_link
from rirbilingual.text.dates import english_date, french_date
from rirbilingual.text.languages import title_language
from rirbilingual.text.markers import markers
from rirbilingual.text.quotations import quotations
from rirbilingual.text.remembered import remembered
from rirbilingual.text.spans import spans

# The lists of a page: passages of these kinds stand in one list as long as they follow each other.
_LISTS = {BlockKind.REFERENCE: "references", BlockKind.NOTE: "notes", BlockKind.LIST: "list"}
_LEFT_OUT = frozenset({BlockKind.FURNITURE, BlockKind.NUMBER, BlockKind.DATE, BlockKind.TITLE})

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

BREAK = Markup("<br>")
"""The end of a line within a unit: a marker's own, above a block quotation."""

More = Callable[[Unit], Sequence[Mark]]
"""Further marks over a unit's text."""


class Piece(NamedTuple):
    """A unit as a page shows it. said: its text, without markup."""

    id: str
    text: Markup
    tail: str
    said: str


@dataclass(frozen=True)
class Shown:
    """A passage as a page shows it. kind: the block's. level: of a heading, 2 for "1.", 3 for "1.1".
    lang: where the text is in another language than its page, else "". back: the anchor of the first link
    that leads here, "" where none does. group: "references", "notes", "list" or "". cell: of a table, that it
    stands in."""

    kind: str
    anchor: str
    pieces: tuple[Piece, ...]
    level: int = 2
    lang: str = ""
    back: str = ""
    back_label: str = ""
    group: str = ""
    cell: Cell | None = None

    @property
    def text(self) -> Markup:
        """Its units, each in a span that names it, and what stands between them."""
        parts: list[str] = []
        for piece in self.pieces:
            named = f' data-unit="{escaped(piece.id)}"' if piece.id else ""
            parts += ("<span", named, ">", piece.text, "</span>", escaped(piece.tail))
        return Markup("".join(parts))

    @property
    def plain(self) -> str:
        """The passage on one line, without markup."""
        return "".join(" ".join(piece.said.split()) + piece.tail for piece in self.pieces)


def shown(passage: Passage, pair: Pair, language: Language, links: Links, more: More | None = None) -> Shown:
    """The passage in `language`; one that is not translated is shown as it is."""
    block = passage.block
    back = links.back.get(passage.anchor)
    label = (
        block.number if block.kind is BlockKind.NOTE else _label(links.entries.get(passage.anchor), language)
    )
    pieces = tuple(
        Piece(unit.id, _text(unit, passage, pair, language, links, more), tail, unit.said(language))
        for unit, tail in zip(passage.units, passage.tails, strict=True)
    )
    lang = ""
    if not pieces:
        pieces = (Piece("", _untranslated(block, pair, language), "", block.text),)
        lang = (
            pair.report.language
            if block.kind is BlockKind.VERBATIM and language != pair.report.language
            else ""
        )
    return Shown(
        kind=block.kind.value,
        anchor=passage.anchor,
        pieces=pieces,
        level=2 + min(block.number.rstrip(".").count("."), 3) if block.kind is BlockKind.HEADING else 2,
        lang=lang,
        back=back.anchor if back else "",
        back_label=label,
        group=_LISTS.get(block.kind, ""),
        cell=block.cell,
    )


def body(passages: Sequence[Passage]) -> Iterator[Passage]:
    """What stands below the title: not the number, the date, nor the furniture of another page."""
    return (passage for passage in passages if passage.block.kind not in _LEFT_OUT)


def title(pair: Pair) -> Passage:
    """The passage that is the report's title; one with the report's number where it has none."""
    named = next((p for p in pair.passages if p.block.kind is BlockKind.TITLE), None)
    return named or Passage(Block(BlockKind.TITLE, pair.report.number), (), (), "title")


def report_title(pair: Pair, language: Language) -> str:
    """The report's title in that language."""
    passage = title(pair)
    return passage.said(language) or passage.block.text


def report_number(pair: Pair, language: Language) -> str:
    """MEX201603.E, and MEX201603.EF for its French translation."""
    return pair.report.number if language == "en" else f"{pair.report.key}.EF"


def report_date(iso: str, language: Language) -> str:
    """The date in words, or as it is where it is no ISO date."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", iso):
        return iso
    return english_date(iso) if language == "en" else french_date(iso)


def _label(entry: Entry | None, language: Language) -> str:
    if entry is None:
        return ""
    key, row = entry.reference.key, entry.row
    if language == "en" or row is None or not row.french or not key.startswith(row.label):
        return key
    return row.french + key.removeprefix(row.label)


def _untranslated(block: Block, pair: Pair, language: Language) -> Markup:
    if block.kind is BlockKind.NUMBER:
        return Markup(escape(report_number(pair, language)))
    if block.kind is BlockKind.DATE:
        return Markup(escape(report_date(pair.report.date, language)))
    return marked_up(block.text, [*code_marks(block.codes)])


# --------------------------------------------------------------------------- marks over a unit's text


def _text(
    unit: Unit, passage: Passage, pair: Pair, language: Language, links: Links, more: More | None
) -> Markup:
    text = unit.said(language)
    held = links.by_unit.get(unit.id, ())
    marks = [*more(unit)] if more else []
    if codes := unit.source_codes if language == "en" else unit.target_codes:
        marks += code_marks(codes, [(link.start, link.end) for link in held])
    marks += map(_link_mark, held)
    marks += _text_marks(text)
    if passage.block.kind is BlockKind.NOTE and passage.anchor in links.back:
        marks += _way_back(text, passage.block.number, links.back[passage.anchor].anchor)
    if passage.block.kind is BlockKind.REFERENCE:
        marks += _title_marks(text, links.entries.get(passage.anchor), language)
    marked = marked_up(text, marks)
    return marked if "\n" not in text else Markup(str(marked).replace("\n", str(BREAK)))


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
    return Mark(link.start, link.end, "a", attributes, f' id="{escaped(link.anchor)}"')


def _way_back(text: str, number: str, anchor: str) -> Iterator[Mark]:
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
