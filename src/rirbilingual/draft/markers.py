"""For each English quotation: which marker its French takes, if any, and the words that a person supplies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rirbilingual.draft.passages import Passages, Quoted, words_of
from rirbilingual.draft.places import conventions
from rirbilingual.model import SourceRow
from rirbilingual.text.normalise import normalised


class Wanted(StrEnum):
    MARKER = "marker"  # [traduction], or an official version's
    ORIGINAL = "original"  # a French source: its own words, no marker
    NAME = "name"  # a name or nickname: kept, no marker
    QUESTION = "question"  # languages are mixed, or nothing governs it: a person decides


@dataclass(frozen=True, slots=True)
class Directive:
    """What the French of one quotation needs. label: what the marker says. first: it must stand before this
    quotation (the first of its span). original: the French words of a French source, "" until supplied.
    approved: the French words that the ledger has for this quotation of this source, "" for none."""

    wanted: Wanted
    label: str = ""
    first: bool = False
    original: str = ""
    approved: str = ""

    @property
    def official(self) -> bool:
        """Whether an official French version has the words."""
        return self.wanted is Wanted.MARKER and self.label != conventions("quotations")["markers"]["french"]

    @property
    def to_be_found(self) -> bool:
        """Whether its French words stand in a text that a person must look up: no machine may make them up."""
        return (self.wanted is Wanted.ORIGINAL and not self.original) or (self.official and not self.approved)


def directives(passages: Passages, rows: Sequence[SourceRow]) -> dict[tuple[int, int], Directive]:
    """A directive for every level-1 quotation, by block and offset in the block."""
    by_key = {row.key: row for row in rows}
    given: dict[tuple[int, int], Directive] = {}
    for block, quoted in passages.quoted.items():
        # The one span of a block quotation has begun in its first paragraph.
        begun: set[int] = set() if passages.begins.get(block, block) == block else {1}
        for quotation in quoted:
            directive = _directive(quotation, by_key)
            if directive.wanted is Wanted.MARKER and quotation.span not in begun:
                begun.add(quotation.span)
                directive = Directive(directive.wanted, directive.label, first=True)
            given[block, quotation.start] = directive
    return given


def _directive(quotation: Quoted, rows: Mapping[str, SourceRow]) -> Directive:
    if is_name(quotation):
        return Directive(Wanted.NAME)
    official = conventions("quotations")["official"].get(quotation.marker)
    if official is not None:
        return Directive(Wanted.MARKER, official)
    if not quotation.references:
        return Directive(Wanted.QUESTION)
    languages = {rows[key].language[:2] for key in quotation.references if key in rows}
    if "fr" in languages:
        if len(quotation.references) > 1 and languages != {"fr"}:
            return Directive(Wanted.QUESTION)
        return Directive(Wanted.ORIGINAL, original=_original(quotation, rows))
    return Directive(Wanted.MARKER, conventions("quotations")["markers"]["french"])


def _original(quotation: Quoted, rows: Mapping[str, SourceRow]) -> str:
    wanted = normalised(quotation.words)
    for key in quotation.references:
        if key in rows:
            for english, french in rows[key].originals:
                if normalised(words_of(english)) == wanted and french:
                    return french
    return ""


def is_name(quotation: Quoted) -> bool:
    """Whether a quotation is a name or nickname: introduced as one, each of its words with a capital."""
    tables = conventions("quotations")["names"]
    words = quotation.words.strip("'‘’“”\" ").split()
    if not words or len(words) > 6 or any(mark in quotation.words for mark in ".;:[!?"):
        return False
    capitals = [word for word in words if word.lower() not in tables["small"]]
    if not capitals or not all(word[:1].isupper() for word in capitals):
        return False
    return any(quotation.lead.lower().rstrip(" ,(").endswith(cue) for cue in tables["cues"])
