"""Words in, the units that hold them on either side out, the nearest first; or units by regular expression."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

from rirbilingual.errors import RirError
from rirbilingual.memory import rows
from rirbilingual.memory.stems import words_and_stems
from rirbilingual.memory.store import Store
from rirbilingual.memory.words import Progress, Words
from rirbilingual.model import Unit
from rirbilingual.text.normalise import folded

_LIVE = "superseded_by IS NULL"


def holding(
    store: Store[Any], index: Words, text: str, *, limit: int, progress: Progress = None
) -> list[Unit]:
    """The units that hold all the words of `text`, or forms of them, on one side: those with the very phrase
    first, then the phrase in other forms, then the words apart; the shorter unit before the longer, then by
    state, then the older."""
    if not folded(text):
        raise RirError("nothing to search for", "TEXT", "give a word or a phrase")
    words, stems = words_and_stems(text)
    if not words:
        return []
    numbers = index.answer(lambda: _ranked(store, index, words, stems, limit), progress)
    found = store.units(numbers)
    return [found[number] for number in numbers]


def _ranked(
    store: Store[Any], index: Words, words: Sequence[str], stems: Sequence[str], limit: int
) -> list[int]:
    """The numbers of so many units, best first."""
    numbers: list[int] = []
    seen: set[int] = set()
    for held in (index.phrase(words), index.phrase_of_stems(stems), index.all_stems(stems)):
        for _, units in groupby(held, key=lambda side: side[0]):  # those of one length
            fresh = {number for _, number in units} - seen
            seen |= fresh
            states = {
                number: state for number, _, state, _ in store.rows_of(fresh)
            }  # of superseded ones, none
            numbers += sorted(states, key=lambda number: (-states[number], number))
            if len(numbers) >= limit:
                return numbers[:limit]
    return numbers


def matching(store: Store[Any], *, source: str | None, target: str | None, limit: int) -> Iterator[Unit]:
    """The units whose texts a regular expression finds something in, in the order they came; case does not count."""
    tests = (_expression(source, "--source"), _expression(target, "--target"))
    query = f"SELECT {rows.UNIT_COLUMNS} FROM unit WHERE {_LIVE} ORDER BY id"
    found = 0
    for values in store.stream(query):
        if found == limit:
            return
        if all(test is None or test(text) for test, text in zip(tests, values[1:3], strict=True)):
            found += 1
            yield rows.unit_of(values)


def _expression(text: str | None, option: str) -> Callable[[str], object] | None:
    if text is None:
        return None
    try:
        return re.compile(text, re.IGNORECASE).search
    except re.error as error:
        raise RirError(
            f"not a regular expression ({error})", option, "put a backslash before . ( ) [ ] * + ?"
        ) from None
