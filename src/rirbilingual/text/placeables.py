"""Text in, placeables out: numbers, dates, note calls, brackets, addresses, report numbers, by value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from rirbilingual.model import Placeable, PlaceableType
from rirbilingual.text.dates import ISO, WRITTEN, iso
from rirbilingual.text.markers import markers

_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"“”«»]+[^\s<>\"“”«».,;:!?)\]]")
_RIR = re.compile(r"\b[A-Z]{3}\d{5,6}(?:\.(?:EF|FE|E|F))?\b")
_NOTE = re.compile(r"\[(\d{1,3})\]")
_BRACKET = re.compile(r"\[([^\[\]\n]{1,300})\]")
_DATE = re.compile(rf"(?:(?<![\w-]){ISO}(?![\w-])|(?<!\w){WRITTEN})")
_GROUP = r"[,\u00a0\u202f\u2009 ]"
_NUMBER = re.compile(
    rf"(?<![\w.,\u2010\u2011-])(?P<before>(?:C|US|U\.S\.|CA)?[$€£¥]\s?)?"
    rf"(?P<number>\d{{1,3}}(?:{_GROUP}\d{{3}})+(?!\d)(?:\.\d+(?!\d)|,\d{{1,2}}(?!\d))?|\d+(?:[.,]\d+)?)"
    r"(?P<percent>\s?%|\spercent\b|\sper\scent\b|\spour\scent\b|[\s\u00a0]p\.[\s\u00a0]100)?"
    r"(?P<after>[\s\u00a0]?[$€£]|[\s\u00a0]\$\s?(?:US|CA)?)?(?:(?!\w)|(?=[a-z]{1,3}(?:\.\d+)?\)))"  # the 4 of « 4a) » too
)


# What a text must hold for the search to be worth its while: most texts hold little of it.
# (Each begins with a digit, alone, so that the search runs from digit to digit.)
_MAY_HOLD_RIR = re.compile(r"\d\d\d\d\d")
_MAY_HOLD_DATE = re.compile(
    r"\d(?:\d\d\d|(?:er)?[ \u00a0](?:[Jj]an|[Ff][eé]|[Mm]a|[Aa][opûv]|[Jj]ui?|[Ss]ep|[Oo]ct|[Nn]ov|[Dd][eé]c))"
    r"|(?<=[yhletr.][ \u00a0])\d\d?(?:st|nd|rd|th)?(?![\w-])"  # "May 5", with no year
)
_DIGITS = re.compile(r"\d+")
_MONEY = re.compile(r"[$€£¥]")

Found = tuple[PlaceableType, "re.Match[str]"]


def placeables(text: str) -> tuple[Placeable, ...]:
    """Placeables in order, none inside another except those inside a bracket. Markers are no placeables.

    value: what it says, whatever the language: "3,000" and "3 000" give "3000", "42 percent" and "42 p. 100"
    give "42%", "31 August 2023" and "31 août 2023" give "2023-08-31".
    """
    out = [Placeable(kind, *found.span(), _VALUES[kind](found)) for kind, found in stretches(text)]
    return tuple(sorted(out, key=lambda p: (p.start, -p.end)))


def stretches(text: str) -> list[Found]:
    """The placeables of the text without their values, by kind: what a look-up needs, in half the time."""
    taken: list[tuple[int, int]] = [(m.start, m.end) for m in markers(text)] if "[" in text else []
    out: list[Found] = []
    for kind, found in _candidates(text):
        first, last = found.span()
        if taken and any(start < last and first < end for start, end in taken):
            continue
        out.append((kind, found))
        if kind is not PlaceableType.BRACKET:
            taken.append((first, last))
    return out


def _candidates(text: str) -> Iterator[Found]:
    if "://" in text or "www." in text:
        for found in _URL.finditer(text):
            yield PlaceableType.URL, found
    if _MAY_HOLD_RIR.search(text):
        for found in _RIR.finditer(text):
            yield PlaceableType.RIR, found
    if "[" in text:
        for found in _NOTE.finditer(text):
            yield PlaceableType.NOTE, found
        for found in _BRACKET.finditer(text):
            yield PlaceableType.BRACKET, found
    if _MAY_HOLD_DATE.search(text):
        for found in _DATE.finditer(text):
            yield PlaceableType.DATE, found
    for found in _numbers(text):
        yield PlaceableType.NUMBER, found


def _numbers(text: str) -> Iterator[re.Match[str]]:
    """As `_NUMBER.finditer`: without a money sign before it, a number begins where a run of digits does."""
    if _MONEY.search(text):
        yield from _NUMBER.finditer(text)
        return
    end = 0
    for digits in _DIGITS.finditer(text):
        if digits.start() >= end and (found := _NUMBER.match(text, digits.start())):
            yield found
            end = found.end()


def _value(found: re.Match[str]) -> str:
    number = found["number"]
    if re.search(rf"{_GROUP}\d{{3}}(?!\d)", number) and not re.fullmatch(r"\d+\.\d+", number):
        whole, _, decimals = number.partition(".")
        if not decimals and (tail := re.fullmatch(r"(.*\d{3}),(\d{1,2})", whole)):
            whole, decimals = tail[1], tail[2]
        number = re.sub(_GROUP, "", whole) + (f".{decimals}" if decimals else "")
    else:
        number = number.replace(",", ".")
    sign = (found["before"] or found["after"] or "").strip()
    money = next((mark for mark in "$€£¥" if mark in sign), "")
    return f"{money}{number}{'%' if found['percent'] else ''}"


_VALUES: dict[PlaceableType, Callable[[re.Match[str]], str]] = {
    PlaceableType.NUMBER: _value,
    PlaceableType.DATE: lambda found: iso(found[0]),
    PlaceableType.NOTE: lambda found: found[1],
    PlaceableType.BRACKET: lambda found: found[1],
    PlaceableType.URL: lambda found: found[0],
    PlaceableType.RIR: lambda found: found[0].split(".")[0],
}
