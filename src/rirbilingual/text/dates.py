"""Dates as written, in English or French, to ISO; ISO dates to each language's words."""

from __future__ import annotations

import re
from functools import lru_cache

from rirbilingual.text.normalise import folded

ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
FRENCH_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
# Short forms: the Translation Bureau's for French (mars, mai, juin and août are never shortened).
ENGLISH_SHORT = (
    "Jan.",
    "Feb.",
    "Mar.",
    "Apr.",
    "May",
    "June",
    "July",
    "Aug.",
    "Sept.",
    "Oct.",
    "Nov.",
    "Dec.",
)
FRENCH_SHORT = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip

_NUMBERS = {
    folded(name).rstrip("."): month
    for names in (ENGLISH_MONTHS, FRENCH_MONTHS, ENGLISH_SHORT, FRENCH_SHORT, ("Sep.",))
    for month, name in enumerate(names, start=1)
} | {"sep": 9}

MONTH = (
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)"
    r"(?![^\W\d_])"  # « 16 maisons » is no day in May
    r"|(?:Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|janv|févr|avr|juill|sept|oct|nov|déc)\.)"
)
ISO = r"(?:1[5-9]|20|21)\d\d-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?(?!\d)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:1[5-9]|20|21)\d\d"
# "May 5" with no year is a date where the sentence pauses or goes on with a small word; "In May 5 boats" is none.
_ON = r"(?=\W*$|[,.;:)](?!\d)|[ \u00a0](?:to|and|or|of|in|at|by|for|following|until|through|next|each|the|when)\b)"
WRITTEN = (
    rf"(?:(?:0?[1-9]|[12]\d|3[01]|1er)[ \u00a0]{MONTH}(?:[ \u00a0]{_YEAR})?"
    rf"|{MONTH}[ \u00a0](?:{_DAY}(?:st|nd|rd|th)?,?[ \u00a0])?{_YEAR}"
    rf"|{MONTH}[ \u00a0]{_DAY}(?:st|nd|rd|th)?(?!\d){_ON})(?!\d)"
)
_WRITTEN = re.compile(
    rf"(?:(?P<day>\d{{1,2}}|1er)[ \u00a0])?(?P<month>{MONTH})(?:[ \u00a0](?P<us>\d{{1,2}})(?:st|nd|rd|th)?,?)?(?:[ \u00a0](?P<year>\d{{4}}))?"
)
_DATES = 4096  # whose ISO forms are kept: a report has some hundreds, most of them often


@lru_cache(_DATES)
def iso(written: str) -> str:
    """ "31 August 2023", "août 2023", "June 5, 2021", "1er mai", "May 1" → "2023-08-31", "2023-08",
    "2021-06-05", "--05-01", "--05-01".

    An ISO date is returned as it is; anything else gives "".
    """
    if re.fullmatch(ISO, written):
        return written
    found = _WRITTEN.fullmatch(" ".join(written.split()))
    if not found:
        return ""
    month = _NUMBERS[folded(found["month"]).rstrip(".")]
    day = found["day"] or found["us"]
    out = f"{found['year'] or '-'}-{month:02d}"
    return f"{out}-{1 if day == '1er' else int(day):02d}" if day else out


def french_date(date: str, *, short: bool = False) -> str:
    """ISO, whole or year and month, to French words: "2023-08-31" → "31 août 2023", the first as "1er"."""
    year, month, *day = date.split("-")
    name = (FRENCH_SHORT if short else FRENCH_MONTHS)[int(month) - 1]
    return " ".join([*("1er" if int(d) == 1 else str(int(d)) for d in day), name, year])


def english_date(date: str, *, short: bool = False) -> str:
    """ISO, whole or year and month, to English words: "2023-08-31" → "31 August 2023"."""
    year, month, *day = date.split("-")
    name = (ENGLISH_SHORT if short else ENGLISH_MONTHS)[int(month) - 1]
    return " ".join([*(str(int(d)) for d in day), name, year])
