"""A page to parts: what a browser would show, without what is no report (scripts, menus, headers, footers).

The report is found by its content: what lies outside the smallest element that holds both its number and its
last lists is page furniture.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, lookup
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import compress
from typing import TYPE_CHECKING, Literal, NamedTuple

from rirbilingual.errors import RirError
from rirbilingual.model import BlockKind, Cell, CodeKind
from rirbilingual.read.parts import Line, Part
from rirbilingual.read.structure import ADDITIONAL, NUMBER, REFERENCES
from rirbilingual.read.tables import Grid, settled
from rirbilingual.text.codes import moved
from rirbilingual.text.normalise import seen

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_SNIFFED = 4096  # bytes in which a page must say its encoding (HTML Standard: 1024; older pages are later)
_UNSHOWN = frozenset([
    "head", "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "button",
    "select", "input", "textarea"
])  # fmt: skip
_FURNITURE = frozenset(["nav", "header", "footer", "aside", "form", "dialog"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_BLOCKS = _HEADINGS | frozenset([
    "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "hr", "html", "legend", "li", "main", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"
])  # fmt: skip
_CELLS = frozenset(["td", "th"])
_CODES = {
    "em": CodeKind.EM, "i": CodeKind.EM, "cite": CodeKind.EM, "strong": CodeKind.STRONG, "b": CodeKind.STRONG,
    "sup": CodeKind.SUP, "sub": CodeKind.SUB, "a": CodeKind.LINK,
}  # fmt: skip
_CUT_OFF = ("ERR_RESOURCE_LIMIT", "ERR_NO_MEMORY", "ERR_INTERNAL_ERROR")
_QUOTES = {  # of q: outside, inside another
    "en": (("“", "”"), ("‘", "’")),
    "fr": (("«\u00a0", "\u00a0»"), ("“", "”")),
}
_OWN_CITE = "title"  # the class of the titles that a page of ours marks, without italics
_READ_OUT_ONLY = frozenset(["wb-inv", "visually-hidden", "sr-only", "screen-reader-text", "fn-rtn"])
_NOTES_CLASSES = frozenset(["wb-fnote", "footnotes"])
_NOTES_ROLES = frozenset(["note", "doc-endnotes", "doc-endnote", "doc-footnote"])
_WORD_NOTES = re.compile(r"mso-element\s*:\s*(?:foot|end)note", re.IGNORECASE)
_NOTES_TITLE = re.compile(r"(?:Foot|End)?notes?|Notes? de (?:bas de page|fin)", re.IGNORECASE)
_NOTE = re.compile(r"\[\d{1,3}\]\s")
_CALL = re.compile(r"(?:(?:Foot|End)?note|Note de bas de page)?\s*(\d{1,3})", re.IGNORECASE)
_ARROW = re.compile(r"[←-⇿\ufe0e\ufe0f]+")
_LABEL = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)  # in the pages that Word saves
_WORD_LIST = re.compile(r"mso-list\s*:\s*l\d", re.IGNORECASE)
_HIDDEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)\b", re.IGNORECASE
)
_FACTS = re.compile(rf"({NUMBER.pattern})\s+(\S.*)", re.IGNORECASE | re.DOTALL)
_FACTS_WIDTH = 120  # code points; a longer paragraph with a number in it cites another report
_TERM = re.compile(r"(?:Foot|End)?note (\d{1,3})|Note (?:de bas de page )?(\d{1,3})", re.IGNORECASE)


def parts(data: bytes, name: str) -> list[Part]:
    """The page's paragraphs. Raises RirError for a page without any, or in an encoding that it does not keep."""
    found = shown_parts(_decoded(data, name), name)
    if not found:
        raise RirError("a page without text", name, "save the page again, whole")
    return found


def shown_parts(page: str, name: str) -> list[Part]:
    """The paragraphs of a page's text. Raises RirError where its elements nest too deep."""
    from lxml import etree, html

    parser = html.HTMLParser(
        no_network=True, huge_tree=True, recover=True, remove_comments=True, remove_pis=True
    )
    text = re.sub(r"^\s*<\?xml[^>]*>", "", page)  # lxml refuses it in decoded text
    try:
        root = html.document_fromstring(text, parser=parser)
    except etree.ParserError:  # nothing that a page could be made of
        root = None
    # Where libxml2 reaches a limit of its own (2,048 elements in each other), it leaves out the rest and only notes it.
    if any(error.type_name in _CUT_OFF for error in parser.error_log):
        raise RirError(
            "elements nested too deep to be read whole", name, "save the page again, or as plain text"
        )
    tables = _Tables()
    found = _notes_first(list(_paragraphs(root, tables))) if root is not None else []
    return settled(_marked_furniture(found), tables.layout)


