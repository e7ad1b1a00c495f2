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
_PLAIN = frozenset("bfmpqvx0123456789")  # characters that hardly any accent or ligature folds to
_OTHER = "[^\\x00-\\x7f]"  # a letter with an accent, the accent by itself, a soft hyphen, a ligature of two letters
_PAIRS = re.compile("oe|ae|ss|.", re.DOTALL)
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
    # A text of ASCII has the stems as they are; in another, any character may stand for a letter with an accent.
    plain, wide = [f"%{part}%" for part in wanted], [_like(part) for part in wanted]
    within = [_expression_of(part) for part in wanted]
    one_side = {side: _held(store, side, len(wanted)) for side in ("source", "target")}
    query = (
        f"SELECT id, source, target, state FROM unit WHERE {_LIVE}"
        f" AND (({one_side['source']}) OR ({one_side['target']}))"
    )

    def ranked() -> Iterator[tuple[int, int, int, int]]:
        for number, source, target, state in store.stream(query, [*plain, *wide, *plain, *wide]):
            found = [rank for side in (source, target) if (rank := _rank(side, words, wanted, within))]
            if found:
                yield (*min(found), -state, number)

    numbers = [rank[-1] for rank in heapq.nsmallest(limit, ranked())]
    units = store.units(numbers)
    return [units[number] for number in numbers]


def _held(store: Store[Any], side: str, words: int) -> str:
    """The condition on a side that it may hold so many words: its values are the plain patterns, then the wide."""
    each = " AND ".join([f"{side} {store.like} ?"] * words)
    return f"({each}) OR ({store.not_ascii.format(side)} AND {each})"


def _like(part: str) -> str:
    """What the engine can look for: anything where a letter may have an accent."""
    return "%" + re.sub("%+", "%", "".join(c if c in _PLAIN else "%" for c in part)).strip("%") + "%"


def _expression_of(part: str) -> re.Pattern[str]:
    """What finds the folded words in a text that is not: quicker than folding all of it, and never misses one."""
    letters = (f"(?:{re.escape(pair)}|{_OTHER}){_OTHER}*" for pair in _PAIRS.findall(part))
    return re.compile("".join(letters), re.IGNORECASE)


def _rank(
    side: str, words: Sequence[str], stems: Sequence[str], within: Sequence[re.Pattern[str]]
) -> tuple[int, int] | None:
    """How well a text holds the words, and its length; None where it does not. within: what finds the stems."""
    if not all(pattern.search(side) for pattern in within):
        return None  # a stem is the beginning of its word: most texts end here
    form = folded(side)
    theirs = _WORD.findall(form)
    if _holds(theirs, words):
        return 0, len(theirs)
    first = {part[:_SHORTEST] for part in stems}  # other words need no stem
    their_stems = [stem(word) if word[:_SHORTEST] in first else word for word in theirs]
    if not set(stems) <= set(their_stems):
        return None
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
