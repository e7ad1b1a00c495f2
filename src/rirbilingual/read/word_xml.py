"""The elements of a Word document: their names, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def value(element: _Element, path: str) -> str:
    """The w:val of what stands at a path of names below an element, "pPr/pStyle"; "" where there is none."""
    found = element.find("/".join(f"{W}{name}" for name in path.split("/")))
    return found.get(f"{W}val", "") if found is not None else ""
