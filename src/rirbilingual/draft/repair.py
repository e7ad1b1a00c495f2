"""A match and the new source → its target with dates, numbers, citations and names replaced by value.

Only where the mapping is unambiguous: the old value stands as often in the target as in the old source. Every
change is an `Edit`; what is left is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rirbilingual.draft.figures import french_date_like, french_number_like
from rirbilingual.draft.names import replaced_name
from rirbilingual.draft.tokens import Token, meaning_differences, tokens
from rirbilingual.model import Edit
from rirbilingual.text.normalise import normalised


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
class Conventions:
    """How the drafter of a report writes things. citation: an English citation → the French one.
    quotation: English words → approved French words. term: English name → French name."""

    citation: Callable[[str], str]
    quotation: Callable[[str], str | None]
    term: Callable[[str], str | None]


def repaired(source: str, old_source: str, target: str, how: Conventions) -> Repaired:
    """The repair of `target`, which translates `old_source`, for `source`."""
    old, new = tokens(old_source), tokens(source)
    pairs, structure = _pairs(old, new)
    left: list[str] = []
    unresolved: set[str] = set()
    swaps = _Swaps(old_source, target)
    for before, after, sure in _distinct(pairs, old):
        found = swaps.find(before, after, how) if sure else None
        if found is None:
            left.append(f"{before.kind} {before.text} → {after.text}")
            unresolved.add(before.kind)
        else:
            swaps.planned += found
    text, edits = swaps.applied()
    meaning = list(meaning_differences(old, new))
    if "name" in meaning and structure and "name" not in unresolved:
        meaning.remove("name")
    whole = structure and not left and not meaning and bool(edits)
    if not structure:
        left.append("words")
    return Repaired(text, edits, whole, tuple(left), tuple(meaning))


def _pairs(old: Sequence[Token], new: Sequence[Token]) -> tuple[list[tuple[Token, Token]], bool]:
    """Placeables that stand for each other, and whether nothing else differs."""
    a, b = [token.masked for token in old], [token.masked for token in new]
    pairs: list[tuple[Token, Token]] = []
    structure = True
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += [
                (x, y)
                for x, y in zip(old[i1:i2], new[j1:j2], strict=True)
                if x.kind != "word" and x.value != y.value
            ]
        else:
            structure = False
    return pairs, structure


def _distinct(pairs: Sequence[tuple[Token, Token]], old: Sequence[Token]) -> list[tuple[Token, Token, bool]]:
    """One pair an old value, and whether it is sure: each of its occurrences becomes the same new value."""
    news: dict[tuple[str, str], list[tuple[Token, Token]]] = {}
    for before, after in pairs:
        news.setdefault((before.kind, before.value), []).append((before, after))
    kept: list[tuple[Token, Token, bool]] = []
    for (kind, value), found in news.items():
        count = sum((token.kind, token.value) == (kind, value) for token in old)
        sure = len(found) == count and len({after.value for _, after in found}) == 1
        kept.append((*found[0], sure))
    return kept


class _Swaps:
    """Replacements in one target, planned on its original text and made once."""

    def __init__(self, old_source: str, target: str) -> None:
        self.source, self.target = old_source, target
        self.source_tokens, self.target_tokens = tokens(old_source), tokens(target)
        self.planned: list[tuple[int, int, Edit]] = []

    def find(self, before: Token, after: Token, how: Conventions) -> list[tuple[int, int, Edit]] | None:
        if before.kind == "citation":
            return self._citation(before, after, how)
        if before.kind == "quotation":
            return self._quotation(before, after, how)
        if before.kind == "name":
            return self._name(before, after, how)
        return self._value(before, after)

    def _count(self, token: Token) -> int:
        return sum((t.kind, t.value) == (token.kind, token.value) for t in self.source_tokens)

    def _free(self, found: list[tuple[int, int, Edit]]) -> bool:
        return not any(s < end and start < e for start, end, _ in found for s, e, _ in self.planned)

    def _value(self, before: Token, after: Token) -> list[tuple[int, int, Edit]] | None:
        here = [t for t in self.target_tokens if (t.kind, t.value) == (before.kind, before.value)]
        if not here or len(here) != self._count(before):
            return None
        found: list[tuple[int, int, Edit]] = []
        for token in here:
            if before.kind == "date":
                new = french_date_like(after, before, token.text, self.target[: token.start])
            elif before.kind == "number":
                new = french_number_like(after, before, token.text)
            else:
                new = after.value if before.kind == "rir" else after.text
            if new is None:
                return None
            start, old = token.start, token.text
            if before.kind == "date":
                start, old, new = _elided(self.target, token, new)
            found.append((start, token.end, Edit(f"repair.{before.kind}", old, new)))
        return found if self._free(found) else None

    def _citation(self, before: Token, after: Token, how: Conventions) -> list[tuple[int, int, Edit]] | None:
        old, new = how.citation(before.text), how.citation(after.text)
        here = [t for t in self.target_tokens if t.kind == "citation" and t.value == normalised(old)]
        if len(here) != self._count(before):
            here = self._citation_by_place(before)
        if not here or len(here) != self._count(before):
            return None
        found = [(t.start, t.end, Edit("repair.citation", t.text, new)) for t in here]
        return found if self._free(found) else None

    def _citation_by_place(self, before: Token) -> list[Token]:
        """The target's citation at the same rank, where both sides have as many."""
        ours = [t for t in self.source_tokens if t.kind == "citation"]
        theirs = [t for t in self.target_tokens if t.kind == "citation"]
        if len(ours) != len(theirs):
            return []
        return [
            t
            for o, t in zip(ours, theirs, strict=True)
            if o.value == before.value and _figures(o) == _figures(t)
        ]

    def _quotation(self, before: Token, after: Token, how: Conventions) -> list[tuple[int, int, Edit]] | None:
        words = how.quotation(after.value)
        ours = [t for t in self.source_tokens if t.kind == "quotation"]
        theirs = [t for t in self.target_tokens if t.kind == "quotation"]
        if words is None or len(ours) != len(theirs):
            return None
        found = [
            (t.start, t.end, Edit("repair.quotation", t.text, f"«\u00a0{words}\u00a0»"))
            for o, t in zip(ours, theirs, strict=True)
            if o.value == before.value
        ]
        return found if found and self._free(found) else None

    def _name(self, before: Token, after: Token, how: Conventions) -> list[tuple[int, int, Edit]] | None:
        found = replaced_name(before.text, after.text, self._count(before), self.target, how.term)
        return found if found and self._free(found) else None

    def applied(self) -> tuple[str, tuple[Edit, ...]]:
        text = self.target
        ordered = sorted(self.planned, key=lambda swap: swap[0])
        for start, end, edit in reversed(ordered):
            text = text[:start] + edit.new + text[end:]
        return text, tuple(edit for _, _, edit in ordered)


def _figures(token: Token) -> list[str]:
    return re.findall(r"\d+", token.text)


def _elided(target: str, token: Token, new: str) -> tuple[int, str, str]:
    """A month after "de" or "d'": the preposition follows its new first letter."""
    before = target[: token.start]
    preposition = re.search(r"(?<!\w)(?:(?P<of>[Dd]e )|(?P<elided>[Dd]['’]))$", before)
    if preposition is None or not new[:1].isalpha():
        return token.start, token.text, new
    vowel = new[0] in "aoAO"
    if bool(preposition["elided"]) == vowel:
        return token.start, token.text, new
    letter = preposition[0][0]
    return (
        preposition.start(),
        target[preposition.start() : token.end],
        f"{letter}{chr(39) if vowel else 'e '}{new}",
    )
