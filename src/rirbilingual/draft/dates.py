"""Dates, months and days of a range in a text → their values, by language; the French of a new one in the place of
an old."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rirbilingual.draft.months import french_dates
from rirbilingual.draft.months import pattern as english_pattern
from rirbilingual.text.dates import ENGLISH_MONTHS, FRENCH_MONTHS, ISO, iso
from rirbilingual.text.normalise import words

_ISO = re.compile(rf"(?<![\w-]){ISO}(?![\w-])")
_SHORT = r"janv\.|févr\.|avr\.|juill\.|sept\.|oct\.|nov\.|déc\."
_FRENCH = re.compile(
    rf"(?<![\w-])(?:(?P<day>\d{{1,2}}|1er)[ \u00a0])?(?P<month>{'|'.join(FRENCH_MONTHS)}|{_SHORT})"
    r"(?:[ \u00a0](?P<year>(?:1[5-9]|20|21)\d\d)(?!\d))?(?!\w)",
    re.IGNORECASE,
)
_ENGLISH_MONTH = re.compile(rf"(?<![\w-])(?:{'|'.join(ENGLISH_MONTHS)})(?![\w-])")
# The first day of a range has its month after the second: "3 to 5 July", "du 1er au 5 juillet".
_ENGLISH_DAY = re.compile(
    r"(?<![\w.,-])(?P<day>\d{1,2})(?=(?: (?:to|and|or) |[–-])(?P<last>\d{1,2}[ \u00a0]))"
)
_FRENCH_DAY = re.compile(
    r"(?<![\w.,-])(?P<day>\d{1,2}|1er)(?=(?:[ \u00a0](?:au|et|ou)[ \u00a0](?:le )?|[–-])(?P<last>(?:\d{1,2}|1er)[ \u00a0]))"
)
# What a date cannot do without: most texts have none, and need no closer look.
_YEAR_DASH = re.compile(r"\d{4}-")
_BEGINNINGS = frozenset({
    "jan", "feb", "fev", "fév", "mar", "apr", "avr", "may", "mai", "jun", "jui", "jul", "aug", "aou", "aoû", "sep",
    "oct", "nov", "dec", "déc", "spr", "sum", "fal", "aut", "win",
})  # fmt: skip
_SEASON = re.compile(r"spring|summer|fall|autumn|winter", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class When:
    """A date, a month alone, or a day whose month stands with a later one. kind: "date", "month" or "day". value: ISO,
    "--05-01", "--05", "1"."""

    kind: str
    value: str
    start: int
    end: int


def calendar(text: str, *, french: bool) -> list[When]:
    """The dates and months of a text, in order."""
    if _BEGINNINGS.isdisjoint(word[:3] for word in words(text)) and not _YEAR_DASH.search(text):
        return []
    found = [When("date", m[0], m.start(), m.end()) for m in _ISO.finditer(text)]
    if french:
        found += [_french(m) for m in _FRENCH.finditer(text)]
    else:
        for m in english_pattern().finditer(text):
            if m[0][:1].isdigit() or m[0][:1].isupper():
                value = _english(m)
                if value:
                    found.append(When("date", value, m.start(), m.end()))
        taken = [(when.start, when.end) for when in found]
        for m in _ENGLISH_MONTH.finditer(text):
            if any(start <= m.start() < end for start, end in taken):
                continue
            if m[0] in ("May", "March") and not re.search(r"[a-z,] $", text[: m.start()]):
                continue  # the verb or the walk, at the start of a sentence
            found.append(When("month", f"--{ENGLISH_MONTHS.index(m[0]) + 1:02d}", m.start(), m.end()))
    return sorted([*found, *_days(text, found, french=french)], key=lambda when: when.start)


def _days(text: str, found: Sequence[When], *, french: bool) -> Iterator[When]:
    """The days that stand before a date and share its month."""
    starts = {when.start for when in found if when.kind == "date"}
    for day in (_FRENCH_DAY if french else _ENGLISH_DAY).finditer(text) if starts else ():
        if day.start("last") in starts:
            yield When("day", str(int(day["day"].removesuffix("er"))), day.start("day"), day.end("day"))


def _english(found: re.Match[str]) -> str:
    if found["season"]:
        return ""
    month = found["month"] or found["month2"] or found["month3"]
    day = found["day"] or found["day2"] or ""
    year = found["year"] or found["year2"] or found["year3"] or "-"
    number = next(
        (n for n, name in enumerate(ENGLISH_MONTHS, 1) if name.lower().startswith(month[:3].lower())), 0
    )
    return f"{year}-{number:02d}" + (f"-{int(day):02d}" if day else "")


def _french(found: re.Match[str]) -> When:
    month = iso(f"1er {found['month'].lower()}")[2:5].strip("-")
    day = "01" if found["day"] == "1er" else f"{int(found['day']):02d}" if found["day"] else ""
    if not found["day"] and not found["year"]:
        return When("month", f"--{month}", found.start(), found.end())
    return When(
        "date", "-".join(p for p in (found["year"] or "-", month, day) if p), found.start(), found.end()
    )


def written_date(after: str, before: str, surface: str, lead: str) -> str | None:
    """The French of the date `after` where `surface` was the French of `before`; of one shape, else None.

    lead: the target up to the surface.
    """
    if _ISO.fullmatch(after) and _ISO.fullmatch(before):
        return after if len(after) == len(before) else None
    if _ISO.fullmatch(after):  # "le 21 mars 2013" has the article that "le 2013-03-21" needs
        whole = len(after) == len("2013-03-21") and _shape(before) == (True, True)
        return after if whole and re.search(r"\ble $", lead) else None
    if _SEASON.search(after) or _shape(after) != _shape(before):
        return None
    if _ISO.fullmatch(surface) and re.search(r"\ble $", lead) is None and _shape(after)[0]:
        return None
    return french_dates(after, short=bool(re.search(r"[a-zéû]\.", surface)))


def written_day(value: str) -> str:
    """A day of a month in French: "1er", "2"."""
    return "1er" if value == "1" else value


def written_month(value: str, surface: str) -> str:
    """The month `value` ("--05") in French, with a capital where the surface has one."""
    name = FRENCH_MONTHS[int(value[-2:]) - 1]
    return name.capitalize() if surface[:1].isupper() else name


def _shape(date: str) -> tuple[bool, bool]:
    """Whether a date in words has a day, and a year."""
    return bool(re.search(r"(?<!\d)\d{1,2}(?!\d)", date)), bool(re.search(r"\d{4}", date))
