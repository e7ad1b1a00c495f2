"""The styles of a Word document, and what each is based on.

Source: ECMA-376, part 1, 17.7 (styles).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rirbilingual.read.word_xml import W, value

if TYPE_CHECKING:
    from lxml.etree import _Element


_DEEPEST = 50  # styles that one is based on; more than documents have


class WordStyles:
    """styles: the root of this part, None where the document has none."""

    def __init__(self, styles: _Element | None) -> None:
        found = styles.iter(f"{W}style") if styles is not None else ()
        self._by_id = {style.get(f"{W}styleId", ""): style for style in found}
        self._hides: dict[str, _Element | None] = {}

    def names(self, ident: str) -> list[str]:
        """The names of a style and of those that it is based on, the nearest first: ids are in Word's own language.
        Of an unknown style, its id."""
        return [value(style, "name") for _, style in self.line(ident)] or [ident]

    def hides(self, ident: str) -> _Element | None:
        """The w:vanish of the style, or of the nearest that it is based on that has one."""
        if ident not in self._hides:
            said = (style.find(f"{W}rPr/{W}vanish") for _, style in self.line(ident))
            self._hides[ident] = next((hidden for hidden in said if hidden is not None), None)
        return self._hides[ident]

    def line(self, ident: str) -> Iterator[tuple[str, _Element]]:
        """The style and those that it is based on, the nearest first, each with its id."""
        seen: set[str] = set()
        while ident in self._by_id and ident not in seen and len(seen) < _DEEPEST:
            seen.add(ident)
            yield ident, self._by_id[ident]
            ident = value(self._by_id[ident], "basedOn")
