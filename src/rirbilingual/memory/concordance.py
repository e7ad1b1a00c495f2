"""Words in, the units that hold them on either side out, the nearest first; or units by regular expression.

Accents and case do not count, and a word stands for its forms: "close" finds "closed" and "fermer" finds
"fermée", by taking off the usual endings of English and French.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from rirbilingual.errors import RirError
from rirbilingual.memory import rows
from rirbilingual.memory.store import Store
from rirbilingual.model import Unit
from rirbilingual.text.normalise import folded

# Longest first, after a plural's s or x: feminines, participles, the commonest forms of verbs.
_ENDINGS = (
    "issement", "aient", "erent", "ement", "iront", "eront", "ante", "ing", "ait", "ant", "ent", "era", "ied",
    "ed", "ee", "ie", "er", "ir", "ez", "re", "ly", "e", "y", "d", "t",
)  # fmt: skip
_SHORTEST = 3
_WORD = re.compile(r"\w+")
_PLAIN = re.compile(r"[b-df-hj-mp-tv-xz0-9]")  # letters that no accent or ligature changes in a folded text
_LIVE = "superseded_by IS NULL"


def stem(word: str) -> str:
    """A folded word without its ending: what its forms have in common."""
    if word[-1:] in ("s", "x") and not word.endswith("ss") and len(word) > _SHORTEST:
        word = word[:-1]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            return word[: -len(ending)]
    return word


def holding(store: Store[Any], text: str, *, limit: int) -> list[Unit]:
    """The units that hold all the words of `text`, or forms of them, on one side: those with the very phrase
    first, then the phrase in other forms, then the words apart; the shorter unit before the longer."""
    form = folded(text)
    if not form:
        raise RirError("nothing to search for", "TEXT", "give a word or a phrase")
    words = _WORD.findall(form)
    if not words:
        return []
    wanted = [stem(word) for word in words]
    patterns = [_like(part) for part in wanted]
    one_side = {
        side: " AND ".join([f"{side} {store.like} ?"] * len(patterns)) for side in ("source", "target")
    }
    query = (
        f"SELECT {rows.UNIT_COLUMNS} FROM unit WHERE {_LIVE}"
        f" AND (({one_side['source']}) OR ({one_side['target']}))"
    )

    def ranked() -> Iterator[tuple[tuple[int, int, int, int], Unit]]:
        for values in store.stream(query, [*patterns, *patterns]):
            unit = rows.unit_of(values)
            found = [rank for side in (unit.source, unit.target) if (rank := _rank(side, words, wanted))]
            if found:
                yield (*min(found), -int(unit.state), values[0]), unit

    return [unit for _, unit in heapq.nsmallest(limit, ranked(), key=lambda pair: pair[0])]


def _like(part: str) -> str:
    """What the engine can look for: any character where an accent or a ligature may stand."""
    return "%" + "".join(c if _PLAIN.match(c) else "%" for c in part) + "%"


def _rank(side: str, words: Sequence[str], stems: Sequence[str]) -> tuple[int, int] | None:
    """How well a text holds the words, and its length; None where it does not."""
    theirs = _WORD.findall(folded(side))
    their_stems = [stem(word) for word in theirs]
    if not set(stems) <= set(their_stems):
        return None
    if _holds(theirs, words):
        return 0, len(theirs)
    return (1 if _holds(their_stems, stems) else 2), len(theirs)


def _holds(all_words: Sequence[str], phrase: Sequence[str]) -> bool:
    length = len(phrase)
    return any(
        all_words[start : start + length] == phrase
        for start, word in enumerate(all_words[: len(all_words) - length + 1])
        if word == phrase[0]
    )


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
