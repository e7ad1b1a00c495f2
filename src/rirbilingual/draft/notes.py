"""What the program says of a unit: its place in its citation spans, its terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from rirbilingual.draft.ledger import Ledger
from rirbilingual.draft.markers import Directive, Wanted
from rirbilingual.draft.months import french_range
from rirbilingual.draft.passages import Passages, Quoted
from rirbilingual.draft.places import conventions, french_name
from rirbilingual.draft.roles import french_role
from rirbilingual.draft.terms import Termbase
from rirbilingual.draft.tokens import is_evidence
from rirbilingual.model import BlockKind, Citation, Gender, Marker, Segment, Term
from rirbilingual.text.citations import citations
from rirbilingual.text.normalise import folded
from rirbilingual.text.typeset import NBSP, typeset

_STEM = 3  # letters that a word and its cognate begin with: extortion, extorsion
_NO_TERMS = frozenset({BlockKind.REFERENCE, BlockKind.SOURCES, BlockKind.MARKER, BlockKind.AUTHOR})


def span_notes(
    segment: Segment,
    siblings: Mapping[int, Sequence[Segment]],
    passages: Passages,
    directives: Mapping[tuple[int, int], Directive],
) -> list[str]:
    """A line for each citation span with quotations that begins or goes on in the segment.

    siblings: the segments of each block.
    """
    block = segment.block
    begins = passages.begins.get(block, block)
    end = segment.start + len(segment.text)
    notes: list[str] = []
    for place in passages.spans.get(block, ()):
        quoted = [q for q in passages.quoted[block] if q.span == place.number]
        if not any(segment.start <= q.start < end for q in quoted):
            continue
        bearing = {q.start: directives[begins, q.start] for q in quoted}
        bearer = next((start for start, directive in bearing.items() if directive.first), None)
        label = bearing[bearer].label if bearer is not None else ""
        governed = f"governed by {place.governor}" if place.governor else "no citation governs it: ask"
        where = _marker_line(begins, siblings) or _marker(bearer, label, segment, siblings[begins])
        notes.append(f"span {place.number} of {place.count}, {governed}{where}")
    return notes


def _marker_line(begins: int, siblings: Mapping[int, Sequence[Segment]]) -> str:
    """A block quotation's marker stands on the line before it, which is a unit of its own."""
    before = siblings.get(begins - 1, ())
    if (
        siblings[begins][0].kind is BlockKind.BLOCK_QUOTATION
        and before
        and before[0].kind is BlockKind.MARKER
    ):
        return f", marker in unit {before[0].id}"
    return ""


def _marker(bearer: int | None, label: str, segment: Segment, siblings: Sequence[Segment]) -> str:
    """label: what the marker says that stands before the quotation at `bearer`, None for none. siblings: the segments
    of the block that the quotation begins in."""
    unit = next(
        (s for s in siblings if bearer is not None and s.start <= bearer < s.start + len(s.text)), None
    )
    if unit is None:
        return ", no marker"
    if unit.id != segment.id:
        return f", marker in unit {unit.id}"
    if segment.kind is BlockKind.BLOCK_QUOTATION:  # its English has no marker line that could be a unit
        return f", marker in this unit: [{label}] as a line of its own before the French"
    return ", marker in this unit"


def decision_notes(segment: Segment, directives: Mapping[tuple[int, int], Directive]) -> list[str]:
    """What blocks a unit that has no French yet: original words, questions."""
    end = segment.start + len(segment.text)
    notes: list[str] = []
    for (block, start), directive in directives.items():
        if block != segment.block or not segment.start <= start < end:
            continue
        if directive.wanted is Wanted.ORIGINAL:
            words = directive.original
            notes.append(
                f"a French source: its own words are « {words} », without a marker"
                if words
                else "blocked: a French source; its own words are needed in the table of sources"
            )
        elif directive.official:
            notes.append(
                f"an official version: its French words are to be taken from it, [{directive.label}]"
            )
        elif directive.wanted is Wanted.QUESTION:
            notes.append("question: which marker? The citation span mixes languages or has no citation")
    return notes


def term_notes(segment: Segment, terms: Termbase, target: str = "") -> list[str]:
    """The terms of a segment that a translator would look up, on one line, each once; not those that the drafted
    target has."""
    if segment.kind in _NO_TERMS:
        return []
    there = folded(target)
    found = [
        term
        for term in terms.in_text(_prose(segment))
        if _is_telling(term) and folded(term.french) not in there
    ]
    return ["terms: " + "; ".join(f"{term.english} → {term.french}" for term in found)] if found else []


def citation_notes(segment: Segment, citation: Callable[[str], str]) -> list[str]:
    """The French of a segment's citations, on one line, where it is not the English. citation: English → French."""
    found = [segment.text[c.start : c.end] for c in citations(segment.text) if is_evidence(c, french=False)]
    changed = {text: french for text in found if (french := typeset(citation(text))) != text}
    return (
        ["citations: " + "; ".join(f"{text} → {french}" for text, french in changed.items())]
        if changed
        else []
    )


def _prose(segment: Segment) -> str:
    """A segment's text, blank where the program writes the French: citations and markers."""
    text = segment.text
    for span in segment.spans:
        if isinstance(span, Citation | Marker):
            text = f"{text[: span.start]}{' ' * (span.end - span.start)}{text[span.end :]}"
    return text


def _is_telling(term: Term) -> bool:
    """Whether a term's French says what its English does not: not a name that stays, a cognate, a common word, a
    state, or the role of a person, which has the gender that the table of decisions gives."""
    if term.domain == "label" or french_role(term.english, Gender.M) is not None:
        return False
    english, french = folded(term.english), folded(term.french)
    if english == french or english in _common():
        return False
    return " " in english or english[:_STEM] != french[:_STEM]


@cache
def _common() -> frozenset[str]:
    return frozenset(conventions("names")["common"])


def title_notes(segment: Segment) -> list[str]:
    """What is sure of a title that no rule makes: the state that it begins with, the range that it ends with."""
    if segment.kind is not BlockKind.TITLE:
        return []
    state, colon, _ = segment.text.partition(":")
    french, span = french_name(state) if colon else None, french_range(segment.text)
    known = [f"begins « {french}{NBSP}: »"] if french else []
    known += [f"ends « {span[1]} »"] if span else []
    return ["title: " + ", ".join(known)] if known else []


def quotation_notes(quoted: Sequence[Quoted], ledger: Ledger) -> list[str]:
    """The approved French of quotations in a unit that has none yet."""
    found = [(q.words, ledger.approved(q.references, q.words) or ledger.french(q.words)) for q in quoted]
    return [f"quotation: {words} → « {french} »" for words, french in found if french]
