"""Files to Reports: the reader is chosen by the file's ending."""

from __future__ import annotations

from pathlib import Path

from rirbilingual.files import read_text
from rirbilingual.model import Report
from rirbilingual.read.structure import report

__all__ = ["read", "read_string"]


def read(path: Path) -> Report:
    """The report in a plain-text file. Raises RirError where it is none, or cannot be read whole."""
    return report(read_text(path), str(path))


def read_string(text: str, name: str = "report") -> Report:
    """The report in a text. `name` stands in errors and places."""
    return report(text, name)
