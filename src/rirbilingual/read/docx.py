"""A Word document to parts: paragraphs by their styles, headings with their numbers, footnotes and endnotes as the
report's notes.

Source of the elements: ECMA-376, part 1 (WordprocessingML). Deleted and hidden text is left out, inserted text is
in. Nothing outside the archive is followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from posixpath import basename, dirname, join, normpath
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from rirbilingual.errors import RirError
from rirbilingual.files import MAX_BYTES, parse_xml
from rirbilingual.model import BlockKind, CodeKind
from rirbilingual.read.parts import Line, Part
from rirbilingual.read.structure import NUMBER, REFERENCES
from rirbilingual.read.tables import settled
from rirbilingual.read.word_numbers import WordNumbers
from rirbilingual.read.word_styles import WordStyles
from rirbilingual.read.word_tables import WordCells, captioned
from rirbilingual.read.word_xml import W, value
from rirbilingual.text.codes import moved
from rirbilingual.text.dates import WRITTEN
from rirbilingual.text.normalise import seen

if TYPE_CHECKING:
    from lxml.etree import _Element

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RAISED = {"superscript": CodeKind.SUP, "subscript": CodeKind.SUB}
_OFF = ("0", "false", "off", "none")
_EMPHASIS = {
    "emphasis": CodeKind.EM,
    "accentuation": CodeKind.EM,
    "strong": CodeKind.STRONG,
    "élevé": CodeKind.STRONG,
}
_MOST_ENTRIES = 5_000  # files in the archive: a long report with pictures has a hundred
_STYLES = (
    (re.compile(r"(?:heading|titre) ?\d", re.IGNORECASE), BlockKind.HEADING),
    (re.compile(r"quote|quotation|citation|block ?text", re.IGNORECASE), BlockKind.BLOCK_QUOTATION),
    (re.compile(r"^list", re.IGNORECASE), BlockKind.LIST),
)
_NO_LIST = "0"  # the w:numId of a paragraph that was taken off its list
_CALLS = {f"{W}{kind}Reference": kind for kind in ("footnote", "endnote")}
_FACTS = re.compile(rf"(?P<number>{NUMBER.pattern})\s+(?P<date>{WRITTEN}|\d{{4}}-\d\d-\d\d)", re.IGNORECASE)
_MARK = re.compile(r"\[\d{1,3}\]")
_PARTS = ("document", "footnotes", "endnotes", "styles", "numbering")
_EQUATION_CODES = {f"{_M}sup": CodeKind.SUP, f"{_M}sub": CodeKind.SUB}
_LINEAR = {*(_M + name for name in ("oMathPara", "oMath", "r", "e", "sSup", "sSub")), *_EQUATION_CODES}
_SKIPPED = frozenset([
    *(W + name for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr")),
    *(_M + name for name in ("oMathParaPr", "rPr", "sSupPr", "sSubPr", "ctrlPr", "argPr")),
])  # fmt: skip
_FIRST_SYMBOL = 0xF0A0
_SYMBOLS = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…"  # of the font Symbol, as Adobe maps it to Unicode


def parts(data: bytes, name: str) -> list[Part]:
    """The document's paragraphs; footnotes and endnotes, where there are any, stand before the references, below "Note".

    Raises RirError for what is no Word document, is damaged, or unpacks to more than a report may have.
    """
    documents = _unpacked(data, name)
    body = _root(documents, "document", name).find(f"{W}body")
    if body is None:
        raise RirError("a Word document without a body", name, "open it in Word and save it again")
    shapes, numbering = (
        parse_xml(documents[f"word/{part}.xml"], f"{name} ({part}.xml)")
        if f"word/{part}.xml" in documents
        else None
        for part in ("styles", "numbering")
    )
    styles = WordStyles(shapes)
    numbers = WordNumbers(numbering, styles, name)
    story = _Story(styles, _links(documents, "document", name), numbers, name)
    cells = WordCells(body)
    read = ((p, part) for p in body.iter(f"{W}p") if (part := story.part(p)).text)
    placed = [(replace(part, cell=cells.of(p)), story.style(p)) for p, part in read]
    found = list(_dated(settled(captioned(placed), cells.layout)))
    notes = list(_notes(documents, story, name))
    if not notes:
        return found
    headings = [
        at
        for at, part in enumerate(found)
        if REFERENCES.fullmatch(seen(part.text).rstrip(":"))
        and part.cell is None
        and part.hint is not BlockKind.LIST
    ]
    at = headings[-1] if headings else len(found)
    heading = Part("Note" if len(notes) == 1 else "Notes", BlockKind.HEADING)
    return [*found[:at], heading, *notes, *found[at:]]


def _root(documents: dict[str, bytes], part: str, name: str) -> _Element:
    """The root of a part. Of what Word says in several ways (text boxes) the first that has text is left in it."""
    root = parse_xml(documents[f"word/{part}.xml"], f"{name} ({part}.xml)")
    for ways in [*root.iter(f"{_MC}AlternateContent")]:
        taken = next((way for way in ways if way.find(f".//{W}t") is not None), None)
        for way in [way for way in ways if way is not taken]:
            ways.remove(way)
    return root


def _dated(found: Iterable[Part]) -> Iterator[Part]:
    """The parts; a line of a number and a date, as our own files begin, is two."""
    for part in found:
        line = _FACTS.fullmatch(part.text)
        yield from [Part(line["number"]), Part(line["date"])] if line else [part]


def _unpacked(data: bytes, name: str) -> dict[str, bytes]:
    """The parts that matter and their relations, by the names that they mostly have: "word/document.xml"."""
    out: dict[str, bytes] = {}
    try:
        with ZipFile(BytesIO(data)) as archive:
            files = _Files(archive, name)
            main = files.related("").get("officeDocument", "word/document.xml")
            places = {**files.related(main), "document": main}
            for part in _PARTS:
                place = places.get(part, f"word/{part}.xml")
                for usual, file in (
                    (f"word/{part}.xml", place),
                    (_relations(f"word/{part}.xml"), _relations(place)),
                ):
                    if file in files.held:
                        out[usual] = files.read(file)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise RirError(f"a damaged archive ({error})", name, "open it in Word and save it again") from None
    if "word/document.xml" not in out:
        raise RirError("not a Word document", name, "save the report as .docx, .html or plain text")
    return out


class _Files:
    """The files of an archive, each read once and to a bound, whatever its size is said to be."""

    def __init__(self, archive: ZipFile, name: str) -> None:
        self.held = frozenset(archive.namelist())
        self._archive, self._name = archive, name
        self._read: dict[str, bytes] = {}
        self._left = MAX_BYTES
        if len(archive.namelist()) > _MOST_ENTRIES:
            raise RirError(
                f"an archive of {len(archive.namelist()):,} files", name, "save the report as a Word document"
            )

    def read(self, file: str) -> bytes:
        if file not in self._read:
            with self._archive.open(file) as stream:
                self._read[file] = stream.read(self._left + 1)
            self._left -= len(self._read[file])
            if self._left < 0:
                raise RirError(f"unpacks to more than {MAX_BYTES:,} bytes", self._name, "give the right file")
        return self._read[file]

    def related(self, part: str) -> dict[str, str]:
        """By the last word of its kind, "styles", the file that a part, "" for the whole, is related to."""
        file = _relations(part)
        if file not in self.held:
            return {}
        return {
            relation.get("Type", "").rpartition("/")[2]: normpath(
                join("/", dirname(part), relation.get("Target", ""))
            ).lstrip("/")
            for relation in parse_xml(self.read(file), f"{self._name} ({file})").iterfind("{*}Relationship")
            if relation.get("TargetMode") != "External"
        }


def _relations(part: str) -> str:
    """The file of a part's relations."""
    return join(dirname(part), "_rels", f"{basename(part)}.rels")


