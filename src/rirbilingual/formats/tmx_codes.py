"""A text and its inline codes to the inner XML of a TMX segment (`<bpt>`, `<ept>`), and back.

Of other programs' segments those codes are understood that hold the usual tags (`<i>`, `<b>`, `<a href=…>`), or
whose `type` is a usual one; the others stay in the segment's own XML.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from xml.parsers import expat

from rirbilingual.formats.tmx_text import escaped
from rirbilingual.model import CodeKind, InlineCode, Unit
from rirbilingual.text.codes import Codes, ordered, safe_link

PREFIX = "seg:"
SOURCE, TARGET = f"{PREFIX}source", f"{PREFIX}target"
"""The names under which an entry keeps its segments' inner XML."""

_TYPES = {
    CodeKind.EM: "italic",
    CodeKind.STRONG: "bold",
    CodeKind.SUP: "x-sup",
    CodeKind.SUB: "x-sub",
    CodeKind.LINK: "link",
}
_KINDS = {name: kind for kind, name in _TYPES.items() if kind is not CodeKind.LINK}
_TAGS = {"em": CodeKind.EM, "i": CodeKind.EM, "strong": CodeKind.STRONG, "b": CodeKind.STRONG,
         "sup": CodeKind.SUP, "sub": CodeKind.SUB}  # fmt: skip
_NATIVE = re.compile(r"\s*<(\w+)(?:\s[^<>]*)?>\s*")
_HREF = re.compile(r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


def markup(text: str, codes: Sequence[InlineCode]) -> str:
    """The segment's inner XML."""
    events: list[tuple[int, int, int, str]] = []  # place, closing first, the outer first, element
    for number, code in enumerate(codes, 1):
        tag = code.kind.value
        native = f'<a href="{html.escape(code.href)}">' if code.kind is CodeKind.LINK else f"<{tag}>"
        closing = "</a>" if code.kind is CodeKind.LINK else f"</{tag}>"
        opens = f'<bpt i="{number}" x="{number}" type="{_TYPES[code.kind]}">{escaped(native)}</bpt>'
        events.append((code.start, 1, number, opens))
        events.append((code.end, 0, -number, f'<ept i="{number}">{escaped(closing)}</ept>'))
    parts: list[str] = []
    last = 0
    for place, _, _, element in sorted(events):
        parts += [escaped(text[last:place]), element]
        last = place
    return "".join([*parts, escaped(text[last:])])


def segments(unit: Unit) -> Iterator[tuple[str, str]]:
    """The inner XML of the unit's sides that have codes, by name."""
    if unit.source_codes:
        yield SOURCE, markup(unit.source, unit.source_codes)
    if unit.target_codes:
        yield TARGET, markup(unit.target, unit.target_codes)


def codes_of(text: str, inner: str) -> Codes:
    """The codes of a segment of this text. None where its XML is of another text."""
    reader = _Reader()
    try:
        reader.parser.Parse(f"<seg>{inner}</seg>", True)  # noqa: FBT003 - expat's own signature
    except expat.ExpatError:
        return ()
    return ordered(reader.codes) if "".join(reader.text) == text else ()


def coded(unit: Unit, attributes: Mapping[str, str]) -> Unit:
    """The unit with the codes that its entry's segments have."""
    source = codes_of(unit.source, attributes[SOURCE]) if SOURCE in attributes else ()
    target = codes_of(unit.target, attributes[TARGET]) if TARGET in attributes else ()
    return replace(unit, source_codes=source, target_codes=target) if source or target else unit


class _Reader:
    """What expat calls: the words, and the codes around them."""

    def __init__(self) -> None:
        self.parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        self.text: list[str] = []
        self.codes: list[InlineCode] = []
        self._at = 0
        self._hidden = 0
        self._native = ""  # what the open <bpt> holds
        self._bpt: dict[str, str] = {}
        self._open: dict[str, tuple[int, CodeKind, str]] = {}  # a pair's number → where it began, what it is
        self._marked: list[tuple[int, CodeKind | None]] = []  # open <hi>

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "hi":
            self._marked.append((self._at, _kind(attributes.get("type", ""))))
        elif tag != "seg":
            self._hidden += 1
            if tag == "bpt" and self._hidden == 1:
                self._native, self._bpt = "", attributes
            elif tag == "ept" and self._hidden == 1 and attributes.get("i") in self._open:
                start, kind, href = self._open.pop(attributes["i"])
                self.codes.append(InlineCode(start, self._at, kind, href))

    def _end(self, tag: str) -> None:
        if tag == "hi":
            start, kind = self._marked.pop()
            if kind is not None:
                self.codes.append(InlineCode(start, self._at, kind))
        elif tag != "seg":
            self._hidden -= 1
            if tag == "bpt" and not self._hidden:
                said = _said(self._native, self._bpt.get("type", ""))
                if said is not None:
                    self._open[self._bpt.get("i", "")] = (self._at, *said)

    def _text(self, text: str) -> None:
        if self._hidden:
            self._native += text
        else:
            self.text.append(text)
            self._at += len(text)


def _said(native: str, said: str) -> tuple[CodeKind, str] | None:
    """What a native opening tag is, by itself or by its type."""
    tag = _NATIVE.fullmatch(native)
    name = tag[1].lower() if tag else ""
    if name == "a":
        href = _HREF.search(native)
        address = safe_link(html.unescape(href[1] or href[2] or "")) if href else ""
        return (CodeKind.LINK, address) if address else None
    kind = _TAGS.get(name) or _kind(said)
    return (kind, "") if kind is not None else None


def _kind(said: str) -> CodeKind | None:
    return _KINDS.get(said) or _TAGS.get(said)
