"""English dates written in words to French: "31 August 2023" → "31 août 2023", ranges with them."""

from __future__ import annotations

import re
from functools import cache

from rirbilingual.draft.places import conventions

_SEASONS = {"spring": "printemps", "summer": "été", "fall": "automne", "autumn": "automne", "winter": "hiver"}


@cache
def _table() -> dict[str, tuple[str, str]]:
    table: dict[str, tuple[str, str]] = {}
    for english, (short, long) in conventions("citations")["months"].items():
        for form in {english, english[:3], english[:4], f"{english[:3]}.", f"{english[:4]}."}:
            table[form.lower()] = (short, long)
    return table


@cache
def pattern() -> re.Pattern[str]:
    """Dates in words: day month year, month day year, month year, month alone with a day."""
    names = "|".join(re.escape(name) for name in sorted(_table(), key=len, reverse=True))
    seasons = "|".join(_SEASONS)
    return re.compile(
        rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ \u00a0](?P<month>{names})(?!\w)"
        rf"(?:,?[ \u00a0](?P<year>\d{{4}})\b)?"
        rf"|(?P<month2>{names})(?!\w)[ \u00a0](?P<day2>\d{{1,2}})(?:st|nd|rd|th)?"
        rf"(?:,[ \u00a0](?P<year2>\d{{4}})\b|(?!\d))"
        rf"|(?P<month3>{names})(?!\w)[ \u00a0](?P<year3>\d{{4}})\b"
        rf"|(?P<season>{seasons})[ \u00a0](?P<year4>\d{{4}})\b)",
        re.IGNORECASE,
    )


def french_dates(text: str, *, short: bool = False) -> str:
    """`text` with its dates in words made French; `short` as citations abbreviate months."""

    def french(found: re.Match[str]) -> str:
        if found["season"]:
            return f"{_SEASONS[found['season'].lower()]} {found['year4']}"
        month = found["month"] or found["month2"] or found["month3"]
        day = found["day"] or found["day2"] or ""
        year = found["year"] or found["year2"] or found["year3"] or ""
        if day and int(day) == 1:
            day = "1er"
        return " ".join(part for part in (day, _table()[month.lower()][0 if short else 1], year) if part)

    return pattern().sub(french, text)


_RANGE = re.compile(r"\((?P<inner>[^()]*\d{4}[^()]*)\)\s*$")


def french_range(title: str) -> tuple[str, str] | None:
    """The range that ends a title, and its French: "(2021–August 2023)", "(2021-août 2023)"."""
    found = _RANGE.search(title)
    if found is None:
        return None
    inner = re.sub(r"\s*[–—-]\s*", "-", french_dates(found["inner"]))
    if re.sub(r"\b1er\b|[\d\s,;-]", "", inner).lower() not in _month_words():
        return None
    return found[0].rstrip(), f"({inner})"


@cache
def _month_words() -> frozenset[str]:
    words = {long for _, long in _table().values()} | set(_SEASONS.values())
    return frozenset({""} | words | {a + b for a in words for b in words})
