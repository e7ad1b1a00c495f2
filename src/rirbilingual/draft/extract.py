"""Pairs of a memory → bilingual terms that it suggests: word groups that keep company, by Dice's coefficient.

Dice = 2 × units that hold both / (units that hold the one + units that hold the other)   (Dice 1945)
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rirbilingual.draft.places import conventions
from rirbilingual.model import Term
from rirbilingual.text.normalise import normalised

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
LONGEST = 4  # words of an English term
LONGEST_FRENCH = 8  # "Loi de l'impôt sur le revenu" has seven
FEWEST = 4  # units that hold a term
SURE = 0.5  # Dice's coefficient, 0–1
_SEEN = 400  # units of a term that are looked at
_MANY = 2_000_000  # groups counted at once; the rarest are dropped then

Pairs = Sequence[tuple[str, str]]
Progress = Callable[[int], None] | None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A term that the memory suggests. dice: 0–1. units: how many hold both sides."""

    english: str
    french: str
    dice: float
    units: int

    @property
    def term(self) -> Term:
        """The suggestion as a term, for a person to decide."""
        note = f"in {self.units} units, certainty {self.dice:.2f}"
        return Term(self.english, self.french, "", "proposed", note)


def suggestions(
    pairs: Pairs, *, known: Sequence[Term] = (), limit: int = 200, progress: Progress = None
) -> tuple[Suggestion, ...]:
    """Terms that `known` does not hold, the surest and most frequent first, at most `limit`."""
    ours = {normalised(term.english) for term in known}
    counted = _counted(pairs, progress)
    chosen = [group for group in _longest(counted) if group not in ours][: 20 * limit]
    places = _places(pairs, set(chosen))
    nearest: dict[str, Counter[str]] = {}
    for group in chosen:
        company: Counter[str] = Counter()
        for number in places[group][:_SEEN]:
            company.update(set(_groups(pairs[number][1], "fr", LONGEST_FRENCH)))
        most = max(company.values(), default=0)
        nearest[group] = Counter(
            {french: n for french, n in company.items() if n >= 0.6 * most and n >= FEWEST}
        )
    wanted = {french for company in nearest.values() for french in company}
    everywhere: Counter[str] = Counter()
    for _, french in pairs:
        everywhere.update(wanted.intersection(_groups(french, "fr", LONGEST_FRENCH)))
    found = [s for group in chosen if (s := _best(group, len(places[group]), nearest[group], everywhere))]
    found.sort(key=lambda s: (-round(s.dice, 1), -s.units, s.english))
    return tuple(_written(s, pairs, places[s.english]) for s in found[:limit])


def _counted(pairs: Pairs, progress: Progress) -> Counter[str]:
    """In how many units each group of English words stands."""
    counted: Counter[str] = Counter()
    for english, _ in pairs:
        counted.update(set(_groups(english, "en", LONGEST)))
        if len(counted) > _MANY:
            counted = Counter({group: n for group, n in counted.items() if n > 1})
        if progress:
            progress(1)
    return Counter({group: n for group, n in counted.items() if n >= FEWEST})


def _longest(counted: Counter[str]) -> list[str]:
    """Groups that are not always part of a longer one, those of several words and many units first."""
    inside: set[str] = set()
    for group, n in counted.items():
        words = group.split()
        for part in (" ".join(words[1:]), " ".join(words[:-1])):
            if part and n >= 0.9 * counted.get(part, 0):
                inside.add(part)
    kept = [group for group in counted if group not in inside]
    return sorted(kept, key=lambda group: (-counted[group] * len(group.split()), group))


def _places(pairs: Pairs, chosen: set[str]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for number, (english, _) in enumerate(pairs):
        for group in chosen.intersection(_groups(english, "en", LONGEST)):
            places[group].append(number)
    return places


def _best(english: str, units: int, company: Counter[str], everywhere: Counter[str]) -> Suggestion | None:
    """The French group of the greatest coefficient, the longer of equals."""
    seen = min(units, _SEEN)
    best: tuple[float, int, str] | None = None
    for french, together in company.items():
        both = together * units / seen
        dice = min(1.0, 2 * both / (units + everywhere[french]))
        candidate = (round(dice, 2), len(french), french)
        best = max(best, candidate) if best else candidate
    if best is None or best[0] < SURE or best[2] == english:
        return None
    return Suggestion(english, best[2], best[0], company[best[2]])


def _written(found: Suggestion, pairs: Pairs, places: Sequence[int]) -> Suggestion:
    """The suggestion as the texts write it."""
    units = [pairs[number] for number in places[:_SEEN]]
    return Suggestion(
        _surface(found.english, (english for english, _ in units)),
        _surface(found.french, (french for _, french in units)),
        found.dice,
        found.units,
    )


def _surface(group: str, texts: Iterator[str]) -> str:
    words = r"[\W\d_]+".join(re.escape(word) for word in group.split())
    pattern = re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
    seen = Counter(found[0] for text in texts if (found := pattern.search(text)))
    return seen.most_common(1)[0][0] if seen else group


def _groups(text: str, language: str, longest: int) -> Iterator[str]:
    """Groups of words, lower case, that neither begin nor end with a function word; none over punctuation."""
    stops = _stops(language)
    for stretch in re.split(r"[^\w\s'’-]|\d", text.lower()):
        words = _WORD.findall(stretch)
        for start, first in enumerate(words):
            if first in stops or len(first) < 2:
                continue
            for end in range(start + 1, min(start + longest, len(words)) + 1):
                if words[end - 1] not in stops and (end > start + 1 or len(first) > 3):
                    yield " ".join(words[start:end])


@cache
def _stops(language: str) -> frozenset[str]:
    return frozenset(conventions("extract")[language])
