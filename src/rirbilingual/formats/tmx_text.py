"""Text to what XML can hold."""

from __future__ import annotations

import re

_SPECIAL = re.compile('[&<>"\r]|[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]')
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}


def escaped(text: str) -> str:
    """Text for an element or a quoted attribute; characters that XML cannot hold are left out."""
    return _SPECIAL.sub(lambda found: _ENTITIES.get(found[0], ""), text)
