"""A segment's matches → its candidates: repaired, capped where meaning differs, the best first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rirbilingual.draft.repair import Conventions, capitals, repaired, same_words
from rirbilingual.model import Match, MatchKind
from rirbilingual.text.normalise import normalised

WANTED = 15  # matches a segment that are worth repairing before one is chosen
_ALWAYS, _CLOSE = 5, 3  # matches, points
FLOOR = 75  # below it a match costs more than it saves (DESIGN: "below 75 counts as none")
_NONE = (float("inf"), 0.0)  # the rank of no match at all
CAP = 84  # the most that a match with another meaning is worth: never "almost the same"
_OLD_DATE = re.compile(r"\(.*\b\d{1,2} (?:janv|févr|mars|avr|mai|juin|juill|août|sept|oct|nov|déc)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A match as drafted, and what to say of it."""

    match: Match
    notes: tuple[str, ...] = ()


def candidates(source: str, matches: Sequence[Match], how: Conventions, *, date: str) -> list[Candidate]:
    """Candidates at or above the floor, best first. date: of the report, ISO."""
    found: list[Candidate] = []
    best = _NONE
    for match in _worth_repairing(matches):
        if not _outdone(match, source, best, date):
            found.append(_candidate(source, match, how))
            best = min(best, _rank(found[-1].match, date))
    kept = [c for c in found if c.match.score >= FLOOR or c.match.kind <= MatchKind.REPAIRED]
    votes = Counter(normalised(c.match.target) for c in kept)

    def order(candidate: Candidate) -> tuple[float, ...]:
        """Of equals, the one with the fewest repairs, then what most of the others say; exact matches with the
        source's own capitals first, else in the memory's own order."""
        match = candidate.match
        rank = _rank(match, date)
        if match.kind <= MatchKind.EXACT:
            return (*rank, _capitals(source) != _capitals(match.unit.source))
        return (*rank, len(match.edits), -votes[normalised(match.target)])

    return sorted(kept, key=order)


def _worth_repairing(matches: Sequence[Match]) -> Sequence[Match]:
    """The first few, and those that score nearly as the best: the others would hardly be chosen."""
    best = max((match.score for match in matches), default=0)
    return [match for rank, match in enumerate(matches) if rank < _ALWAYS or match.score >= best - _CLOSE]


def _rank(match: Match, date: str) -> tuple[float, float]:
    return float(match.kind), penalty(match, date) - match.score


def _outdone(match: Match, source: str, best: tuple[float, float], date: str) -> bool:
    """Whether a match could not come first, however it is repaired: an exact one is there; or its words differ
    from the source's, and one with a higher score is there. best: the rank of the best so far."""
    if match.kind <= MatchKind.EXACT:
        return False
    if best[0] <= MatchKind.EXACT:
        return True
    return best < _rank(match, date) and not same_words(source, match.unit.source)


def _candidate(source: str, match: Match, how: Conventions) -> Candidate:
    if match.kind <= MatchKind.EXACT:
        target, edits = capitals(source, match.unit.source, match.target)
        return Candidate(replace(match, target=target, edits=(*match.edits, *edits)) if edits else match)
    repair = repaired(source, match.unit.source, match.target, how)
    edited = replace(match, target=repair.target, edits=(*match.edits, *repair.edits))
    if repair.whole:
        return Candidate(replace(edited, kind=MatchKind.REPAIRED))
    notes: list[str] = []
    if repair.meaning and edited.score > CAP:
        notes.append(
            f"capped at {CAP}% (was {match.score}%): the meaning differs in {', '.join(repair.meaning)}"
        )
        edited = replace(edited, score=CAP)
    elif repair.meaning:
        notes.append(f"the meaning differs in {', '.join(repair.meaning)}")
    notes += [f"not repaired: {left}" for left in repair.left if left != "words"]
    return Candidate(edited, tuple(notes))


def _capitals(text: str) -> list[bool]:
    return [letter.isupper() for letter in text if letter.isalpha()]


def penalty(match: Match, date: str) -> float:
    """Points that rank a match of a memory that is trusted less, an older one, or one of an older style, after
    its equals; scores shown are not changed."""
    years = int(date[:4]) - int(match.unit.origin.date[:4]) if date[:4].isdigit() and _year(match) else 0
    return match.penalty + min(4.0, max(0, years) / 2) + _of_old_style(match.target)


@lru_cache(maxsize=8192)
def _of_old_style(french: str) -> float:
    return 1.0 if _OLD_DATE.search(french) else 0.0


def _year(match: Match) -> bool:
    return match.unit.origin.date[:4].isdigit()


def disagreeing(found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The exact matches that rank with the best but say something else; () where all agree."""
    if not found or found[0].match.kind > MatchKind.EXACT:
        return ()
    best = found[0].match
    return tuple(
        c
        for c in found[1:]
        if c.match.kind is best.kind and normalised(c.match.target) != normalised(best.target)
    )
