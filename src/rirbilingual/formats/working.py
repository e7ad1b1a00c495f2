"""A working file in any of its formats to its Catalog and its lines: the content tells which, not the name."""

from __future__ import annotations

from pathlib import Path

from rirbilingual.files import read_bytes
from rirbilingual.formats import po, xliff_read
from rirbilingual.model import Catalog


def read_working(path: Path) -> Catalog:
    """A PO or XLIFF file as it came back from an editor. A unit whose id was stripped has the id ""."""
    return xliff_read.read_xliff(path) if _is_xml(path) else po.read_returned(path)


def unit_lines(path: Path) -> dict[str, int]:
    """The line of the file that each unit begins at, by its id."""
    return xliff_read.unit_lines(path) if _is_xml(path) else po.unit_lines(path)


def _is_xml(path: Path) -> bool:
    head = read_bytes(path, po.MAX_PO_BYTES)[:512].replace(b"\x00", b"")
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")
