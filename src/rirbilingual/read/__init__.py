"""Files to Reports: the reader is chosen by the file's ending and its first bytes."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from rirbilingual.errors import RirError
from rirbilingual.files import decode, read_bytes
from rirbilingual.model import Finding, Place, Report, Severity
from rirbilingual.read.parts import Part, joined
from rirbilingual.read.structure import marked_report, report

__all__ = ["MARKED", "read", "read_string"]

_PAGES = (".html", ".htm", ".xhtml")
_MARKDOWN = (".md", ".markdown")
MARKED = (".docx", *_PAGES, *_MARKDOWN)  # endings of files with markup; others are plain text
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html)\b", re.IGNORECASE)
_ZIP = b"PK\x03\x04"
_EXPECTED = ("utf-8", "utf-8-sig")


def read(file: Path | str) -> Report:
    """The report in a file: plain text, HTML, DOCX or Markdown. Raises RirError where it is none, or cannot be
    read whole."""
    path = Path(file)
    data, name = read_bytes(path), str(path)
    kind = path.suffix.lower()
    if data.startswith(_ZIP) and kind == ".docx":
        from rirbilingual.read import docx

        return _marked(docx.parts(data, name), name)
    if kind == ".docx":
        raise RirError("not a Word document", name, "save the report as .docx, .html or plain text")
    if kind in _PAGES or _PAGE.match(data):
        from rirbilingual.read import html

        return _marked(html.parts(data, name), name)
    text, encoding = decode(data, name)
    if kind in _MARKDOWN:
        from rirbilingual.read import markdown

        found = _marked(markdown.parts(text), name)
    else:
        found = report(text, name)
    return found if encoding in _EXPECTED else _in_encoding(found, encoding)


def read_string(text: str, name: str = "report") -> Report:
    """The report in a text. `name` stands in errors and places."""
    return report(text, name)


def _marked(parts: list[Part], name: str) -> Report:
    return marked_report(joined(parts), name)


def _in_encoding(found: Report, encoding: str) -> Report:
    """The report with a finding that says how it was read."""
    said = {"cp1252": "Windows-1252"}.get(encoding, encoding.upper())
    place = Place(found.file, 1, 0)
    finding = Finding("read.encoding", Severity.INFO, f"read as {said}: not UTF-8", place=place)
    return replace(found, findings=(finding, *found.findings))
