"""Segments and their matches → drafted units: exact matches, then rules, then repaired and fuzzy matches.

Whatever made the French, its quotations are marked by one rule and its typography set by one function.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rirbilingual.draft.assembly import Clauses
from rirbilingual.draft.block_quotations import known_words, shared_out
from rirbilingual.draft.citations import localised
from rirbilingual.draft.cited import french_citations
from rirbilingual.draft.codes import target_codes
from rirbilingual.draft.decisions import label_of
from rirbilingual.draft.genders import gender_notes
from rirbilingual.draft.headings import acronym_genders, french_heading, french_title
from rirbilingual.draft.ledger import Ledger
from rirbilingual.draft.machine import Machine
from rirbilingual.draft.machine.masks import Masked, french_figures, masked, unmasked
from rirbilingual.draft.markers import Directive, Wanted, directives
from rirbilingual.draft.notes import (
    citation_notes,
    decision_notes,
    quotation_notes,
    span_notes,
    term_notes,
    title_notes,
)
from rirbilingual.draft.passages import Quoted, passages
from rirbilingual.draft.places import french_city, french_name
from rirbilingual.draft.quotations import Marked, block_period, french_marks, marked
from rirbilingual.draft.ranking import Candidate, candidates, disagreeing
from rirbilingual.draft.rules import Rule, is_citation, rule_made
from rirbilingual.draft.slots import french_words
from rirbilingual.draft.source_lists import description_key
from rirbilingual.draft.swaps import Conventions, cited_figures
from rirbilingual.draft.terms import Termbase
from rirbilingual.draft.tokens import is_evidence
from rirbilingual.model import (
    BlockKind,
    CitedSource,
    Context,
    Edit,
    Gender,
    LedgerQuotation,
    Match,
    MatchKind,
    Origin,
    Report,
    Segment,
    SourceRow,
    State,
    Term,
    Unit,
)
from rirbilingual.text.citations import citations
from rirbilingual.text.percents import STYLES, USUAL, other_percents
from rirbilingual.text.quotations import quotations
from rirbilingual.text.references import key_of, names_several
from rirbilingual.text.typeset import guillemets, typeset

# What a machine may be asked for; entries and markers go by rule.
_FOR_MACHINES = frozenset(
    {
        BlockKind.TITLE,
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.LIST,
        BlockKind.BLOCK_QUOTATION,
        BlockKind.NOTE,
    }
)
_FOR_ASSEMBLY = _FOR_MACHINES - {BlockKind.BLOCK_QUOTATION, BlockKind.TITLE}
_HEADING_NUMBER = re.compile(r"\d{1,2}(?:[.,]\d{1,2})*\.?[ \u00a0]+")


def units(
    report: Report,
    segments: Sequence[Segment],
    matches: Sequence[Sequence[Match]],
    *,
    terms: Sequence[Term] = (),
    sources: Sequence[SourceRow] = (),
    approved: Iterable[Unit] = (),
    quotations: Iterable[LedgerQuotation] = (),
    pairs: Iterable[Unit] | None = None,
    machine: Machine | None = None,
    percent: str = USUAL,
) -> tuple[Unit, ...]:
    """A unit for every segment, in order; `matches` has one sequence a segment.

    sources: the table of decisions. approved: reviewed units whose quotations bind the draft, beside those of
    the matches. quotations: those of the ledger, the newest first. pairs: the memories' units, to assemble
    clauses from. machine: asked for what is left. percent: how French writes a percentage, one of
    text.percents.STYLES. A unit without French has state INITIAL, any other TRANSLATED.
    """
    desk = _Desk(
        report, segments, matches, terms, sources, Ledger(_held(approved, matches), quotations), percent
    )
    drafts = [desk.drafted(index) for index in range(len(segments))]
    if pairs is not None:
        desk.assemble(pairs, drafts)
    if machine is not None:
        desk.ask(machine, drafts)
    return tuple(desk.unit(index, drafted) for index, drafted in enumerate(drafts))


def _held(approved: Iterable[Unit], matches: Sequence[Sequence[Match]]) -> list[Unit]:
    return [*approved, *(match.unit for found in matches for match in found)]


@dataclass(frozen=True, slots=True)
class _Drafted:
    target: str = ""
    match: Match | None = None
    rule: str = ""
    notes: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing in it is left to be looked up: a rule made it, or a person did."""
        return bool(self.target and (self.rule or (self.match and self.match.kind <= MatchKind.EXACT)))


