"""Words that became others, both of them terms → the new term's French in the place of the old one's.

Only where both begin with the same French word, so that articles and endings still agree: "contrebande de cigarettes"
and "contrebande de carburant". Others are named, and stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from rirbilingual.draft.tokens import Token
from rirbilingual.model import Edit

Changed = tuple[int, int, int, int]  # tokens of the old source, from and to; of the new one
_AROUND = 3  # words of a term that both sources may share before what differs, and after
_LONGEST = 6  # words of a term


def term_swaps(
    changed: Sequence[Changed],
    old: Sequence[Token],
    new: Sequence[Token],
    target: str,
    term: Callable[[str], str | None],
) -> tuple[list[tuple[int, int, Edit]], list[str]]:
    """Swaps in the target, and the terms that are left, "term A → B". term: English → French, None for no term."""
    swaps: list[tuple[int, int, Edit]] = []
    left: list[str] = []
    for change in changed:
        found = next(_terms(change, old, new, term), None)
        if found is None:
            continue
        before, after, ours, theirs = found
        there = list(re.finditer(rf"(?<![\w-]){re.escape(ours)}(?![\w-])", target, re.IGNORECASE))
        if len(there) == 1 and ours.split()[0].lower() == theirs.split()[0].lower():
            first = there[0][0][:1]
            french = (theirs[:1].upper() if first.isupper() else theirs[:1]) + theirs[1:]
            swaps.append((*there[0].span(), Edit("repair.term", there[0][0], french)))
        else:
            left.append(f"term {before} → {after}")
    return swaps, left


def _terms(
    change: Changed, old: Sequence[Token], new: Sequence[Token], term: Callable[[str], str | None]
) -> Iterator[tuple[str, str, str, str]]:
    """The terms that hold what differs, the longest first: both in English, then both in French."""
    i1, i2, j1, j2 = change
    if not (0 < i2 - i1 <= _LONGEST and 0 < j2 - j1 <= _LONGEST):
        return
    extents = [(before, after) for before in range(_AROUND + 1) for after in range(_AROUND + 1)]
    for before, after in sorted(extents, key=lambda extent: -sum(extent)):
        ours, theirs = _words(old, i1 - before, i2 + after), _words(new, j1 - before, j2 + after)
        if ours and theirs and ours.split()[:before] == theirs.split()[:before]:
            french = term(ours), term(theirs)
            if french[0] and french[1] and french[0] != french[1]:
                yield ours, theirs, french[0], french[1]


def _words(tokens: Sequence[Token], first: int, last: int) -> str:
    """The words from one token to another, as written with spaces; "" where there are other tokens between."""
    found = tokens[first:last] if 0 <= first < last <= len(tokens) else ()
    if not found or any(token.kind != "word" or not token.text[:1].isalpha() for token in found):
        return ""
    return " ".join(token.text for token in found)
