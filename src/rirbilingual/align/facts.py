"""What no translation changes, numbers, dates and figures, to whether the two sides of a bead can be one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rirbilingual.align.entries import undated
from rirbilingual.model import BlockKind, Segment
from rirbilingual.text.references import reference

_NUMBERED = (BlockKind.HEADING, BlockKind.NOTE)
_NUMBER = re.compile(r"\d+(?:\.\d+)*|\[\d+\]")
_DATES = re.compile(r"\d{4}-\d\d(?:-\d\d)?(?!\d)|(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
# 2019–20, 2014/2015: two years; "2010-11" with a hyphen is a month.
_YEARS = re.compile(r"(?<!\d)((?:1[5-9]|20)\d\d) ?[-–/] ?((?:1[5-9]|20)?\d\d)(?![\d-])")
# Written in too many ways to be compared: decades, in English also in words, and times of the day.
_UNTOLD = re.compile(
    r"\b(?:1[5-9]|20)?\d0s\b|\bannées (?:(?:1[5-9]|20)\d|\d)0\b|\b\d{1,2}(?::| ?h ?)(?:\d\d\b)?",
    re.IGNORECASE,
)
_GROUPS = re.compile(r"(?<=\d)[,\u00a0\u202f ](?=\d{3}(?!\d))")  # 12,500 and 12 500
_PERCENT = re.compile(r"p\.[ \u00a0\u202f]100(?!\d)")
_FIGURES = re.compile(r"\d{2,}")  # one digit is often a word in the other language


def agree(source: Sequence[Segment], target: Sequence[Segment]) -> bool:
    """Whether what both sides of a bead keep is alike: the numbers of two headings or notes; a date or a year, as
    citations have, where either side has one; and no date or figure on each side that the other lacks. A figure on one
    side alone may be a word on the other; a side alone contradicts nothing."""
    if not source or not target:
        return True
    ours, theirs = (_plain(" ".join(segment.text for segment in side)) for side in (source, target))
    if source[0].kind is target[0].kind and source[0].kind in _NUMBERED and _number(ours) != _number(theirs):
        return False
    dates = frozenset(_DATES.findall(ours)), frozenset(_DATES.findall(theirs))
    if bool(dates[0] & dates[1]) is not bool(dates[0] | dates[1]):
        return False
    return _nested(*dates) and _nested(_figures(ours), _figures(theirs))


def same_date(source: str, target: str) -> bool:
    """Whether two reference entries are of one date, or not to be told."""
    ours, theirs = reference(source, 0), reference(target, 0)
    return ours is None or theirs is None or ours.date == theirs.date


def _plain(text: str) -> str:
    """The text with years one by one, and without what is written in too many ways."""
    return _UNTOLD.sub(" ", _YEARS.sub(_each_year, text.replace("\u00a0", " ")))


def _each_year(found: re.Match[str]) -> str:
    first, last = found[1], found[2]
    if len(last) == 2 and "01" <= last <= "12" and "-" in found[0]:
        return found[0]
    return f"{first} {first[: 4 - len(last)]}{last}"


def _nested(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    return ours <= theirs or theirs <= ours


def _number(text: str) -> str:
    found = _NUMBER.match(text)
    return found[0] if found else ""


def _figures(text: str) -> frozenset[str]:
    return frozenset(_FIGURES.findall(_GROUPS.sub("", _PERCENT.sub(" ", undated(text)))))