def _decoded(data: bytes, name: str) -> str:
    declared = _CHARSET.search(data[:_SNIFFED])
    encoding = "utf-8"
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        encoding = "utf-16"
    elif declared and not data.startswith(BOM_UTF8):
        encoding = declared[1].decode("ascii").lower()
        encoding = (
            "cp1252" if encoding in ("iso-8859-1", "latin1", "us-ascii") else encoding
        )  # as browsers do
    try:
        if not declared and encoding == "utf-8":
            try:
                return data.decode("utf-8-sig")
            except UnicodeDecodeError:
                encoding = "cp1252"
        return data.decode("utf-8-sig" if lookup(encoding).name == "utf-8" else encoding)
    except (LookupError, UnicodeDecodeError):
        raise RirError(f"not {encoding}, though the page says so", name, "save it as UTF-8") from None


class _Tables:
    """The tables of a page as its elements come. layout: numbers of those that are none: they say so, they hold
    others, or they are too wide."""

    def __init__(self) -> None:
        self.layout: set[int] = set()
        self.cell: Cell | None = None  # that the next paragraph stands in
        self._open: list[tuple[Grid, Cell | None]] = []  # with the cell that it stands in
        self._count = 0
        self._only_names = True  # the row has no td

    def start(self, element: HtmlElement) -> None:
        if element.tag == "table":
            self.layout.update(grid.number for grid, _ in self._open[-1:])
            self._count += 1
            self._open.append((Grid(self._count), self.cell))
            self.cell = None
            if element.get("role", "").strip().lower() in ("presentation", "none"):
                self.layout.add(self._count)
        if not self._open:
            return
        grid = self._open[-1][0]
        if element.tag == "tr":
            grid.next_row()
            self._only_names = all(child.tag != "td" for child in element)
        elif element.tag == "caption":
            self.cell = grid.caption
        elif element.tag in _CELLS:
            cell = grid.cell(_span(element, "rowspan"), _span(element, "colspan"), "")
            self.cell = replace(cell, header=self._header(element, cell))

    def _header(self, element: HtmlElement, cell: Cell) -> Literal["", "column", "row"]:
        """What a cell says that it names; of a th that does not say it, what it looks to name."""
        scope = element.get("scope", "").strip().lower()
        if scope.startswith("col"):
            return "column"
        if scope.startswith("row"):
            return "row"
        if element.tag == "td":
            return ""
        row = element.getparent()
        in_head = row.getparent() is not None and row.getparent().tag == "thead"
        return "column" if in_head or self._only_names or cell.column > 1 else "row"

    def end(self, element: HtmlElement) -> None:
        if not self._open:
            return
        if element.tag == "table":
            grid, self.cell = self._open.pop()
            if grid.is_too_wide:
                self.layout.add(grid.number)
        elif element.tag in _CELLS or element.tag == "caption":
            self.cell = None


def _span(element: HtmlElement, name: str) -> int:
    said = element.get(name, "").strip()
    return int(said) if re.fullmatch(r"[1-9][0-9]{0,4}", said) else 1


class _Found(NamedTuple):
    """A paragraph, the block element that it stands in, and whether this is of those that a page keeps its notes in."""

    part: Part
    block: HtmlElement
    is_note: bool


