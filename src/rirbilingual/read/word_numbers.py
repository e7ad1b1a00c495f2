"""The numbering of a Word document to the number that Word shows before each heading.

Source: ECMA-376, part 1, 17.9 (numbering). A heading takes its number from itself, or from its style.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rirbilingual.errors import RirError
from rirbilingual.read.word_styles import WordStyles
from rirbilingual.read.word_xml import W, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEVELS = 9  # of a list, as the standard has it
_MOST = 999  # headings that letters or Roman figures number
_PLACE = re.compile(r"%([1-9])")
_ROMAN = (
    (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


class WordNumbers:
    """numbering: the root of this part, None where the document has none. name: of the file."""

    def __init__(self, numbering: _Element | None, styles: WordStyles, name: str) -> None:
        self._name = name
        self._styles = styles
        self._lists: dict[str, _List] = {}  # by w:numId
        kinds: dict[str, _List] = {}  # by w:abstractNumId: lists of one kind count on together
        for kind in numbering.iter(f"{W}abstractNum") if numbering is not None else ():
            kinds[kind.get(f"{W}abstractNumId", "")] = _List(kind)
        for number in numbering.iter(f"{W}num") if numbering is not None else ():
            listed = kinds.get(value(number, "abstractNumId"))
            if listed is not None:
                self._lists[number.get(f"{W}numId", "")] = listed.restarted(number)

    def before(self, paragraph: _Element, *, heading: bool) -> str:
        """What Word shows before a heading: "1.2"; "" for nothing, a bullet, or a paragraph that is no heading.
        Asked once of each paragraph, in order: all of a list count.

        Raises RirError for a heading's figures that are not read: Chinese ones, words.
        """
        ident, level = self._place(paragraph)
        listed = self._lists.get(ident)
        if listed is None or level >= _LEVELS:
            return ""
        listed.count(level)
        return listed.written(level, self._name) if heading else ""

    def _place(self, paragraph: _Element) -> tuple[str, int]:
        """The list and the level of a paragraph: its own, or of the nearest style that it is based on."""
        properties = paragraph.find(f"{W}pPr")
        style = value(properties, "pStyle") if properties is not None else ""
        own = properties.find(f"{W}numPr") if properties is not None else None
        ident, level = (value(own, "numId"), value(own, "ilvl")) if own is not None else ("", "")
        for named, based in self._styles.line(style) if not ident else ():
            said = based.find(f"{W}pPr/{W}numPr")
            if said is not None:
                ident, level = value(said, "numId"), level or value(said, "ilvl")
                listed = self._lists.get(ident)
                if listed is not None and not level:
                    level = str(listed.level_of(named))
            if ident:
                break
        return ident, _number(level, 0)


class _List:
    """The levels of a kind of list, and how far each has counted."""

    def __init__(self, kind: _Element) -> None:
        self._levels = {level.get(f"{W}ilvl", ""): level for level in kind.iterfind(f"{W}lvl")}
        self._counts: list[int | None] = [None] * _LEVELS
        self._starts: dict[int, int] = {}

    def restarted(self, number: _Element) -> _List:
        """This list, as a w:num has it: with levels of its own, and counting anew where it says so."""
        changes = number.findall(f"{W}lvlOverride")
        if not changes:
            return self
        own = _List(number)
        own._levels = dict(self._levels)
        for change in changes:
            level = change.get(f"{W}ilvl", "")
            replaced = change.find(f"{W}lvl")
            if replaced is not None:
                own._levels[level] = replaced
            start = value(change, "startOverride")
            if start:
                own._starts[_number(level, 0)] = _number(start, 1)
        return own

    def level_of(self, style: str) -> int:
        """The level whose paragraphs have this style; the first where none has."""
        found = (ident for ident, level in self._levels.items() if value(level, "pStyle") == style)
        return _number(next(found, "0"), 0)

    def count(self, level: int) -> None:
        """Count one on at the level; those below it begin anew."""
        count = self._counts[level]
        self._counts[level] = self._start(level) if count is None else count + 1
        self._counts[level + 1 :] = [None] * (_LEVELS - level - 1)

    def written(self, level: int, name: str) -> str:
        """The number at the level, as the list writes it."""
        asked = self._levels.get(str(level))
        if asked is None or value(asked, "numFmt") in ("bullet", "none"):
            return ""
        legal = asked.find(f"{W}isLgl") is not None

        def figure(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            counted = self._counts[at]
            shape = self._levels.get(str(at))
            form = value(shape, "numFmt") if shape is not None and not legal else "decimal"
            return _figure(self._start(at) if counted is None else counted, form, name)

        return _PLACE.sub(figure, value(asked, "lvlText")).strip()

    def _start(self, level: int) -> int:
        shape = self._levels.get(str(level))
        said = value(shape, "start") if shape is not None else ""
        return self._starts.get(level, _number(said, 1))


def _figure(count: int, form: str, name: str) -> str:
    if form in ("decimal", ""):
        return str(count)
    if form == "decimalZero":
        return f"{count:02}"
    if form in ("lowerLetter", "upperLetter") and 0 < count <= _MOST:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)  # a … z, aa, bb …
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < count <= _MOST:
        roman = ""
        for worth, letters in _ROMAN:
            roman += letters * (count // worth)
            count %= worth
        return roman if form == "lowerRoman" else roman.upper()
    raise RirError(
        f"a heading numbered in a form that is not read ({form})", name, "type their numbers in Word"
    )


def _number(said: str, otherwise: int) -> int:
    return int(said) if said.isdecimal() and len(said) < 10 else otherwise
