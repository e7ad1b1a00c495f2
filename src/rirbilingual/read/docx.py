"""A Word document to parts: paragraphs by their styles, its footnotes as the report's notes.

Source of the elements: ECMA-376, part 1 (WordprocessingML). Deleted and hidden text is left out, inserted text is
in. Nothing outside the archive is followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from rirbilingual.errors import RirError
from rirbilingual.files import MAX_BYTES, parse_xml
from rirbilingual.model import BlockKind
from rirbilingual.read.parts import Part, plain
from rirbilingual.read.structure import REFERENCES

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_ENTRIES = 5_000  # files in the archive: a long report with pictures has a hundred
_HEADING = re.compile(r"(?:heading|titre) ?\d", re.IGNORECASE)
_QUOTATION = re.compile(r"quote|quotation|citation|block ?text", re.IGNORECASE)
_LIST = re.compile(r"list|liste", re.IGNORECASE)
_SKIPPED = frozenset(
    _W + name for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr")
)


def parts(data: bytes, name: str) -> list[Part]:
    """The document's paragraphs; footnotes, where there are any, stand before the references, below "Note".

    Raises RirError for what is no Word document, is damaged, or unpacks to more than a report may have.
    """
    documents = _unpacked(data, name)
    body = parse_xml(documents["word/document.xml"], f"{name} (document.xml)").find(f"{_W}body")
    if body is None:
        raise RirError("a Word document without a body", name, "open it in Word and save it again")
    styles = _styles(documents, name)
    calls: list[str] = []
    found = [part for paragraph in body.iter(f"{_W}p") if (part := _part(paragraph, styles, calls)).text]
    notes = list(_notes(documents, calls, name))
    if not notes:
        return found
    at = next((i for i, part in enumerate(found) if REFERENCES.fullmatch(part.text.rstrip(":"))), len(found))
    heading = Part("Note" if len(notes) == 1 else "Notes", BlockKind.HEADING)
    return [*found[:at], heading, *notes, *found[at:]]


def _unpacked(data: bytes, name: str) -> dict[str, bytes]:
    """The files of the archive that matter, each read to a bound whatever its size is said to be."""
    out: dict[str, bytes] = {}
    try:
        with ZipFile(BytesIO(data)) as archive:
            held = archive.namelist()
            if len(held) > _MOST_ENTRIES:
                raise RirError(
                    f"an archive of {len(held):,} files", name, "save the report as a Word document"
                )
            left = MAX_BYTES
            for wanted in ("word/document.xml", "word/footnotes.xml", "word/styles.xml"):
                if wanted in held:
                    with archive.open(wanted) as stream:
                        out[wanted] = stream.read(left + 1)
                    left -= len(out[wanted])
                    if left < 0:
                        raise RirError(
                            f"unpacks to more than {MAX_BYTES:,} bytes", name, "give the right file"
                        )
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise RirError(f"a damaged archive ({error})", name, "open it in Word and save it again") from None
    if "word/document.xml" not in out:
        raise RirError("not a Word document", name, "save the report as .docx, .html or plain text")
    return out


def _styles(documents: dict[str, bytes], name: str) -> dict[str, str]:
    """By a style's id, its name: ids are in Word's own language."""
    if "word/styles.xml" not in documents:
        return {}
    out = {}
    for style in parse_xml(documents["word/styles.xml"], f"{name} (styles.xml)").iter(f"{_W}style"):
        named = style.find(f"{_W}name")
        out[style.get(f"{_W}styleId", "")] = named.get(f"{_W}val", "") if named is not None else ""
    return out


def _part(paragraph: _Element, styles: dict[str, str], calls: list[str]) -> Part:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    ident = style.get(f"{_W}val", "") if style is not None else ""
    named = styles.get(ident, ident)
    numbered = paragraph.find(f"{_W}pPr/{_W}numPr") is not None
    hint = None
    if _HEADING.search(named):
        hint = BlockKind.HEADING
    elif _QUOTATION.search(named):
        hint = BlockKind.BLOCK_QUOTATION
    elif numbered or _LIST.match(named):
        hint = BlockKind.LIST
    return Part(plain("".join(_shown(paragraph, calls))), hint)


def _shown(element: _Element, calls: list[str]) -> Iterator[str]:
    """The text that a reader sees; calls: ids of footnotes, in the order of their calls, is filled."""
    for child in element:
        if child.tag in _SKIPPED or _vanishes(child):
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}tab":
            yield " "
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif child.tag == f"{_W}noBreakHyphen":
            yield "\u2011"
        elif child.tag == f"{_W}footnoteReference":
            calls.append(child.get(f"{_W}id", ""))
            yield f" [{len(calls)}]"
        elif child.tag != f"{_W}p":  # of a text box: it is a paragraph of its own
            yield from _shown(child, calls)


def _vanishes(run: _Element) -> bool:
    hidden = run.find(f"{_W}rPr/{_W}vanish")
    return hidden is not None and hidden.get(f"{_W}val", "true") not in ("0", "false")


def _notes(documents: dict[str, bytes], calls: list[str], name: str) -> Iterator[Part]:
    if not calls:
        return
    if "word/footnotes.xml" not in documents:
        raise RirError("calls footnotes that it does not have", name, "open it in Word and save it again")
    notes = parse_xml(documents["word/footnotes.xml"], f"{name} (footnotes.xml)")
    by_id = {note.get(f"{_W}id", ""): note for note in notes.iter(f"{_W}footnote")}
    for number, ident in enumerate(calls, 1):
        note = by_id.get(ident)
        if note is None:
            raise RirError(f"calls a footnote {number} that it does not have", name, "mend it in Word")
        shown = plain(" ".join("".join(_shown(p, [])) for p in note.iter(f"{_W}p")))
        yield Part(f"[{number}] {shown}")
