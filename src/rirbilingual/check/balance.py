"""A text to the quotation marks and brackets in it that do not close, or that nothing opened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rirbilingual.text.citations import CLAUSE

_PAIRS = {"(": ")", "[": "]", "{": "}", "«": "»", "“": "”"}
_OPENING = {closing: opening for opening, closing in _PAIRS.items()}

# A closing parenthesis that is none: "a)", "1)", "8(5)b)", "g.7)".
_LIST = re.compile(r"(?:^\s*\d{1,2}|(?<![^\W\d_])(?:[A-Za-z]{1,2}|[ivx]{1,5})(?:\.\d+)*)\)$")

_CLAUSE = re.compile(rf"{CLAUSE}$")


def unbalanced(text: str, *, marks: str) -> Iterator[tuple[int, str]]:
    """Offset and mark of every one of `marks` (opening ones, and `"`) that stands alone."""
    pattern, pairs = _wanted(marks)
    if _left("".join(pattern.findall(text)), pairs):
        yield from _alone(text, pattern)
    if '"' in marks and text.count('"') % 2:
        yield text.rindex('"'), '"'


@cache
def _wanted(marks: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """What finds these marks and their counterparts, and the pairs."""
    pairs = tuple(opening + _PAIRS[opening] for opening in marks if opening in _PAIRS)
    return re.compile(f"[{re.escape(''.join(pairs))}]"), pairs


def _left(found: str, pairs: tuple[str, ...]) -> str:
    """What is left of a row of marks without the pairs that hold nothing but pairs: mostly nothing."""
    while found:
        before = len(found)
        for pair in pairs:
            found = found.replace(pair, "")
        if len(found) == before:
            break
    return found


def _alone(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    stack: list[tuple[int, str]] = []
    clauses = 0  # whose parenthesis was taken for one that closes: the next is that one, « (art. 3a)) »
    for found in pattern.finditer(text):
        offset, mark = found.start(), found[0]
        if mark in _PAIRS:
            clauses = clauses if stack else 0
            stack.append((offset, mark))
            continue
        at = len(stack) - 1
        while at >= 0 and stack[at][1] != _OPENING[mark]:
            at -= 1
        if at >= 0:
            yield from stack[at + 1 :]
            del stack[at:]
            clauses += mark == ")" and bool(_CLAUSE.search(text[: offset + 1]))
        elif mark == ")" and _LIST.search(text[: offset + 1]):
            continue
        elif mark == ")" and clauses:
            clauses -= 1
        else:
            yield offset, mark
    yield from stack
