"""Changed placeables of a source → replacements in one target, planned on its text and made once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rirbilingual.draft.cited import french_citations
from rirbilingual.draft.dates import written_date, written_day, written_month
from rirbilingual.draft.names import replaced_name
from rirbilingual.draft.numerals import reference_words, written, written_ordinal, written_years
from rirbilingual.draft.tokens import Token, tokens
from rirbilingual.model import Edit
from rirbilingual.text.dates import ISO, WRITTEN, iso
from rirbilingual.text.normalise import normalised

Swap = tuple[int, int, Edit]
Change = tuple[int, Sequence[Token], int]  # index in the old source; the new source's tokens, and index there

_VALUES = frozenset({"number", "code", "ordinal", "years", "decade", "date", "month", "day", "rir", "url"})
# After these a number counts nothing, though a lower-case word follows.
_NO_NOUNS = frozenset({
    "of", "and", "or", "to", "in", "is", "are", "was", "were", "the", "a", "an", "for", "from", "by", "on", "at",
    "that", "which", "who", "with", "as", "if", "may", "shall", "has", "have", "had", "does", "do", "apply", "applies",
    "per", "percent", "than", "when", "where", "under", "before", "after", "until", "but", "not", "be",
    "it", "its", "this", "comes", "came", "come", "only", "also", "must", "will", "would", "can", "could",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Conventions:
    """How the drafter of a report writes things. citation: an English citation → the French one.
    quotation: English words → approved French words. term: English name → French name."""

    citation: Callable[[str], str]
    quotation: Callable[[str], str | None]
    term: Callable[[str], str | None]


class Swaps:
    """The swaps of a target; `old` are the tokens of the source that it translates."""

    def __init__(self, old: Sequence[Token], target: str, how: Conventions, *, quotations: bool) -> None:
        self.old, self.target, self.how, self.quotations = old, target, how, quotations
        self.planned: list[Swap] = []

    @cached_property
    def french(self) -> tuple[Token, ...]:
        """The target's tokens."""
        return tokens(self.target, french=True, quotations=self.quotations)

    def plan(self, changes: Sequence[Change]) -> bool:
        """Plan the changes of one old value, all of them or none."""
        before = self.old[changes[0][0]]
        find = {"citation": self._citations, "quotation": self._quotations, "name": self._names}
        found = find.get(before.kind, self._values)(changes)
        if not found or any(self._taken(start, end) for start, end, _ in found):
            return False
        self.planned += found
        return True

    def add(self, swaps: Sequence[Swap]) -> list[str]:
        """Plan swaps that were found elsewhere; what is in the way of others is given back, "A → B"."""
        free = [swap for swap in swaps if not self._taken(swap[0], swap[1])]
        self.planned += free
        return [f"{edit.old} → {edit.new}" for start, end, edit in swaps if (start, end, edit) not in free]

    def _taken(self, start: int, end: int) -> bool:
        return any(s < end and start < e for s, e, _ in self.planned)

    def applied(self) -> tuple[str, tuple[Edit, ...]]:
        """The target with every swap made, and the edits in its order."""
        text = self.target
        ordered = sorted(self.planned, key=lambda swap: swap[0])
        for start, end, edit in reversed(ordered):
            text = text[:start] + edit.new + text[end:]
        return text, tuple(edit for _, _, edit in ordered)

    # ------------------------------------------------------------------ by kind

    def _values(self, changes: Sequence[Change]) -> list[Swap] | None:
        before = self.old[changes[0][0]]
        places = self._places(before, changes)
        if places is None:
            return None
        found: list[Swap] = []
        for token, (index, new, at) in places:
            text = self._written(token, index, new, at)
            if text is None:
                return None
            start, old = token.start, token.text
            if before.kind in ("date", "month", "number", "ordinal"):
                start, old, text = _elided(self.target, token, text)
            found.append((start, token.end, Edit(f"repair.{before.kind}", old, text)))
        return found

    def _places(self, before: Token, changes: Sequence[Change]) -> list[tuple[Token, Change]] | None:
        """The target's token for each change; None where it is not certain."""
        ours = [i for i, t in enumerate(self.old) if (t.kind, t.value) == (before.kind, before.value)]
        theirs = [t for t in self.french if (t.kind, t.value) == (before.kind, before.value)]
        if not theirs:
            theirs = [t for t in self.french if t.text == before.text and t.kind != "word"]
        if len(ours) != len(theirs):  # "tous deux" is no 2 of the English
            figures = before.text[:1].isdigit()
            ours = [i for i in ours if self.old[i].text[:1].isdigit() == figures]
            theirs = [t for t in theirs if t.text[:1].isdigit() == figures]
        if len(ours) != len(theirs):
            return None
        values = {new[at].value for _, new, at in changes}
        if len(changes) == len(ours) and len(values) == 1:
            return list(zip(theirs, changes, strict=True))
        if self._order() != [(t.kind, t.value) for t in self.french if t.kind in _VALUES]:
            return None
        by_index = {index: (index, new, at) for index, new, at in changes}
        return [(t, by_index[i]) for i, t in zip(ours, theirs, strict=True) if i in by_index]

    def _order(self) -> list[tuple[str, str]]:
        return [(t.kind, t.value) for t in self.old if t.kind in _VALUES]

    def _written(self, token: Token, index: int, new: Sequence[Token], at: int) -> str | None:
        before, after = self.old[index], new[at]
        if before.kind != after.kind:
            return None
        if after.kind == "date":
            return written_date(after.text, before.text, token.text, self.target[: token.start])
        if after.kind == "month":
            return written_month(after.value, token.text)
        if after.kind == "number":
            return written(
                after.text, after.value, before.text, before.value, token.text,
                counted=_counts(new, at), reference=_is_reference(new, at),
            )  # fmt: skip
        if after.kind == "ordinal":
            return written_ordinal(after.value, token.text)
        if after.kind == "years":
            return written_years(after.value, token.text)
        if after.kind == "day":
            return written_day(after.value)
        return after.value if after.kind in ("rir", "decade") else after.text

    def _citations(self, changes: Sequence[Change]) -> list[Swap] | None:
        """A citation by what it says, or by its place where both sides cite the same things in one order."""
        ours = [i for i, t in enumerate(self.old) if t.kind == "citation"]
        theirs = [t for t in self.french if t.kind == "citation"]
        found: list[Swap] = []
        by_place = len(ours) == len(theirs) and all(
            cited_figures(self.old[i].text) == cited_figures(t.text)
            for i, t in zip(ours, theirs, strict=True)
        )
        for index, new, at in changes:
            old = normalised(self.how.citation(self.old[index].text))
            same = [t for t in theirs if t.value == old]
            if by_place:
                token = theirs[ours.index(index)]
            elif len(same) == 1 == sum(self.old[i].value == self.old[index].value for i in ours):
                token = same[0]
            else:
                return None
            found.append(
                (token.start, token.end, Edit("repair.citation", token.text, self.how.citation(new[at].text)))
            )
        return found

    def _quotations(self, changes: Sequence[Change]) -> list[Swap] | None:
        ours = [i for i, t in enumerate(self.old) if t.kind == "quotation"]
        theirs = [t for t in self.french if t.kind == "quotation"]
        if len(ours) != len(theirs):
            return None
        found: list[Swap] = []
        for index, new, at in changes:
            words = self.how.quotation(new[at].value)
            if words is None:
                return None
            token = theirs[ours.index(index)]
            found.append(
                (token.start, token.end, Edit("repair.quotation", token.text, f"«\u00a0{words}\u00a0»"))
            )
        return found

    def _names(self, changes: Sequence[Change]) -> list[Swap] | None:
        index, new, at = changes[0]
        count = sum((t.kind, t.value) == ("name", self.old[index].value) for t in self.old)
        if len(changes) != count or len({new[at].value for _, new, at in changes}) != 1:
            return None
        return replaced_name(self.old[index].text, new[at].text, count, self.target, self.how.term)