def _paragraphs(root: HtmlElement, tables: _Tables) -> Iterator[_Found]:
    """The paragraphs in order. Without recursion: pages may be deep."""
    from lxml import etree

    line = Line()
    blocks: list[HtmlElement] = [root]
    quoted = listed = hidden = noted = entries = preformatted = 0
    outside = 0
    term = ""

    def paragraph() -> Iterator[_Found]:
        nonlocal term
        shown, codes = line.taken()
        if not shown:
            return
        block = blocks[-1]
        note = _TERM.fullmatch(shown) if block.tag == "dt" else None
        if note:  # the call of a note, in a list of its own: "[1] What it says."
            term = f"[{note[1] or note[2]}] "
            return
        hint = (
            BlockKind.FURNITURE if outside and not noted
            else BlockKind.HEADING if block.tag in _HEADINGS
            else BlockKind.BLOCK_QUOTATION if quoted
            else BlockKind.LIST if listed and not term
            else None
        )  # fmt: skip
        if noted or term:
            shown = shown.replace("\n", " ")
            term = "" if _NOTE.match(shown) else term
        yield _Found(Part(term + shown, hint, moved(codes, len(term)), tables.cell), block, noted > 0)
        term = ""

    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if hidden or tag in _UNSHOWN or _is_hidden(element):
                hidden += 1
                continue
            instead = _instead(element, blocks[-1], is_note=noted > 0)
            if instead is not None:
                line.add(instead)
                hidden += 1
                continue
            if tag in _BLOCKS or tag in _FURNITURE:
                yield from paragraph()
                tables.start(element)
                blocks.append(element)
                noted += _holds_notes(element)
                if noted and not listed and tag == "li" and element.getparent().tag == "ol":
                    entries += 1  # a browser numbers it
                    term = f"[{entries}] "
                quoted += tag == "blockquote"
                listed += _is_entry(element)
                outside += tag in _FURNITURE
                preformatted += tag == "pre"
            elif tag == "br":
                line.add("\n")
            elif tag == "q":
                line.add(_quotes(element)[0])
            elif tag in _CODES and not _is_title(element):
                line.open(_CODES[tag], element.get("href", ""))
            line.add(_spaced(element.text, lines=preformatted > 0))
        else:
            if hidden:
                hidden -= 1
            elif tag in _BLOCKS or tag in _FURNITURE:
                yield from paragraph()
                tables.end(element)
                blocks.pop()
                noted -= _holds_notes(element)
                term = "" if tag == "li" else term  # of an empty entry
                quoted -= tag == "blockquote"
                listed -= _is_entry(element)
                outside -= tag in _FURNITURE
                preformatted -= tag == "pre"
            elif tag in _CODES and not _is_title(element):
                line.close(_CODES[tag])
            elif tag == "q":
                line.add(_quotes(element)[1])
            if not hidden and element is not root:
                line.add(_spaced(element.tail, lines=preformatted > 0))
    yield from paragraph()


def _spaced(text: str | None, *, lines: bool) -> str:
    """Line ends of the page's source are spaces: only `br` ends a line, and where lines are kept, a line end."""
    text = (text or "").replace("\r\n", "\n").replace("\r", " ")
    return text if lines else text.replace("\n", " ")


def _instead(element: HtmlElement, block: HtmlElement, *, is_note: bool) -> str | None:
    """What is read for a whole element: for the call of a note, or a note's own number, "[1]"; for a number that
    Word wrote before a heading, the number; for any other such number, a bullet and an arrow back to a call,
    nothing. None for an element that is read as it stands."""
    if _LABEL.search(element.get("style", "")):
        return " ".join(element.text_content().split()) + " " if block.tag in _HEADINGS else ""
    alone = element.tag == "sup" and len(element) == 1 and not _beside(element)
    link = element[0] if alone else element
    if link.tag != "a" or not link.get("href", "").startswith("#"):
        return None
    words = link.text_content().strip()
    if _ARROW.fullmatch(words):
        return ""
    number = _CALL.fullmatch(words)
    if number is None or not _is_call(link):
        return None
    return f"[{number[1]}] " if is_note else f" [{number[1]}]"


def _beside(element: HtmlElement) -> str:
    """The words of an element that stand beside its first child."""
    return ((element.text or "") + (element[0].tail or "")).strip()


def _is_call(link: HtmlElement) -> bool:
    return (
        link.get("role") == "doc-noteref"
        or "fn-lnk" in link.get("class", "").split()
        or link.get("href", "").startswith("#fn")
    )


def _holds_notes(element: HtmlElement) -> bool:
    return (
        element.get("role") in _NOTES_ROLES
        or not _NOTES_CLASSES.isdisjoint(element.get("class", "").split())
        or _WORD_NOTES.search(element.get("style", "")) is not None
    )


