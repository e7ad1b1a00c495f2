"""English and French to the letters and numbers of clauses that lost a parenthesis in French: (a) for a)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rirbilingual.check.compared import surplus

_LETTER = r"(?:[A-Za-z]|[ivxl]{1,5}|[a-z]{2})(?:\.\d+)*"
_NUMBER = r"\d{1,3}(?:\.\d+)*"
_ENGLISH = re.compile(rf"\(({_LETTER}|{_NUMBER})\)")
_CLOSED = re.compile(rf"(?<![^\W\d_])({_LETTER}|{_NUMBER})\)")
# Where French names a clause: after its number, after the word, after another clause, first in the unit.
_BEFORE = r"(?:^|(?<=\d)|(?<=[)(])|(?<=linéa )|(?<=linéas )|(?<=\) et )|(?<=\) ou )|(?<=\) à )|(?<=\), ))"
_NAMED = re.compile(rf"{_BEFORE}({_LETTER})(?![\w)’'-]|\.\d|[ \u00a0]\d)")
_CUT = re.compile(rf"\(({_NUMBER})(?![\d)]|\.\d)")


def unclosed(english: str, french: str) -> Iterator[int]:
    """Offsets in the French of labels that stand in parentheses in English and lack theirs in French."""
    theirs = _ENGLISH.findall(english)
    if not theirs:
        return
    lost = surplus(theirs, _CLOSED.findall(french))
    for match in (*_CUT.finditer(french), *_NAMED.finditer(french)):
        if lost[match[1]] > 0:
            lost[match[1]] -= 1
            yield match.start(1)
