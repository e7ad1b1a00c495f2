"""Text to what XML can hold."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escaped(text: str) -> str:
    """Text for an element or a quoted attribute; characters that XML cannot hold are left out."""
    return _NOT_XML.sub("", escape(text, {'"': "&quot;", "\r": "&#13;"}))
