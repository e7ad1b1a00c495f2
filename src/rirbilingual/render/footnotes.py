"""Stretches of text to the runs and the footnotes of a Word file.

A call keeps the mark that the report gave it ("[1]"), so that the text reads the same everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rirbilingual.render.stretches import Stretch

FOOTNOTES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def run(text: str, *, lang: str = "", call: int = 0) -> Any:
    """A w:r. lang: of its text, "" for the file's own. call: the number of the footnote that it calls, or 0."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made: Any = OxmlElement("w:r")
    if lang:
        properties, language = OxmlElement("w:rPr"), OxmlElement("w:lang")
        language.set(qn("w:val"), lang)
        properties.append(language)
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


def footnotes_part(notes: Sequence[Sequence[Stretch]]) -> bytes:
    """word/footnotes.xml: the two lines that part text from notes, then the notes, from 1."""
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
            paragraph.append(run(stretch.text, lang=stretch.lang))
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
