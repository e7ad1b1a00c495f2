"""Stretches of text to the runs and the footnotes of a Word file.

A call keeps the mark that the report gave it ("[1]"), so that the text reads the same everywhere.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from rirbilingual.render.stretches import Stretch

FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_RAISED = (("sup", "w:vertAlign", "superscript"), ("sub", "w:vertAlign", "subscript"))
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def run(text: str, *, lang: str = "", call: int = 0, looks: Collection[str] = ()) -> Any:
    """A w:r. lang: of its text, "" for the file's own. call: the number of the footnote that it calls, or 0.
    looks: "em", "strong", "sup", "sub"."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made: Any = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")  # its elements in the order that the schema wants
    for name, tag, value in (("strong", "w:b", ""), ("em", "w:i", ""), *_RAISED):
        if name in looks:
            properties.append(_valued(tag, value))
    if lang:
        properties.append(_valued("w:lang", lang))
    if len(properties):
        made.append(properties)
    if call:
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:customMarkFollows"), "1")
        reference.set(qn("w:id"), str(call))
        made.append(reference)
    # `text` of a run puts line ends and tabs as elements, and takes away what stood in it before.
    words: Any = OxmlElement("w:r")
    words.text = text
    for child in list(words):
        made.append(child)
    return made


def _valued(tag: str, value: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    if value:
        element.set(qn("w:val"), value)
    return element


def outside_link(href: str, made: Any, part: Any) -> Any:
    """A w:hyperlink around a run; its address is a relation of the part that it stands in."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link: Any = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), part.relate_to(href, HYPERLINK, is_external=True))
    link.append(made)
    return link


def linked(made: Any, stretch: Stretch, bookmarks: Mapping[str, str], part: Any) -> Any:
    """The run, in a link where its stretch leads anywhere: outside, or to a bookmark of the document. bookmarks: anchor
    → name."""
    if stretch.href:
        return outside_link(stretch.href, made, part)
    return inside_link(bookmarks[stretch.to], made) if stretch.to in bookmarks else made


def inside_link(bookmark: str, made: Any) -> Any:
    """A w:hyperlink around a run, to a bookmark of the document."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link: Any = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), bookmark)
    link.append(made)
    return link


def footnotes_part(notes: Sequence[Sequence[Stretch]], bookmarks: Mapping[str, str], part: Any) -> bytes:
    """word/footnotes.xml: the two lines that part text from notes, then the notes, from 1. part: the file's,
    which takes the relations of its links. bookmarks: as in `linked`."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from lxml import etree

    root: Any = OxmlElement("w:footnotes")
    for number, kind in ((-1, "separator"), (0, "continuationSeparator")):
        footnote, paragraph = _footnote(number)
        footnote.set(qn("w:type"), kind)
        line: Any = OxmlElement("w:r")
        line.append(OxmlElement(f"w:{kind}"))
        paragraph.append(line)
        root.append(footnote)
    for number, note in enumerate(notes, 1):
        footnote, paragraph = _footnote(number)
        properties, style = OxmlElement("w:pPr"), OxmlElement("w:pStyle")
        style.set(qn("w:val"), "FootnoteText")
        properties.append(style)
        paragraph.append(properties)
        for stretch in note:
            made = run(stretch.text, lang=stretch.lang, looks=stretch.looks)
            paragraph.append(linked(made, stretch, bookmarks, part))
        root.append(footnote)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _footnote(number: int) -> tuple[Any, Any]:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    footnote: Any = OxmlElement("w:footnote")
    footnote.set(qn("w:id"), str(number))
    paragraph: Any = OxmlElement("w:p")
    footnote.append(paragraph)
    return footnote, paragraph