def _links(documents: dict[str, bytes], part: str, name: str) -> dict[str, str]:
    """By the id of an outside relation of a part, where it leads."""
    file = _relations(f"word/{part}.xml")
    if file not in documents:
        return {}
    relations = parse_xml(documents[file], f"{name} ({part}.xml.rels)")
    return {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in relations.iterfind("{*}Relationship")
        if relation.get("TargetMode") == "External"
    }


@dataclass
class _Story:
    """The text of the document, or of its notes. calls: the footnotes and endnotes that it calls, in order, each as
    (kind, id); own: those whose call has a mark of its own."""

    styles: WordStyles
    links: dict[str, str]
    numbers: WordNumbers
    name: str
    calls: list[tuple[str, str]] = field(default_factory=list)
    own: set[tuple[str, str]] = field(default_factory=set)

    def style(self, paragraph: _Element) -> str:
        """The name of its style, "" for none."""
        return self.styles.names(value(paragraph, "pPr/pStyle"))[0]

    def part(self, paragraph: _Element) -> Part:
        hint = self.hint(paragraph)
        line = Line()
        self.show(paragraph, line)
        shown, codes = line.taken()
        number = self.numbers.before(paragraph, heading=hint is BlockKind.HEADING)
        if number and shown:
            shown, codes = f"{number} {shown}", moved(codes, len(number) + 1)
        return Part(shown, hint, codes)

    def hint(self, paragraph: _Element) -> BlockKind | None:
        """What its style, or the nearest that this is based on, or its numbering says that it is."""
        for named in self.styles.names(value(paragraph, "pPr/pStyle")):
            if found := next((kind for pattern, kind in _STYLES if pattern.search(named)), None):
                return found
        numbering = paragraph.find(f"{W}pPr/{W}numPr")
        listed = numbering is not None and value(numbering, "numId") != _NO_LIST
        return BlockKind.LIST if listed else None

    def show(self, element: _Element, line: Line) -> None:
        """Put the text that a reader sees into the line, with its codes."""
        for child in element.iterchildren("*"):
            if child.tag in _SKIPPED or self.vanishes(child):
                continue
            if child.tag in (f"{W}t", f"{_M}t"):
                line.add(child.text or "")
            elif child.tag == f"{W}sym":
                line.add(self.symbol(child))
            elif child.tag == f"{W}tab":
                line.add(" ")
            elif child.tag in (f"{W}br", f"{W}cr"):
                line.add(" " if child.get(f"{W}type") in ("page", "column") else "\n")
            elif child.tag == f"{W}noBreakHyphen":
                line.add("\u2011")
            elif child.tag in _CALLS:
                self.calls.append((_CALLS[child.tag], child.get(f"{W}id", "")))
                if _has_own_mark(child):
                    self.own.add(self.calls[-1])
                else:
                    line.add(f" [{len(self.calls)}]")
            elif child.tag != f"{W}p":  # of a text box: it is a paragraph of its own
                if child.tag.startswith(_M) and child.tag not in _LINEAR:
                    raise RirError("an equation that is more than one line", self.name, "type it as words")
                codes = list(self.codes(child))
                for kind, href in codes:
                    line.open(kind, href)
                self.show(child, line)
                for kind, _ in codes:
                    line.close(kind)

    def vanishes(self, run: _Element) -> bool:
        """Whether a run is hidden: by itself, else by its style, else by its paragraph's."""
        if run.tag not in (f"{W}r", f"{_M}r"):
            return False
        hidden = run.find(f"{W}rPr/{W}vanish")
        if hidden is None:
            hidden = self.styles.hides(value(run, "rPr/rStyle"))
        if hidden is None:
            hidden = self.styles.hides(value(next(run.iterancestors(f"{W}p")), "pPr/pStyle"))
        return hidden is not None and hidden.get(f"{W}val", "true").lower() not in _OFF

    def symbol(self, symbol: _Element) -> str:
        """The character of a w:sym. Fonts of symbols have theirs in the private area, each its own way."""
        said, font = symbol.get(f"{W}char", ""), symbol.get(f"{W}font", "")
        code = int(said, 16) if re.fullmatch(r"[0-9A-Fa-f]{4}", said) else 0
        if 0xA0 <= code < 0xD800:
            return chr(code)
        if font == "Symbol" and 0 <= code - _FIRST_SYMBOL < len(_SYMBOLS):
            return _SYMBOLS[code - _FIRST_SYMBOL]
        raise RirError(
            f"a symbol that is not read ({font} {said})", self.name, "type it as a character in Word"
        )

    def codes(self, element: _Element) -> Iterator[tuple[CodeKind, str]]:
        """What a run or a link says of its text."""
        if kind := _EQUATION_CODES.get(element.tag):
            yield kind, ""
        if element.tag == f"{W}hyperlink":
            yield CodeKind.LINK, self.links.get(element.get(f"{_R}id", ""), "")
        look = element.find(f"{W}rPr") if element.tag == f"{W}r" else None
        calls = (call for tag in _CALLS if (call := element.find(tag)) is not None)
        if look is None or not all(map(_has_own_mark, calls)):
            return
        styled = _EMPHASIS.get(self.styles.names(value(look, "rStyle"))[0].lower())
        for tag, kind in (("i", CodeKind.EM), ("b", CodeKind.STRONG)):
            said = look.find(f"{W}{tag}")
            if styled is kind if said is None else said.get(f"{W}val", "true").lower() not in _OFF:
                yield kind, ""
        if kind_of := _RAISED.get(value(look, "vertAlign")):
            yield kind_of, ""


