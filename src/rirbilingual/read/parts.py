"""The paragraphs of a document that is no plain text, with what its markup says of each, and the text they make."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from rirbilingual.model import BlockKind, Cell, CodeKind, InlineCode
from rirbilingual.text.codes import Codes, moved, ordered, safe_link, trimmed
from rirbilingual.text.tables import PlacedCell, tab_lines

_SPACES = re.compile(r"[ \t\r\f\v]+")
_AROUND_LINE_ENDS = re.compile(r"[ \t]*\n[ \t]*")
_WHITE = re.compile(r"[ \t\r\f\v\n]+")
_LINE = re.compile(r"^", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph. hint: what the markup calls it (heading, list, block quotation, page furniture), None for no
    more than a paragraph. codes: its italics, links and the like. cell: of a table, that it stands in."""

    text: str
    hint: BlockKind | None = None
    codes: Codes = ()
    cell: Cell | None = None


class Line:
    """A paragraph's text as it is gathered from a document, with the codes that open and close in it.

    A code of a kind that is open already is the same one; so none is ever deeper than there are kinds.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._open: dict[CodeKind, tuple[int, str, int]] = {}  # kind → where it began, its href, how deep
        self._codes: list[InlineCode] = []

    def add(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def open(self, kind: CodeKind, href: str = "") -> None:
        """Begin a code; a link that a page may not lead to is none."""
        start, first, depth = self._open.get(kind, (self._length, safe_link(href), 0))
        self._open[kind] = (start, first, depth + 1)

    def close(self, kind: CodeKind) -> None:
        start, href, depth = self._open.pop(kind)
        if depth > 1:
            self._open[kind] = (start, href, depth - 1)
        else:
            self._keep(kind, start, href)

    def taken(self) -> tuple[str, Codes]:
        """What was gathered, as a page shows it. Codes that are open go on in the next paragraph."""
        for kind, (start, href, depth) in self._open.items():
            self._keep(kind, start, href)
            self._open[kind] = (0, href, depth)
        raw, codes = "".join(self._parts), ordered(self._codes)
        self._parts, self._codes, self._length = [], [], 0
        return shown(raw, codes)

    def _keep(self, kind: CodeKind, start: int, href: str) -> None:
        if start < self._length and (href or kind is not CodeKind.LINK):
            self._codes.append(InlineCode(start, self._length, kind, href))


def plain(text: str) -> str:
    """Text as a page shows it: runs of white space are one space. No-break spaces stay; so do line breaks."""
    return _AROUND_LINE_ENDS.sub("\n", _SPACES.sub(" ", text)).strip()


def shown(raw: str, codes: Codes) -> tuple[str, Codes]:
    """`plain`, and the codes where their words now stand, without white space at their ends."""
    text = plain(raw)
    if not codes:
        return text, ()
    kept = trimmed(raw, codes)
    wanted = iter(sorted({place for code in kept for place in (code.start, code.end)}))
    places: dict[int, int] = {}
    lost = 0  # code points that white space before has lost
    place = next(wanted, None)
    for white in _WHITE.finditer(raw):
        while place is not None and place <= white.start():
            places[place] = place - lost
            place = next(wanted, None)
        lost += len(white[0]) - (white[0].count("\n") or 1)
    while place is not None:
        places[place] = place - lost
        place = next(wanted, None)
    squeezed = _AROUND_LINE_ENDS.sub("\n", _SPACES.sub(" ", raw))
    lead = len(squeezed) - len(squeezed.lstrip())
    found = (replace(code, start=places[code.start], end=places[code.end]) for code in kept)
    return text, ordered(moved(found, -lead))


@dataclass(frozen=True)
class Joined:
    """The text of a document's parts. hints: by the offset at which a line of their paragraph begins. codes, cells:
    in order."""

    text: str
    hints: dict[int, BlockKind]
    codes: tuple[InlineCode, ...]
    cells: tuple[PlacedCell, ...]


def joined(parts: Iterable[Part]) -> Joined:
    """The parts with a blank line between them; a table that plain text can hold, a line a row with tabs between
    its cells. A heading is one line."""
    pieces: list[str] = []
    hints: dict[int, BlockKind] = {}
    codes: list[InlineCode] = []
    cells: list[PlacedCell] = []
    at = 0
    for table, run in groupby((part for part in parts if part.text), key=_table):
        held = [replace(p, text=p.text.replace("\n", " ")) if p.hint is BlockKind.HEADING else p for p in run]
        lines = tab_lines([p.cell for p in held if p.cell], [p.text for p in held]) if table else None
        for part, (before, after) in zip(held, lines or _blank_lines(len(held)), strict=True):
            at += len(before)
            if part.hint is not None:
                hints |= {at + line.start(): part.hint for line in _LINE.finditer(part.text)}
            codes += moved(part.codes, at)
            if part.cell is not None:
                cells.append(PlacedCell(at, at + len(part.text), part.cell))
            pieces += [before, part.text, after]
            at += len(part.text) + len(after)
        pieces.append("\n")
        at += 1
    return Joined("".join(pieces).rstrip("\n") + "\n", hints, tuple(codes), tuple(cells))


def _blank_lines(count: int) -> list[tuple[str, str]]:
    return [("", "\n\n")] * (count - 1) + [("", "\n")]


def _table(part: Part) -> int | None:
    return part.cell.table if part.cell and part.cell.row else None
