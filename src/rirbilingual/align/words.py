"""Sentences to words as the aligner compares them: folded, without endings, numbers by value."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from rirbilingual.text.normalise import folded

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Number = TypeVar("Number", np.int64, np.float64)

_WORD = re.compile(r"[^\W\d_]+|\d{1,3}(?:[ \u00a0\u202f,.]\d{3})+(?!\d)|\d+(?:[.,]\d+)?")
_GROUP = re.compile(r"[ \u00a0\u202f,.](?=\d{3}(?!\d))")

# Endings of English, French and German inflection, folded; the longest that leaves a stem is cut.
_ENDINGS = frozenset(
    [
        "issaient",
        "issait",
        "issant",
        "issons",
        "issent",
        "eraient",
        "eront",
        "erait",
        "erons",
        "assent",
        "aient",
        "erent",
        "irent",
        "urent",
        "ements",
        "ement",
        "antes",
        "ingly",
        "edly",
        "ings",
        "ing",
        "ente",
        "ants",
        "ante",
        "ant",
        "ent",
        "ait",
        "ais",
        "ons",
        "era",
        "erai",
        "ees",
        "ee",
        "ers",
        "er",
        "ez",
        "es",
        "ed",
        "en",
        "em",
        "est",
        "et",
        "te",
        "ten",
        "st",
        "ies",
        "ie",
        "ir",
        "it",
        "is",
        "us",
        "ue",
        "ues",
        "re",
        "ra",
        "ly",
        "ai",
        "as",
        "at",
        "a",
        "e",
        "s",
        "x",
        "i",
        "u",
        "n",
        "t",
        "y",
    ]
)
_PLAIN = frozenset(("es", "e", "s", "x", "y"))
_LONGEST = max(map(len, _ENDINGS))


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A folded word without its ending; at least four letters stay, three before a plain ending."""
    if word.endswith("ies") and len(word) >= 6:
        return word[:-3]
    for length in range(min(_LONGEST, len(word) - 4), 0, -1):
        if word[-length:] in _ENDINGS:
            return word[:-length]
    for length in (2, 1):
        if len(word) >= length + 3 and word[-length:] in _PLAIN:
            return word[:-length]
    return word


def words(sentence: str) -> list[str]:
    """The sentence's words, folded; a number is its digits: "3,000" and "3 000" are one."""
    return [_plain(word) for word in _WORD.findall(unicodedata.normalize("NFC", sentence))]


@lru_cache(maxsize=1 << 18)
def _plain(word: str) -> str:
    return _GROUP.sub("", word).replace(",", ".") if word[0].isdigit() else folded(word)


@dataclass(frozen=True)
class Layout:
    """Where each sentence of a report stands. kind: equal where sentences have one role; block: the block's
    number; part: what no bead may reach across."""

    kind: Ints
    block: Ints
    part: Ints


@dataclass(frozen=True, eq=False)
class Side:
    """One side's sentences as numbers; equal to itself alone.

    forms: the stems, by type. tokens: the types of all words in order; starts: where each sentence's words
    begin in it (one more than sentences). spelled: by type, its most frequent whole word.
    lengths: letters and digits of each sentence. frequency: occurrences by type; numeric: by type,
    whether it is a number. layout: of a report; None for a plain list.
    """

    sentences: tuple[str, ...]
    forms: tuple[str, ...]
    spelled: tuple[str, ...]
    tokens: Ints
    starts: Ints
    lengths: Floats
    frequency: Ints
    numeric: npt.NDArray[np.bool_]
    layout: Layout | None = None

    def __len__(self) -> int:
        return len(self.sentences)

    @cached_property
    def running(self) -> Floats:
        """Letters and digits before each sentence (one more than sentences)."""
        return np.concatenate([[0.0], np.cumsum(self.lengths)])

    def of(self, sentence: int) -> list[int]:
        """The types of a sentence's words, in order."""
        types: list[int] = self.tokens[self.starts[sentence] : self.starts[sentence + 1]].tolist()
        return types


def spread(values: npt.NDArray[Number], start: Ints, end: Ints) -> tuple[npt.NDArray[Number], Ints]:
    """The values of many stretches, one after the other, and where each stretch begins (one more than stretches)."""
    first = np.concatenate([[0], np.cumsum(end - start)])
    return values[np.arange(first[-1]) + np.repeat(start - first[:-1], end - start)], first


def numbered(keys: Ints) -> tuple[Ints, Ints]:
    """The distinct keys, rising, and the number of each key among these: as `np.unique` says, several times as quick."""
    order = np.argsort(keys, kind="stable")
    rising = keys[order]
    new = np.concatenate([[True], rising[1:] != rising[:-1]])[: len(keys)]
    number = np.empty(len(keys), dtype=np.int64)
    number[order] = np.cumsum(new) - 1
    return rising[new], number


def side(sentences: Sequence[str], layout: Layout | None = None) -> Side:
    """The sentences as a Side."""
    types: dict[str, int] = {}
    spelled: list[str] = []
    tokens: list[int] = []
    starts = [0]
    for sentence in sentences:
        for word in words(sentence):
            form = word if word[0].isdigit() else stem(word)
            number = types.setdefault(form, len(types))
            if number == len(spelled):
                spelled.append(word)
            tokens.append(number)
        starts.append(len(tokens))
    lengths = [sum(map(str.isalnum, sentence)) + 1.0 for sentence in sentences]
    array = np.array(tokens, dtype=np.int64)
    return Side(
        tuple(sentences),
        tuple(types),
        tuple(spelled),
        array,
        np.array(starts, dtype=np.int64),
        np.array(lengths),
        np.bincount(array, minlength=len(types)),
        np.array([form[0].isdigit() for form in types], dtype=bool),
        layout,
    )
