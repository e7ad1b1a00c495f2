"""Characters that cannot be seen, or that reorder what can, to marks that show them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from rirbilingual.render.markup import Mark, written

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_PLAIN = frozenset("\n\t\r")


def pictured(text: str) -> str:
    """The text with each control that HTML cannot hold as its picture: as long, so that offsets stay."""
    return "".join(_picture(c) if c < " " or "\x7f" <= c <= "\x9f" else c for c in text)


def hidden_marks(text: str) -> Iterator[Mark]:
    """A mark with its code point over each character that hides or reorders: `text` is shown as text."""
    for offset, character in enumerate(text):
        if character > "\x7f" and unicodedata.category(character) in _HIDDEN:
            name = unicodedata.name(character, "")
            code = f"U+{ord(character):04X}"
            attributes = written(class_="hidden", title=f"{code} {name}", data_code=code)
            yield Mark(offset, offset + 1, "span", attributes)


def _picture(character: str) -> str:
    if character in _PLAIN:
        return character
    return chr(0x2400 + ord(character)) if character < " " else "\N{REPLACEMENT CHARACTER}"
