"""The styles of a Word document, and what each is based on.

Source: ECMA-376, part 1, 17.7 (styles).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rirbilingual.read.word_xml import W, value

if TYPE_CHECKING:
    from lxml.etree import _Element


class WordStyles:
    """styles: the root of this part, None where the document has none."""

    def __init__(self, styles: _Element | None) -> None:
        found = styles.iter(f"{W}style") if styles is not None else ()
        self._by_id = {style.get(f"{W}styleId", ""): style for style in found}

    def names(self, ident: str) -> list[str]:
        """The names of a style and of those that it is based on, the nearest first: ids are in Word's own language.
        Of an unknown style, its id."""
        return [value(style, "name") for _, style in self.line(ident)] or [ident]

    def line(self, ident: str) -> Iterator[tuple[str, _Element]]:
        """The style and those that it is based on, the nearest first, each with its id."""
        seen: set[str] = set()
        while ident in self._by_id and ident not in seen:
            seen.add(ident)
            yield ident, self._by_id[ident]
            ident = value(self._by_id[ident], "basedOn")
