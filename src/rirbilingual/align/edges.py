"""A side's sentences to how they begin and end, and how long they are, as numbers that both languages share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rirbilingual.align.words import Floats, Ints, Side

_CLOSERS = "\"'”’»)] \u00a0\u202f"
_ENDS = {".": 0, "…": 0, "?": 1, "!": 2, ":": 3, ";": 4, ",": 5}
_SOFT_ENDS = (3, 4, 5)
_SMALL = 1
_QUOTES = "\"'“‘«„"
_DASHES = "-–—_"


@dataclass(frozen=True)
class Edges:
    """opening: small letter 1, capital 2, figure 3, quotation mark 4, dash 5, bracket 6, other 0. end: by the last
    mark, closing quotation marks and brackets aside: . ? ! : ; , or 6 for none of these.

    soft: running count of boundaries that hardly part sentences: after : ; or , or before a small letter.
    """

    opening: Ints
    end: Ints
    soft: Floats
    running: Floats  # letters up to each sentence

    def letters(self, at: Ints, number: int) -> Floats:
        """Letters of so many sentences from each of those."""
        return np.asarray(self.running[at + number] - self.running[at])


def edges(side: Side) -> Edges:
    """The edges of a side's sentences."""
    opening = np.array([_opening(sentence.lstrip()) for sentence in side.sentences], dtype=np.int64)
    end = np.array([_ENDS.get(s.rstrip(_CLOSERS)[-1:], 6) for s in side.sentences], dtype=np.int64)
    soft = (np.isin(end[:-1], _SOFT_ENDS) | (opening[1:] == _SMALL)).astype(np.float64)
    return Edges(
        opening,
        end,
        np.concatenate([[0.0], np.cumsum(soft)]),
        side.running,
    )


def _opening(sentence: str) -> int:
    if not sentence:
        return 0
    first = sentence[0]
    if first.isdigit():
        return 3
    if first.isalpha():
        return _SMALL if first.islower() else 2
    return 4 if first in _QUOTES else 5 if first in _DASHES else 6 if first in "([" else 0