def _has_own_mark(call: _Element) -> bool:
    """Whether a call's own text follows it, as in the files that we write: "[1]"."""
    following = call.getnext()
    return (
        call.get(f"{W}customMarkFollows", "0").lower() not in _OFF
        and following is not None
        and following.tag == f"{W}t"
        and _MARK.fullmatch(following.text or "") is not None
    )


def _notes(documents: dict[str, bytes], story: _Story, name: str) -> Iterator[Part]:
    """The notes that the story calls, in the order of their calls, whether they stand at a page's foot or the end."""
    told: dict[str, _Story] = {}
    by_id: dict[tuple[str, str], _Element] = {}
    for kind in dict(story.calls):
        if f"word/{kind}s.xml" not in documents:
            raise RirError(f"calls {kind}s that it does not have", name, "open it in Word and save it again")
        notes = _root(documents, f"{kind}s", name)
        by_id |= {(kind, note.get(f"{W}id", "")): note for note in notes.iter(f"{W}{kind}")}
        told[kind] = _Story(story.styles, _links(documents, f"{kind}s", name), story.numbers, name)
    for number, (kind, ident) in enumerate(story.calls, 1):
        note = by_id.get((kind, ident))
        if note is None:
            raise RirError(f"calls a {kind} {number} that it does not have", name, "mend it in Word")
        line = Line()
        for at, paragraph in enumerate(note.iter(f"{W}p")):
            line.add(" " if at else "")
            told[kind].show(paragraph, line)
        shown, codes = line.taken()
        shown = shown.replace("\n", " ")
        call = f"[{number}] "
        if shown.startswith(call) or (
            (kind, ident) in story.own and _MARK.match(shown)
        ):  # in the files that we write
            yield Part(shown, None, codes)
        else:
            yield Part(call + shown, None, moved(codes, len(call)))
