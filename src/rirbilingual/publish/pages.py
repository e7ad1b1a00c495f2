"""A page's bytes to the texts of its units, read as any reader of HTML would."""

from __future__ import annotations

from html.parser import HTMLParser

_VOID = frozenset(
    {"meta", "link", "br", "hr", "img", "input", "wbr", "col", "source", "area", "base", "embed"}
)


class _Units(HTMLParser):
    """Collects the text inside each element that has data-unit, with the language that the element stands in
    (a title inside it may be in another)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str, tuple[str, str] | None]] = []  # tag, language, unit
        self.texts: dict[tuple[str, str], list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        _, language, unit = self.open[-1] if self.open else ("", "", None)
        language = named.get("lang") or language
        name = named.get("data-unit")
        if name:
            unit = (language, name)
            self.texts.setdefault(unit, [])
        if tag not in _VOID:
            self.open.append((tag, language, unit))

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            if self.open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        unit = self.open[-1][2] if self.open else None
        if unit is not None:
            self.texts[unit].append(data)


def unit_texts(page: bytes) -> dict[tuple[str, str], str]:
    """(language, unit id) → the unit's text on the page, in the page's order."""
    reader = _Units()
    reader.feed(page.decode("utf-8"))
    reader.close()
    return {key: "".join(parts) for key, parts in reader.texts.items()}
