"""Two texts to their score, 0–100: the formula, its constants, and the slow reference that tests compare with.

    score = floor(100 × (M − d) / M)        M = max(m, n) tokens, d the Levenshtein distance over tokens
    100 where the normalised texts are equal, and only there; anything else has 99 at most

The distance is Levenshtein's (1966), each insertion, deletion and substitution of a token costing 1; the
normalisation by the longer text is the one that translators know from OmegaT and rapidfuzz. Rounding is down,
and all comparisons are between integers, so that a threshold means the same everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from rirbilingual.match.tokens import tokens
from rirbilingual.text.normalise import normalised

THRESHOLD = 70  # percent: below it a translator gains nothing from seeing a match
LIMIT = 5  # matches shown for a segment
PERFECT = 100
NEAREST = 99  # the most that texts can have which are not equal


def score(distance: int, longer: int) -> int:
    """The score of two unequal texts whose tokens lie `distance` apart, the longer having `longer` tokens."""
    return min(NEAREST, PERFECT * (longer - distance) // longer) if longer else 0


def grade(distance: int, longer: int) -> int:
    """What unequal texts are ranked by: the score, and above all others of that score no distance at all."""
    return 2 * score(distance, longer) + (distance == 0)


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
