"""A new number or date, written as the target wrote the old one; None where agreement would change."""

from __future__ import annotations

import re

from rirbilingual.draft.months import french_dates
from rirbilingual.draft.tokens import Token

_ENGLISH = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_FRENCH = re.compile(r"\d{1,3}(?:[\u00a0\u202f\u2009 .]\d{3})+(?!\d)(?:,\d+)?|\d+(?:,\d+)?|\d+\.\d+")
_SEPARATOR = re.compile(r"\d([\u00a0\u202f\u2009 .])\d{3}(?!\d)")
_ISO = re.compile(r"\d{4}(?:-\d{2}){0,2}")
_PERCENT = re.compile(r"[\u00a0\u202f ]*(?:%|p\.[\u00a0 ]?100|pour cent)$")
_PLURAL = 2  # French nouns are plural from 2, English ones beside 1


def french_number_like(after: Token, before: Token, surface: str) -> str | None:
    """`surface` with the figures of `after` for those of `before`."""
    percent = _PERCENT.search(surface)
    if percent is not None:
        stem = french_number_like(after, before, surface[: percent.start()])
        return None if stem is None else stem + percent[0]
    old, new, here = (
        _ENGLISH.findall(before.text),
        _ENGLISH.findall(after.text),
        list(_FRENCH.finditer(surface)),
    )
    if len(old) != len(new) or len(old) != len(here):
        return None
    if _ENGLISH.sub("#", before.text) != _ENGLISH.sub("#", after.text):
        return None
    counted = "percent" not in before.text and "%" not in before.text
    separator = _SEPARATOR.search(surface)
    text = surface
    for english, previous, found in reversed(list(zip(new, old, here, strict=True))):
        if counted and _singular(english) != _singular(previous):
            return None
        bare = "," not in english and len(english.partition(".")[0]) >= 4
        french = _french(english, "" if bare else (separator[1] if separator else "\u00a0"))
        text = text[: found.start()] + french + text[found.end() :]
    return text


def _singular(english: str) -> bool:
    return float(english.replace(",", "")) < _PLURAL


def _french(english: str, separator: str) -> str:
    whole, point, decimals = english.partition(".")
    return whole.replace(",", separator) + (f",{decimals}" if point else "")


def french_date_like(after: Token, before: Token, surface: str, lead: str) -> str | None:
    """The French of the date `after` in the place of `surface`; the two must have the same shape."""
    if _ISO.fullmatch(after.text):
        same = len(after.text) == len(before.text) or not _ISO.fullmatch(before.text)
        return after.text if same else None
    if _shape(after.text) != _shape(before.text):
        return None
    if _ISO.fullmatch(surface) and re.search(r"\ble $", lead) is None and _shape(after.text)[0]:
        return None
    short = bool(re.search(r"[a-zéû]\.", surface))
    return french_dates(after.text, short=short)


def _shape(date: str) -> tuple[bool, bool]:
    """Whether a date in words has a day, and a year."""
    return bool(re.search(r"\b\d{1,2}\b", date)), bool(re.search(r"\d{4}", date))
