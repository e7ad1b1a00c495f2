"""Two texts to their score, 0–100: the formula, its constants, and the slow reference that tests compare with.

    similarity = 100 × (1 − d / M)        M = max(m, n) tokens, d the Levenshtein distance over tokens
    score      = similarity rounded down to a whole number, and at most 99 for texts that are not equal
    100        where the normalised texts are equal, and only there

Ranking is by d / M itself, not by the rounded score, so that 85.7 stands before 85.2 though both show 85. A
threshold T is a whole number from 1 to 100; a text reaches it when score ≥ T, which for T ≤ 99 is the same as
similarity ≥ T: rounding down never lifts anything over a threshold. All of it is decided between integers.

The distance is Levenshtein's (1966), each insertion, deletion and substitution of a token costing 1; the
normalisation by the longer text is the one that translators know from OmegaT and rapidfuzz.
"""

from __future__ import annotations

from collections.abc import Sequence

from rirbilingual.match.tokens import tokens
from rirbilingual.text.normalise import normalised

PERFECT = 100
NEAREST = 99  # the most that texts can have which are not equal


def score(distance: int, longer: int) -> int:
    """The score of two unequal texts whose tokens lie `distance` apart, the longer having `longer` tokens."""
    return min(NEAREST, PERFECT * (longer - distance) // longer) if longer else 0


def loss(distance: int, longer: int) -> float:
    """What unequal texts are ranked by, the least first: d / M. Equal fractions give equal floats, and two
    different fractions of numbers below 2²⁶ different ones, in their order: division is correctly rounded."""
    return distance / longer


def allowed(longer: int, threshold: int) -> int:
    """The greatest distance at which a score still reaches `threshold`."""
    return (PERFECT - threshold) * longer // PERFECT


def shortest(length: int, threshold: int) -> int:
    """The fewest tokens that a text can have to reach `threshold` with one of `length`; also their least overlap."""
    return -(-length * threshold // PERFECT)


def longest(length: int, threshold: int) -> int:
    """The most tokens that a text can have to reach `threshold` with one of `length`."""
    return length * PERFECT // threshold


# --------------------------------------------------------------------------- the reference: slow, and right


def reference_distance(a: Sequence[str], b: Sequence[str]) -> int:
    """Levenshtein's distance by the textbook recurrence."""
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        current = [i]
        for j, y in enumerate(b, 1):
            current.append(min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (x != y)))
        previous = current
    return previous[-1]


def reference_score(a: str, b: str) -> int:
    """The score of two texts, straight from the formula."""
    if normalised(a) == normalised(b):
        return PERFECT
    first, second = tokens(a), tokens(b)
    return score(reference_distance(first, second), max(len(first), len(second)))
