"""A page to parts: what a browser would show, without what is no report (scripts, menus, headers, footers).

The report is found by its content: what lies outside the smallest element that holds both its number and its
last lists is page furniture.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, lookup
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rirbilingual.errors import RirError
from rirbilingual.model import BlockKind, CodeKind
from rirbilingual.read.parts import Line, Part
from rirbilingual.read.structure import ADDITIONAL, NUMBER, REFERENCES
from rirbilingual.text.codes import moved

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
    "fieldset", "figcaption", "figure", "hr", "html", "li", "main", "ol", "p", "pre", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"
])  # fmt: skip
_CODES = {
    "em": CodeKind.EM, "i": CodeKind.EM, "cite": CodeKind.EM, "strong": CodeKind.STRONG, "b": CodeKind.STRONG,
    "sup": CodeKind.SUP, "sub": CodeKind.SUB, "a": CodeKind.LINK,
}  # fmt: skip
_OWN_CITE = "title"  # the class of the titles that a page of ours marks, without italics
_READ_OUT_ONLY = frozenset(["wb-inv", "visually-hidden", "sr-only", "screen-reader-text", "fn-rtn"])
_FACTS = re.compile(rf"({NUMBER.pattern})\s+(\S.*)", re.IGNORECASE | re.DOTALL)
_FACTS_WIDTH = 120  # code points; a longer paragraph with a number in it cites another report
_TERM = re.compile(r"(?:Foot|End)?note (\d{1,3})|Note (?:de bas de page )?(\d{1,3})", re.IGNORECASE)


def parts(data: bytes, name: str) -> list[Part]:
    """The page's paragraphs. Raises RirError for a page without any, or in an encoding that it does not keep."""
    from lxml import etree, html

    parser = html.HTMLParser(
        no_network=True, huge_tree=False, recover=True, remove_comments=True, remove_pis=True
    )
    text = re.sub(r"^\s*<\?xml[^>]*>", "", _decoded(data, name))  # lxml refuses it in decoded text
    try:
        root = html.document_fromstring(text, parser=parser)
    except etree.ParserError:  # nothing that a page could be made of
        root = None
    found = list(_paragraphs(root)) if root is not None else []
    if not found:
        raise RirError("a page without text", name, "save the page again, whole")
    return list(_marked_furniture(found))


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


def _paragraphs(root: HtmlElement) -> Iterator[tuple[Part, HtmlElement]]:
    """The paragraphs in order, each with the block element that it stands in. Without recursion: pages may be deep."""
    from lxml import etree

    line = Line()
    blocks: list[HtmlElement] = [root]
    quoted = listed = hidden = 0
    outside = 0
    term = ""

    def paragraph() -> Iterator[tuple[Part, HtmlElement]]:
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
            BlockKind.FURNITURE if outside
            else BlockKind.HEADING if block.tag in _HEADINGS
            else BlockKind.BLOCK_QUOTATION if quoted
            else BlockKind.LIST if listed and not term
            else None
        )  # fmt: skip
        yield Part(term + shown, hint, moved(codes, len(term))), block
        term = ""

    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        unshown = tag in _UNSHOWN or _is_hidden(element)
        if event == "start":
            if hidden or unshown:
                hidden += 1
                continue
            if tag in _BLOCKS or tag in _FURNITURE:
                yield from paragraph()
                blocks.append(element)
                quoted += tag == "blockquote"
                listed += tag == "li"
                outside += tag in _FURNITURE
            elif tag == "br":
                line.add("\n")
            elif tag in _CODES and not _is_title(element):
                line.open(_CODES[tag], element.get("href", ""))
            line.add(_spaced(element.text))
        else:
            if hidden:
                hidden -= 1
            elif tag in _BLOCKS or tag in _FURNITURE:
                yield from paragraph()
                blocks.pop()
                quoted -= tag == "blockquote"
                listed -= tag == "li"
                outside -= tag in _FURNITURE
            elif tag in _CODES and not _is_title(element):
                line.close(_CODES[tag])
            if not hidden and element is not root:
                line.add(_spaced(element.tail))
    yield from paragraph()


def _spaced(text: str | None) -> str:
    """Line ends of the page's source are spaces: only `br` ends a line."""
    return text.replace("\n", " ").replace("\r", " ") if text else ""


def _is_title(element: HtmlElement) -> bool:
    return element.tag == "cite" and _OWN_CITE in element.get("class", "").split()


def _is_hidden(element: HtmlElement) -> bool:
    return (
        "hidden" in element.attrib
        or element.get("aria-hidden") == "true"
        or not _READ_OUT_ONLY.isdisjoint(element.get("class", "").split())
    )


def _marked_furniture(found: list[tuple[Part, HtmlElement]]) -> Iterator[Part]:
    """The parts, those outside the report's own element as furniture, the number and its date apart."""
    numbers = [
        at
        for at, (part, _) in enumerate(found)
        if part.hint is not BlockKind.FURNITURE and len(part.text) < _FACTS_WIDTH and NUMBER.search(part.text)
    ]
    lists = [
        at for at, (part, _) in enumerate(found)
        if REFERENCES.fullmatch(part.text.rstrip(":")) or ADDITIONAL.fullmatch(part.text.rstrip(":"))
    ]  # fmt: skip
    inside = _common(found[numbers[0]][1], found[lists[-1]][1]) if numbers and lists else None
    for at, (part, block) in enumerate(found):
        outside = inside is not None and at > lists[-1] and not _within(block, inside)
        hint = BlockKind.FURNITURE if outside else part.hint
        facts = _FACTS.fullmatch(part.text) if numbers and at == numbers[0] else None
        if facts:
            rest = facts[0][len(facts[1]) :].strip()
            yield Part(facts[1])
            yield from (Part(line) for line in re.split(r"(?<=\d{4})\s+", rest, maxsplit=1))
        else:
            yield Part(part.text, hint, part.codes)


def _common(first: HtmlElement, second: HtmlElement) -> HtmlElement:
    """The smallest element that holds both."""
    above = {first, *first.iterancestors()}
    return next((element for element in (second, *second.iterancestors()) if element in above), first)


def _within(element: HtmlElement, outer: HtmlElement) -> bool:
    return element is outer or any(above is outer for above in element.iterancestors())
