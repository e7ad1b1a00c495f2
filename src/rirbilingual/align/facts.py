"""What no translation changes, numbers, dates and figures, to whether the two sides of a bead can be one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rirbilingual.align.entries import undated
from rirbilingual.model import BlockKind, Segment
from rirbilingual.text.references import reference

_NUMBERED = (BlockKind.HEADING, BlockKind.NOTE)
_NUMBER = re.compile(r"\d+(?:\.\d+)*|\[\d+\]")
_DATES = re.compile(r"\d{4}-\d\d(?:-\d\d)?|(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_GROUPS = re.compile(r"(?<=\d)[,\u00a0\u202f ](?=\d{3}(?!\d))")  # 12,500 and 12 500
_PERCENT = re.compile(r"p\.[ \u00a0\u202f]100(?!\d)")
_FIGURES = re.compile(r"\d{2,}")  # one digit is often a word in the other language


def agree(source: Sequence[Segment], target: Sequence[Segment]) -> bool:
    """Whether what both sides of a bead keep is alike: the numbers of two headings or notes; a date or a year, as
    citations have, where either side has one; and no date or figure on each side that the other lacks. A figure on one
    side alone may be a word on the other; a side alone contradicts nothing."""
    if not source or not target:
        return True
    ours, theirs = (_GROUPS.sub("", " ".join(segment.text for segment in side)) for side in (source, target))
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


def _nested(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    return ours <= theirs or theirs <= ours


def _number(text: str) -> str:
    found = _NUMBER.match(text)
    return found[0] if found else ""


def _figures(text: str) -> frozenset[str]:
    return frozenset(_FIGURES.findall(_PERCENT.sub(" ", undated(text))))
