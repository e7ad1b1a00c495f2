"""A match and the new source → its target with dates, numbers, citations and names replaced by value.

Only where the mapping is unambiguous: the old value stands as often in the target as in the old source, or the
values of both sides stand in one order. Every change is an `Edit`; what is left is named.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rirbilingual.draft.swaps import Conventions, Swaps
from rirbilingual.draft.term_swaps import Changed, term_swaps
from rirbilingual.draft.tokens import Token, masked, meaning_differences, tokens
from rirbilingual.model import Edit

_MAGNITUDES = frozenset({"hundred", "thousand", "million", "billion", "trillion"})
_QUOTED = re.compile('["“”«]')

__all__ = ["Conventions", "Repaired", "capitals", "repaired", "same_words"]


@dataclass(frozen=True, slots=True)
class Repaired:
    """target: after the edits. whole: the sources differed in placeables only, and all were replaced.

    left: differences that stay ("date 2021 → 2023", "words"). meaning: kinds of meaning words that still
    differ.
    """

    target: str
    edits: tuple[Edit, ...]
    whole: bool
    left: tuple[str, ...] = ()
    meaning: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Aligned:
    """Both sources' tokens; `pairs` are indices of placeables that stand for each other and differ, `changed` the
    stretches of words that do."""

    old: Sequence[Token]
    new: Sequence[Token]
    pairs: Sequence[tuple[int, int]]
    whole: bool
    quotations: bool
    changed: Sequence[Changed] = ()


def repaired(source: str, old_source: str, target: str, how: Conventions) -> Repaired:
    """The repair of `target`, which translates `old_source`, for `source`."""
    # Quotations that differ in a number or a date only are repaired as other text is.
    aligned = _aligned(old_source, source, quotations=False)
    if not aligned.whole and _QUOTED.search(old_source + source):
        aligned = _aligned(old_source, source, quotations=True)
    left: list[str] = []
    unresolved: set[str] = set()
    swaps = Swaps(aligned.old, target, how, quotations=aligned.quotations)
    for changes in _by_value(aligned):
        before, after = aligned.old[changes[0][0]], aligned.new[changes[0][1]]
        alike = all(_magnitude(aligned.old, i) == _magnitude(aligned.new, j) for i, j in changes)
        if not alike or not swaps.plan([(i, aligned.new, j) for i, j in changes]):
            left.append(f"{before.kind} {before.text} → {after.text}")
            unresolved.add(before.kind)
    if aligned.changed:
        terms, kept = term_swaps(aligned.changed, aligned.old, aligned.new, target, how.term)
        left += [*kept, *swaps.add(terms)]
    text, edits = capitals(source, old_source, *swaps.applied())
    meaning = list(meaning_differences(aligned.old, aligned.new))
    if "name" in meaning and aligned.whole and "name" not in unresolved:
        meaning.remove("name")
    whole = aligned.whole and not left and not meaning and bool(edits)
    if not aligned.whole:
        left.append("words")
    return Repaired(text, edits, whole, tuple(left), tuple(meaning))


def same_words(source: str, old_source: str) -> bool:
    """Whether two sources differ in nothing but placeables, so that a repair may be whole."""
    return any(
        masked(source, quotations=quotations) == masked(old_source, quotations=quotations)
        for quotations in ((False, True) if _QUOTED.search(old_source + source) else (False,))
    )


def capitals(
    source: str, old_source: str, text: str, edits: tuple[Edit, ...] = ()
) -> tuple[str, tuple[Edit, ...]]:
    """Capitals as the new source has them: a heading may be all of them; a list's entry begins in lower case, a
    sentence does not."""
    if len(source) > 1 and source.isupper() and not old_source.isupper() and not text.isupper():
        return text.upper(), (*edits, Edit("repair.capital", text, text.upper()))
    old, new, first = old_source[:1], source[:1], text[:1]
    if old.casefold() != new.casefold() or old == new or first.isupper() != old.isupper():
        return text, edits
    changed = first.upper() if new.isupper() else first.lower()
    if changed == first:
        return text, edits
    return changed + text[1:], (Edit("repair.capital", first, changed), *edits)


def _aligned(old_source: str, source: str, *, quotations: bool) -> _Aligned:
    old, new = tokens(old_source, quotations=quotations), tokens(source, quotations=quotations)
    a, b = masked(old_source, quotations=quotations), masked(source, quotations=quotations)
    pairs: list[tuple[int, int]] = []
    whole = a == b
    blocks: Sequence[tuple[str, int, int, int, int]]
    if whole:
        blocks = [("equal", 0, len(a), 0, len(b))]
    else:
        blocks = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    for tag, i1, i2, j1, j2 in blocks:
        if tag == "equal":
            pairs += [
                (i, j)
                for i, j in zip(range(i1, i2), range(j1, j2), strict=True)
                if old[i].kind != "word" and old[i].value != new[j].value
            ]
    changed = [(i1, i2, j1, j2) for tag, i1, i2, j1, j2 in blocks if tag == "replace"]
    return _Aligned(old, new, pairs, whole, quotations, changed)


def _magnitude(found: Sequence[Token], at: int) -> str:
    """The "million" of "1.2 million", "" where none follows."""
    after = found[at + 1].value if at + 1 < len(found) else ""
    return after if after in _MAGNITUDES else ""


def _by_value(aligned: _Aligned) -> list[list[tuple[int, int]]]:
    """The pairs, those of one old value together."""
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for i, j in aligned.pairs:
        token = aligned.old[i]
        found.setdefault((token.kind, token.value), []).append((i, j))
    return list(found.values())
