"""A segment that follows a rule → its French, without any memory."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from rirbilingual.draft.formulas import OPEN, formula
from rirbilingual.draft.markers import Directive, Wanted
from rirbilingual.draft.places import conventions
from rirbilingual.draft.references import french_entry
from rirbilingual.draft.source_lists import french_source
from rirbilingual.draft.terms import Termbase
from rirbilingual.model import BlockKind, Citation, Gender, Segment
from rirbilingual.text.typeset import NBSP, typeset

_NUMBER = re.compile(r"\d+(?:\.\d+)*\.?\s+")


@dataclass(frozen=True, slots=True)
class Rule:
    """French made by a rule ("" where its words are not all known) and what to say of it."""

    id: str
    french: str = ""
    notes: tuple[str, ...] = ()


def rule_made(
    segment: Segment,
    *,
    terms: Termbase,
    gender: Gender,
    described: str,
    citation: Callable[[str], str],
    words: Callable[[str], str | None],
    heading: Callable[[str], str | None],
    title: Callable[[str], str | None],
    block_directive: Directive | None,
    several: bool = False,
) -> Rule | None:
    """The rule for a segment, None where none reaches it.

    gender: of the person of a reference entry or a list of sources. described: the French of an oral source that the
    table of decisions has, "" for none. heading: the French of a heading's words, without its number.
    block_directive: of the block quotation after a marker line. several: the report cites several authors by a
    reference entry.
    """
    if segment.kind is BlockKind.REFERENCE:
        return Rule("reference", french_entry(segment.text, term=terms.name, gender=gender, several=several))
    if segment.kind is BlockKind.SOURCES:
        french = described or french_source(segment.text, term=terms.name, gender=gender)
        return Rule("sources", french) if french is not None else None
    if segment.kind is BlockKind.MARKER:
        return _marker(segment.text, block_directive)
    if is_citation(segment):
        french = citation(segment.text.strip(" ."))
        end = "." if segment.kind is BlockKind.BLOCK_QUOTATION or segment.text.endswith(".") else ""
        return Rule("citation", french + end)
    if segment.kind is BlockKind.TITLE:
        french = title(segment.text)
        return Rule("title", french) if french else None
    found = formula(segment.text, words)
    if found is None and segment.kind is BlockKind.HEADING:
        number = _NUMBER.match(segment.text)
        lead = number[0] if number else ""
        words_alone = segment.text[len(lead) :]
        french = heading(words_alone) or terms.heading(words_alone)
        return Rule("heading", lead + french) if french else None
    if found is None:
        return None
    if not found.open:
        return Rule(f"formula:{found.id}", found.french)
    english = "; ".join(found.open)
    return Rule("", "", (f"formula to complete: {typeset(found.french)}", f"{OPEN} stands for: {english}"))


def is_citation(segment: Segment) -> bool:
    """Whether a segment is a citation and nothing else."""
    found = [span for span in segment.spans if isinstance(span, Citation)]
    return len(found) == 1 and segment.text.strip(" .") == segment.text[found[0].start : found[0].end]


def _marker(text: str, directive: Directive | None) -> Rule:
    """The marker line before a block quotation. For a French source the line stays, empty to the eye."""
    if directive is not None and directive.wanted is Wanted.ORIGINAL:
        return Rule("marker", NBSP, ("no marker: the source is French; this line is left out of the page",))
    tables = conventions("quotations")
    label = tables["official"].get(text.strip("[] \n"), tables["markers"]["french"])
    return Rule("marker", f"[{label}]")
