"""Approved units → for each English quotation, its French words: the same quotation reads the same everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rirbilingual.draft.passages import words_of
from rirbilingual.model import State, Unit
from rirbilingual.text.normalise import normalised
from rirbilingual.text.quotations import quotations

_CLAUSE = re.compile(r"(?<=[,;:])\s+")
_MARK = re.compile('["“]')
_WORDS = 4  # a shorter quotation can be part of another by chance


def _level_one(text: str) -> list[str]:
    return [words_of(text[q.inner_start : q.inner_end]) for q in quotations(text) if q.level == 1]


class Ledger:
    """English quotation → French; a quotation with two approved French wordings gives none."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._french: dict[str, str] = {}
        self._clauses: dict[str, str] = {}
        contested: set[str] = set()
        for unit in units:
            if unit.state < State.REVIEWED or not _MARK.search(unit.source):
                continue
            english, french = _level_one(unit.source), _level_one(unit.target)
            if len(english) != len(french):
                continue
            for ours, theirs in zip(english, french, strict=True):
                key = normalised(ours)
                if self._french.setdefault(key, theirs) != theirs:
                    contested.add(key)
        for key in contested:
            del self._french[key]
        for key, french_words in self._french.items():
            self._add_clauses(key, french_words)

    def _add_clauses(self, english: str, french: str) -> None:
        """Runs of clauses, where both languages cut the quotation at the same marks."""
        ours, theirs = _CLAUSE.split(english), _CLAUSE.split(french)
        if len(ours) < 2 or [part[-1] for part in ours[:-1]] != [part.rstrip()[-1] for part in theirs[:-1]]:
            return
        for first in range(len(ours)):
            for last in range(first + 1, len(ours) + 1):
                part = normalised(words_of(" ".join(ours[first:last])))
                if len(part.split()) >= _WORDS and last - first < len(ours):
                    self._clauses.setdefault(part, words_of(" ".join(theirs[first:last])))

    def french(self, english: str) -> str | None:
        """The approved French of a quotation, whole or cut shorter at a clause."""
        key = normalised(words_of(english))
        return self._french.get(key) or self._clauses.get(key)
