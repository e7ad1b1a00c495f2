"""A side of a passage to the numbers that are compared: both ends of a range, decades and « mi-2022 » too."""

from __future__ import annotations

import re

from rirbilingual.check.compared import Valued
from rirbilingual.check.joined import Side
from rirbilingual.model import PlaceableType
from rirbilingual.text.dates import MONTH
from rirbilingual.text.placeables import placeables
from rirbilingual.text.remembered import remembered

_HYPHEN = "[-\u2010\u2011]"
_YEAR = r"(?:1[5-9]|20)\d\d"
_DECADE = r"(?:1[5-9]|20)\d0s"
# Numbers that are tied to something: 10-15, 1990s, mid-1990s, mi-2022; no row of three, such as a telephone number.
_TIED = re.compile(
    rf"(?<![\w.,\u2010\u2011–-])\d[\d.,]*{_HYPHEN}[$€£]?\d[\d.,]*(?!\w|{_HYPHEN}\d)"
    rf"|(?<!\w){_DECADE}\b|(?<=[a-zà-ÿ]){_HYPHEN}(?:{_DECADE}|{_YEAR})(?![\w\u2010\u2011-])"
)
_DAYS = re.compile(rf"\b{MONTH}[ \u00a0]\d{{1,2}}{_HYPHEN}\d{{1,2}}\b")  # May 10-12
_UNTIED = str.maketrans({"-": "–", "\u2010": "–", "\u2011": "–", "s": " "})
_YEAR_BEFORE = re.compile(rf"(?<!\w)({_YEAR})[–/]$")
_NEAR = 6  # characters: a year, its dash, and what stands before
_S = "[ \u00a0]"
# A number here that says nothing: « 24 heures sur 24, 7 jours sur 7 » is "24/7", and both are 24.
_ROUND_THE_CLOCK = re.compile(
    rf"\b24(?:/7\b|{_S}(?:hours{_S}(?:a|per){_S}day|h(?:eures)?{_S}(?:sur{_S}24|par{_S}jour))\b"
    rf"(?:,?{_S}(?:and{_S}|et{_S})?7{_S}(?:days{_S}(?:a|per){_S}week|jours{_S}(?:sur{_S}7|par{_S}semaine))\b)?)"
    rf"|\b7{_S}jours{_S}sur{_S}7\b"
)


def numbers(side: Side) -> list[Valued[str]]:
    """The side's numbers by value, without a currency, outside citations, where they are dates and pages."""
    silent = [(c.start, c.end) for c in side.citations]
    if "24" in side.text or "jours" in side.text:  # looking for these beats the expression
        silent += [(found.start() + 1, found.end()) for found in _ROUND_THE_CLOCK.finditer(side.text)]
    text = _untied(side.text)
    return [
        Valued(
            _value(p.value, text[max(p.start - _NEAR, 0) : p.start]), p.start, p.end, side.index_at(p.start)
        )
        for p in placeables(text)
        if p.type is PlaceableType.NUMBER and not any(start <= p.start < end for start, end in silent)
    ]


def _value(value: str, before: str) -> str:
    """Without a currency; 2020 for the 20 of "2019–20"."""
    year = _YEAR_BEFORE.search(before) if len(value) == 2 and value.isdigit() else None
    if not year:
        return value.lstrip("$€£¥")
    century = int(year[1][:2]) + (value <= year[1][2:])
    return f"{century}{value}"


@remembered
def _untied(text: str) -> str:
    """The text in which `placeables` finds the tied numbers, at the same offsets."""
    if not _TIED.search(text):
        return text
    kept = [found.span() for found in _DAYS.finditer(text)]
    kept += [
        (p.start, p.end)
        for p in placeables(text)
        if p.type not in (PlaceableType.NUMBER, PlaceableType.BRACKET)
    ]

    def untied(found: re.Match[str]) -> str:
        if any(start < found.end() and found.start() < end for start, end in kept):
            return found[0]
        return found[0].translate(_UNTIED)

    return _TIED.sub(untied, text)
