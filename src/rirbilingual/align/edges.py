"""Sentences to how they begin and end, as small numbers that both languages share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rirbilingual.align.words import Ints

_CLOSERS = "\"'”’»)] \u00a0\u202f"
_ENDS = {".": 0, "…": 0, "?": 1, "!": 2, ":": 3, ";": 4, ",": 5}
_QUOTES = "\"'“‘«„"
_DASHES = "-–—_"


def openings(sentences: Sequence[str]) -> Ints:
    """Small letter 1, capital 2, figure 3, quotation mark 4, dash 5, bracket 6, other 0."""
    return np.array([_opening(sentence.lstrip()) for sentence in sentences], dtype=np.int64)


def _opening(sentence: str) -> int:
    if not sentence:
        return 0
    first = sentence[0]
    if first.isdigit():
        return 3
    if first.isalpha():
        return 1 if first.islower() else 2
    return 4 if first in _QUOTES else 5 if first in _DASHES else 6 if first in "([" else 0


def ends(sentences: Sequence[str]) -> Ints:
    """By the last mark, closing quotation marks and brackets aside: . ? ! : ; , or 6 for none of these."""
    return np.array([_ENDS.get(sentence.rstrip(_CLOSERS)[-1:], 6) for sentence in sentences], dtype=np.int64)
