"""Text in, placeables out: numbers, dates, note calls, brackets, addresses, report numbers, by value."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence

from rirbilingual.model import Placeable, PlaceableType
from rirbilingual.text.dates import ISO, MONTH, WRITTEN, iso
from rirbilingual.text.remembered import remembered

_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"“”«»]+[^\s<>\"“”«».,;:!?)\]]")
_RIR = re.compile(r"\b[A-Z]{3}\d{5,6}(?:\.(?:EF|FE|E|F))?\b")
_NOTE = re.compile(r"\[(\d{1,3})\]")
_BRACKET = re.compile(r"\[([^\[\]\n]{1,300})\]")
_DATE = re.compile(rf"(?:(?<![\w-]){ISO}(?![\w-])|(?<!\w){WRITTEN})")
_GROUP = r"[,\u00a0\u202f\u2009 ]"
_NUMBER = re.compile(
    rf"(?<![\w.,\u2010\u2011-])(?P<before>(?:C|US|U\.S\.|CA)?[$€£¥]\s?)?"
    rf"(?P<number>\d{{1,2}}(?::|[ \u00a0\u202f]?h[ \u00a0\u202f]?)[0-5]\d(?![\d:])"  # 9:30, 9 h 30
    rf"|\d{{1,3}}(?:{_GROUP}\d{{3}})+(?!\d)(?:\.\d+(?!\d)|,\d{{1,2}}(?!\d))?|\d+(?:[.,]\d+)?)"
    r"(?P<percent>\s?%|\spercent\b|\sper\scent\b|\spour\scent\b|[\s\u00a0]p\.[\s\u00a0]100(?![\s\u00a0\u202f]?\d))?"
    r"(?P<after>[\s\u00a0]?[$€£]|[\s\u00a0]\$\s?(?:US|CA)?)?(?:(?!\w)|(?=[a-z]{1,3}(?:\.\d+)?\)))"  # the 4 of « 4a) » too
)


_GROUPED = re.compile(rf"{_GROUP}\d{{3}}(?!\d)")
_TIME = re.compile(r"(\d+)\s?[:h]\s?(\d\d)")
_DECIMAL = re.compile(r"\d+\.\d+")
_COMMA_DECIMALS = re.compile(r"(.*\d{3}),(\d{1,2})")

_RIR_DIGITS = 5  # in a row at least
_DIGITS = re.compile(r"\d+")
_MONEY = re.compile(r"[$€£¥]")
_MONTH_BEFORE = re.compile(rf"(?<!\w){MONTH}[ \u00a0]\Z")
_LONGEST_MONTH = 10  # with the space after it: "September "
_MONTHS_BEGIN = frozenset("JFMASONDjfmasond")
_MONTHS_END = frozenset("yhletrsin.")

Found = tuple[PlaceableType, "re.Match[str]"]


@remembered
def placeables(text: str) -> tuple[Placeable, ...]:
    """Placeables in order, none inside another except those inside a bracket. Markers are no placeables.

    value: what it says, whatever the language: "3,000" and "3 000" give "3000", "42 percent" and "42 p. 100"
    give "42%", "31 August 2023" and "31 août 2023" give "2023-08-31", "9:30" and "9 h 30" give "9:30".
    """
    out = [Placeable(kind, *found.span(), _VALUES[kind](found)) for kind, found in stretches(text)]
    return tuple(sorted(out, key=lambda p: (p.start, -p.end)))


def outside_addresses(found: Iterable[re.Match[str]], text: str) -> Iterator[re.Match[str]]:
    """The matches that begin in no address of the text: what stands there is nobody's number."""
    taken = [(p.start, p.end) for p in placeables(text) if p.type is PlaceableType.URL]
    return (match for match in found if not any(start <= match.start() < end for start, end in taken))


def stretches(text: str) -> list[Found]:
    """The placeables of the text without their values, by kind: what a look-up needs, in half the time."""
    taken: list[tuple[int, int]] = []
    if "[" in text:
        from rirbilingual.text.markers import markers  # whose patterns take long to compile

        taken = [(m.start, m.end) for m in markers(text)]
    out: list[Found] = []
    for kind, candidates in _candidates(text):
        free = [found for found in candidates if _is_free(found, taken)] if taken else list(candidates)
        if not free:
            continue
        out += [(kind, found) for found in free]
        if (
            kind is not PlaceableType.BRACKET and kind is not PlaceableType.NUMBER
        ):  # nothing comes after a number
            taken += [found.span() for found in free]
            taken.sort()
    return out


def _is_free(found: re.Match[str], taken: list[tuple[int, int]]) -> bool:
    """Whether it overlaps none of the stretches, which are in order and overlap none of each other."""
    first, last = found.span()
    at = bisect_left(taken, (last,))
    return not at or taken[at - 1][1] <= first


def _candidates(text: str) -> Iterator[tuple[PlaceableType, Iterable[re.Match[str]]]]:
    """What may be each kind, by kind; a stretch that two kinds want goes to the earlier."""
    digits = [found.span() for found in _DIGITS.finditer(text)]
    if "://" in text or "www." in text:
        yield PlaceableType.URL, _URL.finditer(text)
    if any(last - first >= _RIR_DIGITS for first, last in digits):
        yield PlaceableType.RIR, _RIR.finditer(text)
    if "[" in text:
        yield PlaceableType.NOTE, _NOTE.finditer(text)
        yield PlaceableType.BRACKET, _BRACKET.finditer(text)
    if digits:
        yield PlaceableType.DATE, _dates(text, digits)
        yield PlaceableType.NUMBER, _numbers(text, digits)


def _dates(text: str, digits: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """As `_DATE.finditer`: a date begins where digits do, or with the month before them."""
    end = 0
    for first, last in digits:
        if first < end:
            continue
        found = None
        if first > 3 and text[first - 1] in " \u00a0" and text[first - 2] in _MONTHS_END:
            month = _MONTH_BEFORE.search(text, max(end, first - _LONGEST_MONTH), first)
            found = month and _DATE.match(text, month.start())
        if not found and _may_begin_date(text, first, last):
            found = _DATE.match(text, first)
        if found:
            yield found
            end = found.end()


def _may_begin_date(text: str, first: int, last: int) -> bool:
    """Whether the digits stand before a hyphen or before what may be a month: 2023-…, 5 May, 1er mai."""
    after = text[last : last + 4]
    if last - first == 4:
        return after[:1] == "-"
    month = after[2:] if after[:2] == "er" else after
    return last - first < 3 and month[:1] in (" ", "\u00a0") and month[1:2] in _MONTHS_BEGIN


def _numbers(text: str, digits: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """As `_NUMBER.finditer`: without a money sign before it, a number begins where a run of digits does."""
    if _MONEY.search(text):
        yield from _NUMBER.finditer(text)
        return
    end = 0
    for first, _ in digits:
        if first >= end and (found := _NUMBER.match(text, first)):
            yield found
            end = found.end()


def _value(found: re.Match[str]) -> str:
    number = found["number"]
    if number.isdigit():
        pass
    elif time := _TIME.fullmatch(number):
        number = f"{int(time[1])}:{time[2]}"
    elif _GROUPED.search(number) and not _DECIMAL.fullmatch(number):
        whole, _, decimals = number.partition(".")
        if not decimals and (tail := _COMMA_DECIMALS.fullmatch(whole)):
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