def cited_figures(text: str) -> list[str]:
    """What a citation says whatever its language: its dates in ISO ("n.d." as it is), its pages."""
    figures: list[str] = []
    for citation in french_citations(text):
        for source in citation.sources:
            date = iso(source.date) if re.fullmatch(f"{ISO}|{WRITTEN}", source.date) else source.date
            figures += [re.sub(r"^[ns]\.\s?d\.", "n.d.", date), *re.findall(r"\d+", source.pages)]
    return figures


def _counts(found: Sequence[Token], at: int) -> bool:
    """Whether the number at `at` counts what the next word names."""
    following = found[at + 1] if at + 1 < len(found) else None
    if following is None or following.kind != "word" or following.value in _NO_NOUNS:
        return False
    return following.value[:1].isalpha() and not _is_reference(found, at)


def _is_reference(found: Sequence[Token], at: int) -> bool:
    """Whether the number names a place in a text: "section 5.1", "sections 4 and 5.1"."""
    words, between = reference_words()
    for token in reversed(found[:at]):
        value = token.text.lower().split(" ")[-1]
        if token.kind in ("word", "name") and value in words:
            return True
        if not (
            token.kind in ("number", "code") or value in between or (len(value) == 1 and value.isalpha())
        ):
            return False
    return False


def _elided(target: str, token: Token, new: str) -> tuple[int, str, str]:
    """A month or number in words after "de" or "d'": the preposition follows its new first letter."""
    before = target[: token.start]
    preposition = re.search(r"(?<!\w)(?:(?P<of>[Dd]e )|(?P<elided>[Dd]['’]))$", before)
    if preposition is None or not new[:1].isalpha():
        return token.start, token.text, new
    vowel = new[0] in "aoAO" and not new.startswith("onz")
    if bool(preposition["elided"]) == vowel:
        return token.start, token.text, new
    letter = preposition[0][0]
    old = target[preposition.start() : token.end]
    return preposition.start(), old, f"{letter}{chr(39) if vowel else 'e '}{new}"
