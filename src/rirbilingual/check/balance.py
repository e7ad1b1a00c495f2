"""A text to the quotation marks and brackets in it that do not close, or that nothing opened."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PAIRS = {"(": ")", "[": "]", "{": "}", "«": "»", "“": "”"}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_MARK = re.compile(f"[{re.escape(''.join((*_PAIRS, *_CLOSING)))}]")

# A closing parenthesis that is none: "a)", "1)", "8(5)b)", "g.7)".
_LIST = re.compile(r"(?:^\s*\d{1,2}|(?<![^\W\d_])(?:[A-Za-z]{1,2}|[ivx]{1,5})(?:\.\d+)*)\)$")


def unbalanced(text: str, *, marks: str) -> Iterator[tuple[int, str]]:
    """Offset and mark of every one of `marks` (opening ones, and `"`) that stands alone."""
    stack: list[tuple[int, str]] = []
    for found in _MARK.finditer(text):
        offset, mark = found.start(), found[0]
        if mark in _PAIRS:
            if mark in marks:
                stack.append((offset, mark))
        elif _CLOSING[mark] in marks:
            at = len(stack) - 1
            while at >= 0 and stack[at][1] != _CLOSING[mark]:
                at -= 1
            if at >= 0:
                yield from stack[at + 1 :]
                del stack[at:]
            elif not (mark == ")" and _LIST.search(text[: offset + 1])):
                yield offset, mark
    yield from stack
    if '"' in marks and text.count('"') % 2:
        yield text.rindex('"'), '"'
