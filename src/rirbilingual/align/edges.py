"""A side's sentences to how they begin and end, and how long they are, as numbers that both languages share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from rirbilingual.align.words import Floats, Ints, Side

_CLOSERS = "\"'”’»)] \u00a0\u202f"
_ENDS = {".": 0, "…": 0, "?": 1, "!": 2, ":": 3, ";": 4, ",": 5}
_SOFT_ENDS = (3, 4, 5)
_NO_MARK = 6
_SMALL = 1
SELDOM = 8  # a word that has a capital seldom has none so many times as often
# The space comes first, so that it is what is looked for.
_CAPITAL = re.compile(r" (?<=[^\W\d_] )([^\W\d_a-zà-ÿ][a-zà-ÿ]*)\b")
_QUOTES = "\"'“‘«„"
_DASHES = "-–—_"


@dataclass(frozen=True)
class Edges:
    """opening: small letter 1, capital 2, figure 3, quotation mark 4, dash 5, bracket 6, other 0. end: by the last
    mark, closing quotation marks and brackets aside: . ? ! : ; , or 6 for none of these.

    soft: running count of boundaries that hardly part sentences: after : ; or , or before a small letter. seams: of
    boundaries between a title and what it stands over: after no mark, before no small letter. joined: running count
    of sentences that are made of both.
    """

    opening: Ints
    end: Ints
    soft: Floats
    seams: Floats
    joined: Floats
    running: Floats  # letters up to each sentence

    def titles(self, at: Ints, number: int) -> Floats:
        """Titles that stand over something, in so many sentences from each of those."""
        between = self.seams[at + number - 1] - self.seams[at]
        return np.asarray(between + self.joined[at + number] - self.joined[at])

    def letters(self, at: Ints, number: int) -> Floats:
        """Letters of so many sentences from each of those."""
        return np.asarray(self.running[at + number] - self.running[at])


@lru_cache(maxsize=2)  # the two sides of a pair, which each reckoning asks for
def edges(side: Side) -> Edges:
    """The edges of a side's sentences."""
    opening = np.array([_opening(sentence.lstrip()) for sentence in side.sentences], dtype=np.int64)
    end = np.array([_ENDS.get(s.rstrip(_CLOSERS)[-1:], _NO_MARK) for s in side.sentences], dtype=np.int64)
    soft = np.isin(end[:-1], _SOFT_ENDS) | (opening[1:] == _SMALL)
    seams = (end[:-1] == _NO_MARK) & (opening[1:] != _SMALL)
    joined = _joined(side.sentences)
    return Edges(opening, end, _running(soft), _running(seams), _running(joined), side.running)


def _joined(sentences: Sequence[str]) -> list[bool]:
    """Whether each sentence is a title and what it stands over: it has one word, after no mark, with a capital that
    this text hardly ever gives it within a sentence. (A title with several is written with capitals throughout.)"""
    held = Counter(word for sentence in sentences for word in sentence.split()[1:])
    return [
        sum(held[word.lower()] > SELDOM * held[word] for word in _CAPITAL.findall(sentence)) == 1
        for sentence in sentences
    ]


def _running(found: npt.NDArray[np.bool_] | list[bool]) -> Floats:
    return np.concatenate([[0.0], np.cumsum(found)])


def _opening(sentence: str) -> int:
    if not sentence:
        return 0
    first = sentence[0]
    if first.isdigit():
        return 3
    if first.isalpha():
        return _SMALL if first.islower() else 2
    return 4 if first in _QUOTES else 5 if first in _DASHES else 6 if first in "([" else 0
