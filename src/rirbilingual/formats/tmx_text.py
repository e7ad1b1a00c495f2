"""Text to what XML can hold."""

from __future__ import annotations

import re

# Named one by one: a class of what is allowed instead takes three times as long.
_NOT_XML = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_SPECIAL = re.compile(f'[&<>"\r{_NOT_XML}]')
_LEFT_OUT = re.compile(f"[{_NOT_XML}]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}  # its own sign first


def escaped(text: str) -> str:
    """Text for an element or a quoted attribute; characters that XML cannot hold are left out."""
    if _SPECIAL.search(text) is None:
        return text
    for sign, entity in _ENTITIES.items():
        text = text.replace(sign, entity)
    return _LEFT_OUT.sub("", text)