def _is_entry(element: HtmlElement) -> bool:
    return element.tag == "li" or _WORD_LIST.search(element.get("style", "")) is not None


def _quotes(element: HtmlElement) -> tuple[str, str]:
    """The quotation marks that a browser puts around a q, in the language that the page says."""
    said = next((lang for e in (element, *element.iterancestors()) if (lang := e.get("lang"))), "en")
    marks = _QUOTES["fr" if said.lower().startswith("fr") else "en"]
    return marks[sum(1 for _ in element.iterancestors("q")) % 2]


def _is_title(element: HtmlElement) -> bool:
    return element.tag == "cite" and _OWN_CITE in element.get("class", "").split()


def _is_hidden(element: HtmlElement) -> bool:
    return (
        "hidden" in element.attrib
        or _HIDDEN.search(element.get("style", "")) is not None
        or element.get("aria-hidden") == "true"
        or not _READ_OUT_ONLY.isdisjoint(element.get("class", "").split())
    )


def _notes_first(found: list[_Found]) -> list[_Found]:
    """The paragraphs, those of the notes that a page keeps in an element of their own before the references, below
    "Notes"."""
    references = [at for at, one in enumerate(found) if not one.is_note and _is(REFERENCES, one.part)]
    first = next((at for at, one in enumerate(found) if one.is_note and _NOTE.match(one.part.text)), None)
    if not references or first is None:
        return found
    last = references[-1]
    own = list(_whole(one for one in found[first:] if one.is_note))
    heading = Part("Note" if len(own) == 1 else "Notes", BlockKind.HEADING)
    kept = [
        not one.is_note or (at < first and not _is(_NOTES_TITLE, one.part)) for at, one in enumerate(found)
    ]
    before, after = compress(found[:last], kept), compress(found[last:], kept[last:])
    return [*before, own[0]._replace(part=heading), *own, *after]


def _whole(notes: Iterable[_Found]) -> Iterator[_Found]:
    """The notes, those of several paragraphs each as one."""
    note: _Found | None = None
    for one in notes:
        if note and not _NOTE.match(one.part.text) and _holder(one.block) is _holder(note.block):
            text = f"{note.part.text} "
            codes = (*note.part.codes, *moved(one.part.codes, len(text)))
            note = note._replace(part=replace(note.part, text=text + one.part.text, codes=codes))
            continue
        if note:
            yield note
        note = one
    if note:
        yield note


def _holder(block: HtmlElement) -> HtmlElement:
    """The element that a note stands in: an entry, or one that holds notes alone."""
    around = (block, *block.iterancestors())
    return next(element for element in around if element.tag in ("dd", "li") or _holds_notes(element))


def _is(title: re.Pattern[str], part: Part) -> bool:
    return title.fullmatch(seen(part.text).rstrip(":")) is not None


def _marked_furniture(found: list[_Found]) -> Iterator[Part]:
    """The parts, those outside the report's own element as furniture, the number and its date apart."""
    numbers = [
        at
        for at, (part, _, _) in enumerate(found)
        if part.hint is not BlockKind.FURNITURE and len(part.text) < _FACTS_WIDTH and NUMBER.search(part.text)
    ]
    lists = [at for at, (part, _, _) in enumerate(found) if _is(REFERENCES, part) or _is(ADDITIONAL, part)]
    inside = _common(found[numbers[0]].block, found[lists[-1]].block) if numbers and lists else None
    for at, (part, block, is_note) in enumerate(found):
        outside = inside is not None and at > lists[-1] and not is_note and not _within(block, inside)
        hint = BlockKind.FURNITURE if outside else part.hint
        facts = _FACTS.fullmatch(part.text) if numbers and at == numbers[0] else None
        if facts:
            rest = facts[0][len(facts[1]) :].strip()
            yield Part(facts[1])
            yield from (Part(line) for line in re.split(r"(?<=\d{4})\s+", rest, maxsplit=1))
        else:
            yield replace(part, hint=hint)


def _common(first: HtmlElement, second: HtmlElement) -> HtmlElement:
    """The smallest element that holds both."""
    above = {first, *first.iterancestors()}
    return next((element for element in (second, *second.iterancestors()) if element in above), first)


def _within(element: HtmlElement, outer: HtmlElement) -> bool:
    return element is outer or any(above is outer for above in element.iterancestors())
