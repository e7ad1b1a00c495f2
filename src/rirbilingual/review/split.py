"""A catalog to parts for several translators, cut at section borders."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from rirbilingual.model import Catalog, Unit

PART = "X-Rirbilingual-Part"


def split(catalog: Catalog, *, words: int = 1500) -> tuple[Catalog, ...]:
    """Parts of about this many English words each, whole sections; `merge` joins them again.

    A section that is longer by itself is a part by itself. Obsolete units go with the first.
    """
    parts: list[list[Unit]] = [[]]
    for section in _sections(catalog.units):
        held = word_count(parts[-1])
        if parts[-1] and held + word_count(section) / 2 > words:
            parts.append([])
        parts[-1] += section
    return tuple(
        replace(
            catalog,
            units=tuple(part),
            obsolete=catalog.obsolete if number == 1 else (),
            headers=(*_others(catalog), (PART, part_header((number,), len(parts)))),
        )
        for number, part in enumerate(parts, 1)
    )


def parts_of(catalog: Catalog) -> tuple[frozenset[int], int]:
    """Which parts of how many this holds, by its header "1+2/4"; none of 0 for a whole file."""
    numbers, _, total = dict(catalog.headers).get(PART, "").partition("/")
    held = numbers.split("+")
    if not all(number.isdecimal() for number in (*held, total)):
        return frozenset(), 0
    return frozenset(map(int, held)), int(total)


def is_part(catalog: Catalog) -> bool:
    """Whether other parts are missing."""
    numbers, total = parts_of(catalog)
    return len(numbers) < total


def part_header(numbers: Iterable[int], total: int) -> str:
    """What `parts_of` reads."""
    return f"{'+'.join(map(str, sorted(numbers)))}/{total}"


def word_count(units: Iterable[Unit]) -> int:
    """English words, as white space parts them."""
    return sum(len(unit.source.split()) for unit in units)


def _sections(units: Iterable[Unit]) -> Iterator[list[Unit]]:
    for _, section in groupby(units, key=section_of):
        yield list(section)


def section_of(unit: Unit) -> str:
    """The section that the unit's place names: "2.1" of "VLM202404.E:2.1 ¶3"."""
    return unit.where.partition(":")[2].split(" ¶")[0]


def _others(catalog: Catalog) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, value in catalog.headers if name != PART)