class _Desk:
    """What the drafter has before it while it works through one report."""

    def __init__(
        self,
        report: Report,
        segments: Sequence[Segment],
        matches: Sequence[Sequence[Match]],
        terms: Sequence[Term],
        sources: Sequence[SourceRow],
        ledger: Ledger,
        percent: str,
    ) -> None:
        self.report, self.segments, self.matches = report, segments, matches
        self.terms = Termbase(terms)
        self.rows = {row.key: row for row in sources}
        self.people = [row for row in sources if row.gender is not None]
        self.passages = passages(report, segments)
        self.directives = directives(self.passages, sources)
        self.references = {reference.block: reference for reference in report.references}
        self.entries = {reference.key: reference for reference in report.references}
        self.siblings: dict[int, list[Segment]] = {}
        for segment in segments:
            self.siblings.setdefault(segment.block, []).append(segment)
        self.cited = {
            (source.label.casefold(), source.date): source.reference
            for found in self.passages.citations.values()
            for citation in found
            for source in citation.sources
            if source.reference
        }
        self.ledger = ledger
        self.percent = percent
        self.genders = acronym_genders(report.text)
        self.how = Conventions(self.citation, self.ledger.french, self.name)

    # ------------------------------------------------------------------ words

    def label(self, source: CitedSource) -> str:
        """The French label of a cited source: its row's, else by rule."""
        key = source.reference or self.cited.get((source.label.casefold(), source.date)) or key_of(source)
        row, entry = self.rows.get(key), self.entries.get(key)
        several = entry is not None and names_several(source.label, entry)
        if row is not None and row.french and row.label.casefold() == source.label.casefold():
            return row.french
        gender = row.gender if row is not None else None
        return label_of(source.label, gender, self.terms, several=several)

    def citation(self, text: str) -> str:
        """A citation's French, given as it stands in the English."""
        found = citations(text)
        return localised(text, found[0], self.label) if len(found) == 1 else text

    def name(self, english: str) -> str | None:
        return self.terms.french(english) or french_name(english) or french_city(english)

    def words(self, english: str) -> str | None:
        """The French of a slot's words with their article, where all of them are known."""
        return french_words(english, self.genders)

    # ------------------------------------------------------------------ units

    def unit(self, index: int, drafted: _Drafted) -> Unit:
        """The unit of a segment, drafted so."""
        segment = self.segments[index]
        codes = target_codes(segment, drafted.target, drafted.match, self.name)
        notes = [
            *drafted.notes,
            *span_notes(segment, self.siblings, self.passages, self.directives),
            *(gender_notes(segment.text, drafted.target, self.people) if drafted.match else []),
            *([] if drafted.target else decision_notes(segment, self.directives)),
            *([] if drafted.target else quotation_notes(self._quoted(segment), self.ledger)),
            *([] if drafted.target else citation_notes(segment, self.citation)),
            *(
                []
                if drafted.whole
                else [*title_notes(segment), *term_notes(segment, self.terms, drafted.target)]
            ),
        ]
        return Unit(
            id=segment.id,
            source=segment.text,
            target=drafted.target,
            state=State.TRANSLATED if drafted.target else State.INITIAL,
            kind=segment.kind,
            where=f"{self.report.number}:{segment.where}",
            context=self._context(index),
            origin=Origin(self.report.number, segment.section, self.report.date),
            match=_without_codes(drafted.match) if drafted.target else None,
            rule=drafted.rule if drafted.target else "",
            notes=tuple(dict.fromkeys(notes)),
            source_codes=segment.codes,
            target_codes=codes,
        )

    def _context(self, index: int) -> Context:
        before = self.segments[index - 1].text if index else ""
        after = self.segments[index + 1].text if index + 1 < len(self.segments) else ""
        return Context(before, after)

    def drafted(self, index: int) -> _Drafted:
        """Exact matches first, then what a rule makes, then repaired and fuzzy matches.

        References and marker lines go by rule alone: an earlier report's entry carries its dates and persons. A block
        quotation whose words are known is they.
        """
        segment = self.segments[index]
        known = self._known(segment)
        if known is not None:
            return self._finished(index, _Drafted(known.french, rule=known.id))
        rule = self._rule(index)
        if rule is not None and segment.kind in (BlockKind.REFERENCE, BlockKind.MARKER):
            return _Drafted(rule.french, rule=rule.id, notes=rule.notes)
        ranked = candidates(segment.text, self.matches[index], self.how, date=self.report.date)
        exact = bool(ranked) and ranked[0].match.kind <= MatchKind.EXACT
        if rule is not None and rule.french and not exact:
            return self._finished(index, _Drafted(rule.french, rule=rule.id, notes=rule.notes))
        notes = rule.notes if rule is not None else ()
        if not ranked:
            return _Drafted(notes=notes)
        best = ranked[0]
        notes += best.notes + _offers(ranked)
        return self._finished(index, _Drafted(best.match.target, best.match, notes=notes))

    def _rule(self, index: int) -> Rule | None:
        segment = self.segments[index]
        reference = self.references.get(segment.block)
        row = self.rows.get(reference.key if reference else description_key(segment.text))
        described = row.french if row and segment.kind is BlockKind.SOURCES else ""
        return rule_made(
            segment,
            terms=self.terms,
            gender=(row.gender if row else None) or Gender.UNKNOWN,
            described=described + "." if described and segment.text.rstrip().endswith(".") else described,
            citation=self.citation,
            words=self.words,
            heading=lambda english: french_heading(english, self.genders),
            title=lambda english: french_title(english, self.genders),
            block_directive=self.directives.get((segment.block + 1, 0)),
            several=reference is not None and names_several(reference.label, reference),
        )

    def _known(self, segment: Segment) -> Rule | None:
        directive = self.directives.get((segment.block, 0))
        if segment.kind is not BlockKind.BLOCK_QUOTATION or directive is None:
            return None
        return known_words(
            segment,
            self.siblings[segment.block],
            self.passages.quoted[segment.block][0],
            directive,
            ledger=self.ledger,
            citation=self.citation,
        )

    def _finished(self, index: int, drafted: _Drafted) -> _Drafted:
        """Citations, quotations and typography as the conventions ask."""
        segment = self.segments[index]
        target, edits = self._cited(segment, drafted.target)
        target, percents = self._percents(segment, target)
        edits += percents
        if segment.kind is BlockKind.BLOCK_QUOTATION:
            result = self._block_quotation(index, target)
        elif segment.kind is BlockKind.HEADING:
            result = Marked(typeset(_numbered(segment.text, target)))
        elif segment.kind in (BlockKind.SOURCES, BlockKind.AUTHOR):
            result = Marked(typeset(target))
        else:
            result = marked(target, [self._directive(quoted) for quoted in self._quoted(segment)])
            result = replace(result, target=typeset(result.target))
        match = drafted.match
        if match is not None:
            match = replace(match, target=result.target, edits=(*match.edits, *edits, *result.edits))
        # A match shows its edits itself; what was changed in a rule's French is said in notes.
        repairs = tuple(
            f"repair {edit.rule}: {edit.old or '(nothing)'} → {edit.new or '(nothing)'}"
            for edit in (() if match else (*edits, *result.edits))
        )
        return replace(
            drafted, target=result.target, match=match, notes=(*drafted.notes, *repairs, *result.notes)
        )

    def _quoted(self, segment: Segment) -> list[Quoted]:
        """The quotations that begin in a segment."""
        end = segment.start + len(segment.text)
        return [q for q in self.passages.quoted.get(segment.block, ()) if segment.start <= q.start < end]

    def _directive(self, quoted: Quoted) -> Directive:
        directive = self.directives[quoted.block, quoted.start]
        return replace(directive, approved=self.ledger.approved(quoted.references, quoted.words) or "")

    def assemble(self, pairs: Iterable[Unit], drafts: list[_Drafted]) -> None:
        """Fill what has no French in `drafts` with clauses of the memory's units."""
        empty = [
            index
            for index, segment in enumerate(self.segments)
            if not drafts[index].target and segment.kind in _FOR_ASSEMBLY
        ]
        clauses = Clauses([self.segments[index].text for index in empty])
        clauses.learn(pairs)
        for index in empty:
            source = self.segments[index].text
            made = clauses.assembled(source, self.how)
            if made is not None:
                match = Match(
                    Unit("", source, made.french, origin=Origin("clauses of the memory")),
                    MatchKind.ASSEMBLED, 0, made.french, made.edits, "memory",
                )  # fmt: skip
                notes = [f"clause: {english} → {french}" for english, french in made.clauses]
                drafts[index] = self._finished(
                    index, _Drafted(made.french, match, notes=(*drafts[index].notes, *notes))
                )

    def ask(self, machine: Machine, drafts: list[_Drafted]) -> None:
        """Fill what has no French in `drafts` with what the machine makes of it."""
        asked = [
            (index, masked(segment.text, self.citation, self._names(segment)))
            for index, segment in enumerate(self.segments)
            if not drafts[index].target and segment.kind in _FOR_MACHINES and not self._blocked(segment)
        ]
        found = machine.translations([text.text for _, text in asked])
        for (index, text), french in zip(asked, found, strict=True):
            drafts[index] = self._by_machine(index, drafts[index], machine, text, french)

    def _by_machine(
        self, index: int, drafted: _Drafted, machine: Machine, text: Masked, french: str | None
    ) -> _Drafted:
        whole = unmasked(french, text.behind) if french else None
        if whole is None:
            why = "it lost or changed what was masked" if french else machine.failure or "it gave nothing"
            return replace(drafted, notes=(*drafted.notes, f"machine: {machine.name}: {why}"))
        machine.units += 1
        source = self.segments[index].text
        whole = french_figures(whole, source, STYLES[self.percent])
        match = Match(
            Unit("", source, whole, origin=Origin(machine.name)), MatchKind.MACHINE, 0, whole, (), "machine"
        )
        return self._finished(index, _Drafted(whole, match, notes=drafted.notes))

    def _names(self, segment: Segment) -> list[tuple[int, int, str]]:
        """Where the segment's quoted names stand, which French keeps, and how it writes them."""
        found: list[tuple[int, int, str]] = []
        for quoted in self._quoted(segment):
            start, end = quoted.start - segment.start, quoted.end - segment.start
            if self._directive(quoted).wanted is Wanted.NAME and end <= len(segment.text):
                comma = "," if segment.text[start:end].rstrip("\"'”’").endswith(",") else ""
                found.append((start, end, guillemets(quoted.words.strip("'‘’")) + comma))
        return found

    def _blocked(self, segment: Segment) -> bool:
        """Whether a quotation in the segment must have words that none may make up: a French source's own, an official
        version's."""
        return any(
            self._directive(q).to_be_found
            for q in self.passages.quoted.get(segment.block, ())
            if q.start < segment.start + len(segment.text) and q.end > segment.start
        )

    def _cited(self, segment: Segment, target: str) -> tuple[str, tuple[Edit, ...]]:
        """The target's citations as this report writes them, where both sides cite the same figures."""
        ours = [c for c in citations(segment.text) if is_evidence(c, french=False)]
        theirs = [c for c in french_citations(target) if is_evidence(c, french=True)]
        if len(ours) != len(theirs):
            return target, ()
        edits: list[Edit] = []
        for english, french in reversed(list(zip(ours, theirs, strict=True))):
            written = target[french.start : french.end]
            wanted = typeset(self.citation(segment.text[english.start : english.end]))
            if cited_figures(written) == cited_figures(wanted) and typeset(written) != wanted:
                target = target[: french.start] + wanted + target[french.end :]
                edits.append(Edit("citation", written, wanted))
        return target, tuple(reversed(edits))

    def _percents(self, segment: Segment, target: str) -> tuple[str, tuple[Edit, ...]]:
        """The target's percentages in the house's style; a French source's own words stay as they are."""
        wanted = [self._directive(quoted).wanted for quoted in self._quoted(segment)]
        if segment.kind is BlockKind.BLOCK_QUOTATION and (segment.block, 0) in self.directives:
            wanted.append(self.directives[segment.block, 0].wanted)
        keeps = Wanted.ORIGINAL in wanted
        own = quotations(target) if keeps else ()
        if keeps and not own:  # which words are the source's own cannot be told
            return target, ()
        edits: list[Edit] = []
        for other in reversed(list(other_percents(target, self.percent))):
            if not any(quote.start <= other.start() < quote.end for quote in own):
                edits.append(Edit("percent", other[0].strip(), STYLES[self.percent].strip()))
                target = target[: other.start()] + STYLES[self.percent] + target[other.end() :]
        return target, tuple(reversed(edits))

    def _block_quotation(self, index: int, target: str) -> Marked:
        """A unit of a block quotation: its citation before the period, its marker on a line of its own."""
        segment = self.segments[index]
        siblings = self.siblings[segment.block]
        at = siblings.index(segment)
        following = siblings[at + 1] if at + 1 < len(siblings) else None
        text = french_marks(target)
        if following is None:
            text = block_period(text, citation_follows=False)
        elif following is siblings[-1] and is_citation(following):
            text = block_period(text, citation_follows=True)
        text = typeset(text)
        directive = self.directives.get((segment.block, 0))
        if directive is None or at:
            return Marked(text)
        notes: tuple[str, ...] = ()
        if directive.wanted is Wanted.ORIGINAL:
            units = sum(not is_citation(unit) for unit in siblings)
            if not directive.original:
                notes = ("blocked: a French source; its own words for this block quotation are needed",)
            elif shared_out(directive.original, units) is None:
                notes = (
                    f"a French source: its own words are « {directive.original} »; share them out among the {units} units",
                )
        before = self.report.blocks[segment.block - 1].kind if segment.block else None
        if directive.first and before is not BlockKind.MARKER:
            line = f"[{directive.label}]"
            if not text.startswith(line):
                return Marked(f"{line}\n{text}", (Edit("marker", "", line),), notes)
        return Marked(text, (), notes)


def _without_codes(match: Match | None) -> Match | None:
    """The match as working files hold it: its texts alone."""
    if match is None or not (match.unit.source_codes or match.unit.target_codes):
        return match
    return replace(match, unit=replace(match.unit, source_codes=(), target_codes=()))


def _numbered(english: str, french: str) -> str:
    """A heading's French under the number that the English has, whatever number a memory gave it."""
    number = _HEADING_NUMBER.match(english)
    old = _HEADING_NUMBER.match(french)
    return (number[0] if number else "") + french[old.end() if old else 0 :]


def _offers(ranked: Sequence[Candidate]) -> tuple[str, ...]:
    """The other French of exact matches that disagree."""
    others = disagreeing(ranked)
    if not others:
        return ()
    offers = [f"offer: {c.match.target} ({c.match.unit.origin or c.match.memory})" for c in others]
    return (f"choose: {len(others) + 1} exact matches disagree; the first is drafted", *dict.fromkeys(offers))
