"""Approved units and the ledger → for each English quotation, its French: the same quotation reads the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rirbilingual.draft.markers import Wanted, directives
from rirbilingual.draft.passages import Quoted, parted, passages, words_of
from rirbilingual.model import BlockKind, LedgerQuotation, Report, Segment, SourceRow, State, Unit
from rirbilingual.text.normalise import normalised
from rirbilingual.text.quotations import quotations

_CLAUSE = re.compile(r"(?<=[,;:])\s+")
_MARK = re.compile('["“]')
_MARKER_LINE = re.compile(r"\A\[[^\]\n]*\]\n")
_CITED_AT_END = re.compile(r"[ \u00a0]*\([^()]*\)[. ]*\Z")
_WORDS = 4  # a shorter quotation can be part of another by chance …
_OF_ONE_SOURCE = 2  # … but hardly where both are of one source


def _level_one(text: str) -> list[str]:
    return [words_of(text[q.inner_start : q.inner_end]) for q in quotations(text) if q.level == 1]


class Ledger:
    """English quotation → French. Of one source, the newest of the ledger; of units, a quotation with two
    approved French wordings gives none."""

    def __init__(self, units: Iterable[Unit] = (), held: Iterable[LedgerQuotation] = ()) -> None:
        self._french: dict[str, str] = {}
        self._clauses: dict[str, str] = {}
        self._of_source: dict[tuple[str, str], str] = {}
        contested: set[str] = set()
        for unit in units:
            if unit.state < State.REVIEWED or not _MARK.search(unit.source):
                continue
            english, french = _level_one(unit.source), _level_one(unit.target)
            if len(english) != len(french):
                continue
            for ours, theirs in zip(english, french, strict=True):
                key = normalised(ours)
                if self._french.setdefault(key, theirs) != theirs:
                    contested.add(key)
        for key in contested:
            del self._french[key]
        for key, french_words in self._french.items():
            for part, words in _clauses(key, french_words, at_least=_WORDS):
                self._clauses.setdefault(part, words)
        for quotation in held:
            source = normalised(quotation.reference)
            whole = (quotation.english, quotation.french)
            for english_part, french_part in (whole, *_clauses(*whole, at_least=_OF_ONE_SOURCE)):
                self._of_source.setdefault((source, normalised(words_of(english_part))), french_part)

    def french(self, english: str) -> str | None:
        """The approved French of a quotation, whole or cut shorter at a clause, whatever its source."""
        key = normalised(words_of(english))
        return self._french.get(key) or self._clauses.get(key)

    def approved(self, references: Sequence[str], english: str) -> str | None:
        """The ledger's French of this quotation of one of these sources."""
        key = normalised(words_of(english))
        found = (self._of_source.get((normalised(reference), key)) for reference in references)
        return next((french for french in found if french), None)


def _clauses(english: str, french: str, *, at_least: int) -> list[tuple[str, str]]:
    """Runs of clauses and their French, where both languages cut the quotation at the same marks. at_least: words."""
    ours, theirs = _CLAUSE.split(english), _CLAUSE.split(french)
    if len(ours) < 2 or [part[-1] for part in ours[:-1]] != [part.rstrip()[-1] for part in theirs[:-1]]:
        return []
    found: list[tuple[str, str]] = []
    for first in range(len(ours)):
        for last in range(first + 1, len(ours) + 1):
            part = normalised(words_of(" ".join(ours[first:last])))
            if len(part.split()) >= at_least and last - first < len(ours):
                found.append((part, words_of(" ".join(theirs[first:last]))))
    return found


def approved_quotations(
    report: Report, segments: Sequence[Segment], units: Iterable[Unit], sources: Sequence[SourceRow]
) -> tuple[LedgerQuotation, ...]:
    """The quotations of final units, each with the source that governs it: what the ledger learns of a report. Of a
    block quotation, each unit's words.

    One that several sources govern, or that crosses units, is left out.
    """
    held = {unit.id: unit for unit in units}
    found = passages(report, segments)
    wanted = directives(found, sources)
    languages = {row.key: row.language for row in sources}
    pairs: list[tuple[Quoted, str, str]] = []
    for segment in segments:
        unit = held.get(segment.id)
        if unit is not None and unit.state is State.FINAL and unit.source == segment.text:
            pairs += _learnt(segment, unit, found.quoted.get(segment.block, ()))
    return tuple(
        dict.fromkeys(
            LedgerQuotation(q.references[0], english, french, languages.get(q.references[0], ""), report.key)
            for q, english, french in pairs
            if len(q.references) == 1 and wanted[q.block, q.start].wanted in (Wanted.MARKER, Wanted.ORIGINAL)
        )
    )


def _learnt(segment: Segment, unit: Unit, quoted: Sequence[Quoted]) -> Iterator[tuple[Quoted, str, str]]:
    """The quotations of a unit, each with its words in both languages."""
    if segment.kind is BlockKind.BLOCK_QUOTATION:
        english, cited = parted(segment)
        french = _MARKER_LINE.sub("", unit.target)
        french = _CITED_AT_END.sub("", french) if cited else french
        if words_of(english) and words_of(french):
            yield from ((q, words_of(english), words_of(french)) for q in quoted)
        return
    end = segment.start + len(segment.text)
    inside = [q for q in quoted if segment.start <= q.start and q.end <= end]
    french_words = _level_one(unit.target)
    if len(inside) == len(french_words) == len(_level_one(unit.source)):
        yield from ((q, q.words, words) for q, words in zip(inside, french_words, strict=True))
