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
    Language,
    Pair,
    Passage,
    Unit,
)
from rirbilingual.render.links import Entry
from rirbilingual.render.marks import Marks, code_marks, way_back
from rirbilingual.render.markup import Mark, escaped, marked_up
from rirbilingual.text.dates import english_date, french_date
from rirbilingual.text.markers import is_marker

# The lists of a page: passages of these kinds stand in one list as long as they follow each other.
_LISTS = {BlockKind.REFERENCE: "references", BlockKind.NOTE: "notes", BlockKind.LIST: "list"}
_LEFT_OUT = frozenset({BlockKind.FURNITURE, BlockKind.NUMBER, BlockKind.DATE, BlockKind.TITLE})

BREAK = Markup("<br>")
"""The end of a marker's own line, above a block quotation. Any other within a unit is an editor's, a space to a
reader."""

More = Callable[[Unit], Sequence[Mark]]
"""Further marks over a unit's text."""


def _no_more(unit: Unit) -> Sequence[Mark]:
    return ()


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


def shown(passage: Passage, pair: Pair, language: Language, marks: Marks, more: More = _no_more) -> Shown:
    """The passage in `language`, whose page has these marks; one that is not translated is shown as it is."""
    block, back = passage.block, marks.back.get(passage.anchor, "")
    is_note = block.kind is BlockKind.NOTE
    pieces: list[Piece] = []
    for unit, tail in zip(passage.units, passage.tails, strict=True):
        text = unit.said(language)
        own = way_back(text, block.number, back) if is_note and back else ()
        pieces.append(Piece(unit.id, _text(text, (*more(unit), *marks.by_unit[unit.id], *own)), tail, text))
    lang = ""
    if not pieces:
        pieces = [Piece("", _untranslated(block, pair, language), "", block.text)]
        lang = (
            pair.report.language
            if block.kind is BlockKind.VERBATIM and language != pair.report.language
            else ""
        )
    return Shown(
        kind=block.kind.value,
        anchor=passage.anchor,
        pieces=tuple(pieces),
        level=2 + min(block.number.rstrip(".").count("."), 3) if block.kind is BlockKind.HEADING else 2,
        lang=lang,
        back=back,
        back_label=block.number if is_note else _label(marks.entries.get(passage.anchor), language),
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


def _text(text: str, marks: Sequence[Mark]) -> Markup:
    marked = marked_up(text, marks)
    line, end, _ = text.partition("\n")
    return Markup(str(marked).replace("\n", str(BREAK), 1)) if end and is_marker(line) else marked
