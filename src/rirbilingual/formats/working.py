"""A working file in any of its formats to its Catalog: the content tells which, not the name."""

from __future__ import annotations

from pathlib import Path

from rirbilingual.files import read_bytes
from rirbilingual.formats.po import MAX_PO_BYTES, read_returned
from rirbilingual.formats.xliff_read import read_xliff
from rirbilingual.model import Catalog


def read_working(path: Path) -> Catalog:
    """A PO or XLIFF file as it came back from an editor. A unit whose id was stripped has the id ""."""
    head = read_bytes(path, MAX_PO_BYTES)[:512].replace(b"\x00", b"")
    xml = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")
    return read_xliff(path) if xml else read_returned(path)
