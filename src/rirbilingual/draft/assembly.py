"""Sources without a match, and a memory's pairs → French put together from whole clauses of other units.

A clause is learnt where both languages cut a unit at the same marks, and used where its words are the same but
for numbers, dates and names that can be repaired. A source is assembled whole or not at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rirbilingual.draft.repair import repaired
from rirbilingual.draft.swaps import Conventions
from rirbilingual.model import Edit, Unit
from rirbilingual.text.normalise import normalised
from rirbilingual.text.typeset import NBSP

_CUT = re.compile(r"(?<=[;:,])\s+")
_END = re.compile(r"[\s\u00a0]*([;:,.]?)$")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_QUOTED = re.compile('["“”«»]')
LONGEST = 4  # clauses that are looked up together
FEWEST_WORDS = 3  # of the longest clause: shorter ones fit anywhere
AGREEING = 0.5  # share of a clause's occurrences that must have one French


@dataclass(frozen=True, slots=True)
class Assembled:
    """The French, what was repaired in it, and the clauses that it is made of."""

    french: str
    edits: tuple[Edit, ...]
    clauses: tuple[tuple[str, str], ...]


class Clauses:
    """The clauses of some sources, with the French that a memory has for them."""

    def __init__(self, sources: Sequence[str]) -> None:
        self._french: dict[str, Counter[tuple[str, str]]] = {
            _key(clause): Counter() for source in sources for _, _, clause in _runs(source)
        }

    def learn(self, units: Iterable[Unit]) -> None:
        """Look the clauses up in the memory's units: one pass over all of them."""
        for unit in units:
            found = [run for run in _runs(unit.source) if _key(run[2]) in self._french]
            if not found or _QUOTED.search(unit.source):
                continue
            ours, theirs = _CUT.split(unit.source), _CUT.split(unit.target)
            if [c[-1:] for c in ours[:-1]] != [c[-1:] for c in theirs[:-1]]:
                continue
            for start, end, clause in found:
                self._french[_key(clause)][clause, " ".join(theirs[start:end])] += 1

    def assembled(self, source: str, how: Conventions) -> Assembled | None:
        """The source's French from as few clauses as can be; None where one is missing, or it quotes."""
        if _QUOTED.search(source):
            return None
        parts = _CUT.split(source)
        ways: list[tuple[Assembled, ...] | None] = [(), *([None] * len(parts))]
        for start, end, clause in sorted(_runs(source)):
            before = ways[start]
            made = self._clause(clause, how) if before is not None else None
            if before is None or made is None:
                continue
            held = ways[end]
            if held is None or len(before) + 1 < len(held):
                ways[end] = (*before, made)
        whole = ways[-1]
        if not whole or max(len(a.clauses[0][0].split()) for a in whole) < FEWEST_WORDS:
            return None
        return Assembled(
            " ".join(part.french for part in whole),
            tuple(edit for part in whole for edit in part.edits),
            tuple(clause for part in whole for clause in part.clauses),
        )

    def _clause(self, clause: str, how: Conventions) -> Assembled | None:
        seen = self._french.get(_key(clause))
        if not seen:
            return None
        votes: Counter[str] = Counter()
        for (_, french), count in seen.items():
            votes[_key(french)] += count
        favourite, count = votes.most_common(1)[0]
        if count < AGREEING * votes.total():
            return None
        english, french = next(pair for pair in seen if _key(pair[1]) == favourite)
        ours, theirs, words = _bare(clause), _bare(english), _bare(french)
        if normalised(ours) == normalised(theirs) and ours[:1] == theirs[:1]:
            return Assembled(words + _mark(clause), (), ((ours, words),))
        repair = repaired(ours, theirs, words, how)
        if not repair.whole:
            return None
        return Assembled(repair.target + _mark(clause), repair.edits, ((ours, repair.target),))


def _runs(source: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and words of each run of clauses."""
    parts = _CUT.split(source)
    for start in range(len(parts)):
        for end in range(start + 1, min(start + LONGEST, len(parts)) + 1):
            yield start, end, " ".join(parts[start:end])


def _key(clause: str) -> str:
    return _NUMBER.sub("0", normalised(_bare(clause)))


def _bare(clause: str) -> str:
    """A clause without the mark at its end."""
    return _END.sub("", clause.strip())


def _mark(clause: str) -> str:
    """The mark at the end of an English clause, as French writes it."""
    found = _END.search(clause.strip())
    mark = found[1] if found else ""
    return f"{NBSP}:" if mark == ":" else mark
