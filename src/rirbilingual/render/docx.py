"""A pair and a language to a Word file: styles, real footnotes, links inside it, and the language of each stretch."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rirbilingual.errors import RirError
from rirbilingual.model import BlockKind, Language, Pair, Passage
from rirbilingual.render.footnotes import FOOTNOTES, FOOTNOTES_TYPE, footnotes_part, linked, run
from rirbilingual.render.marks import Marks, marks
from rirbilingual.render.order import in_order
from rirbilingual.render.passages import (
    Shown,
    body,
    report_date,
    report_number,
    report_title,
    shown,
    title,
)
from rirbilingual.render.runs import Slot, Table, runs
from rirbilingual.render.stretches import Stretch, stretches
from rirbilingual.render.word_tables import table_element
from rirbilingual.render.zipped import timeless

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

REGIONS: Mapping[Language, str] = {"en": "en-CA", "fr": "fr-CA"}
_STYLES = {
    "block-quotation": "Quote",
    "marker": "Quote",
    "author": "Subtitle",
    "list": "List Bullet",
    "reference": "Reference",
}


def docx(pair: Pair, language: Language) -> bytes:
    """The report in `language`. Law: its paragraphs and footnotes say what the units say.

    Raises RirError where python-docx is not installed, and for characters that no Word file can hold.
    """
    try:
        from docx import Document
    except ImportError:
        raise RirError("DOCX needs python-docx", "", "pip install 'rirbilingual[docx]'") from None

    document = Document()
    _prepare(document, pair, language)
    try:
        _Writer(document, pair, language, marks(pair, language)).write()
    except ValueError as error:  # what XML cannot hold
        raise RirError(
            f"a character that no Word file can hold: {error}", pair.report.key, "remove it"
        ) from None
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def _prepare(document: Document, pair: Pair, language: Language) -> None:
    """Language, styles and properties of the whole file."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    styles = document.styles
    for lang in styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), REGIONS[language])
    reference = styles.add_style("Reference", WD_STYLE_TYPE.PARAGRAPH)
    reference.base_style = styles["Normal"]
    reference.paragraph_format.left_indent = Cm(1)
    reference.paragraph_format.first_line_indent = Cm(-1)
    heading = styles.add_style("Table Heading", WD_STYLE_TYPE.PARAGRAPH)
    heading.base_style = styles["Normal"]
    heading.font.bold = True
    note = styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    note.base_style = styles["Normal"]
    note.font.size = Pt(9)
    properties = document.core_properties
    properties.title = report_title(pair, language)[:255]
    properties.identifier = report_number(pair, language)
    properties.language = REGIONS[language]
    properties.author = properties.comments = properties.last_modified_by = ""
    with contextlib.suppress(ValueError):  # the report may give no whole date
        properties.created = properties.modified = datetime.fromisoformat(pair.report.date)


def _style(passage: Shown) -> str:
    if passage.kind == "heading":
        return f"Heading {passage.level - 1}"
    return _STYLES.get(passage.kind, "Normal")


@dataclass
class _Writer:
    """One language's paragraphs, in the page's order."""

    document: Document
    pair: Pair
    language: Language
    marks: Marks
    bookmarks: dict[str, str] = field(default_factory=dict)  # anchor → bookmark's name
    notes: dict[str, Shown] = field(default_factory=dict)  # anchor → a note that is called
    called: list[Shown] = field(default_factory=list)  # the footnotes so far

    def write(self) -> None:
        passages = in_order(self.pair, self.language)
        below = list(body(passages))
        self.notes = self._footnotes(below)
        kept = list(self._without_footnotes(below))
        self.bookmarks = {p.anchor: f"p{n}" for n, p in enumerate((title(self.pair), *kept))}
        number = report_number(self.pair, self.language)
        self.document.add_paragraph(f"{number}\t{report_date(self.pair.report.date, self.language)}")
        self._add(self.document.add_paragraph(), self._shown(title(self.pair)), "Title")
        for part in runs(self._shown(passage) for passage in kept):
            if part.table:
                self._add_table(part.table)
            for each in () if part.table else part.passages:
                self._add(self.document.add_paragraph(), each, _style(each))
        if self.called:
            self._add_footnotes()

    def _shown(self, passage: Passage) -> Shown:
        return shown(passage, self.pair, self.language, self.marks)

    def _footnotes(self, passages: Sequence[Passage]) -> dict[str, Shown]:
        """The notes that what is no note calls, by their anchors. One that only a note calls stays a paragraph: no
        footnote of Word can call another."""
        shown = [(passage, self._shown(passage)) for passage in (title(self.pair), *passages)]
        notes = {p.anchor: each for p, each in shown if p.block.kind is BlockKind.NOTE}
        called = {s.to for p, each in shown if p.anchor not in notes for s in stretches(each)}
        return {anchor: note for anchor, note in notes.items() if anchor in called}

    def _is_footnote(self, passage: Passage) -> bool:
        return passage.anchor in self.notes

    def _without_footnotes(self, passages: Sequence[Passage]) -> Iterator[Passage]:
        """The passages but called notes, and a heading that only such notes stood under."""
        for at, passage in enumerate(passages):
            if self._is_footnote(passage):
                continue
            following = passages[at + 1 :]
            if passage.block.kind is BlockKind.HEADING and following and self._is_footnote(following[0]):
                rest = next((p for p in following if not self._is_footnote(p)), None)
                if rest is None or rest.block.kind is BlockKind.HEADING:
                    continue
            yield passage

    def _add_table(self, table: Table) -> None:
        for passage in (passage for part in table.caption for passage in part.passages):
            self._add(self.document.add_paragraph(), passage, "Caption")
        body = self.document.element.body
        body.insert_element_before(table_element(table, self._fill), "w:sectPr")
        self.document.add_paragraph()  # two tables that touch are one to Word

    def _fill(self, cell: Any, slot: Slot) -> None:
        from docx.text.paragraph import Paragraph

        held = [passage for part in slot.runs for passage in part.passages]
        for passage in held:
            style = "Table Heading" if slot.scope and passage.kind == "paragraph" else _style(passage)
            self._add(Paragraph(cell.add_p(), self.document._body), passage, style)
        if not held:
            cell.add_p()

    def _add(self, paragraph: Paragraph, passage: Shown, style: str) -> None:
        paragraph.style = style
        self._bookmark(paragraph, passage.anchor)
        base = passage.lang
        for stretch in stretches(passage):
            paragraph._p.append(self._element(stretch, base))

    def _bookmark(self, paragraph: Paragraph, anchor: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        name = self.bookmarks[anchor]
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(tag)
            mark.set(qn("w:id"), name.removeprefix("p"))
            if tag == "w:bookmarkStart":
                mark.set(qn("w:name"), name)
            paragraph._p.append(mark)

    def _element(self, stretch: Stretch, base: str) -> Any:
        lang = stretch.lang or base
        note = self.notes.get(stretch.to)
        if note is not None and note not in self.called:
            self.called.append(note)
            return run(stretch.text, lang=lang, call=len(self.called), looks=stretch.looks)
        made = run(stretch.text, lang=lang, looks=stretch.looks)
        return linked(made, stretch, self.bookmarks, self.document.part)

    def _add_footnotes(self) -> None:
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        document = self.document.part
        part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES_TYPE, b"", document.package)
        part._blob = footnotes_part([list(stretches(note)) for note in self.called], self.bookmarks, part)
        document.relate_to(part, FOOTNOTES)
