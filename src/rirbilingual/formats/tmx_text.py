"""TMX segments to plain text and to the markup they had; text to what XML can hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from lxml.etree import _Element

# Elements whose content is the text's; the content of the others is some other program's code.
_TEXT = {"seg", "hi"}
_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(seg: _Element) -> str:
    """The segment's text without its inline codes (`bpt`, `ept`, `it`, `ph`, `ut`); `hi` is text."""
    if not len(seg):
        return seg.text or ""
    parts = [seg.text or ""] if seg.tag in _TEXT else []
    for child in seg:
        if isinstance(child.tag, str):
            parts.append(plain(child) if child.tag in _TEXT else "")
        parts.append(child.tail or "")
    return "".join(parts)


def markup(seg: _Element) -> str:
    """The segment's inner XML where it has inline codes, else ""."""
    if not len(seg):
        return ""
    from lxml import etree

    parts = [escaped(seg.text or "")]
    parts += [etree.tostring(child, encoding="unicode", with_tail=True) for child in seg]
    return "".join(parts)


def escaped(text: str) -> str:
    """Text for an element or a quoted attribute; characters that XML cannot hold are left out."""
    return _NOT_XML.sub("", escape(text, {'"': "&quot;", "\r": "&#13;"}))
