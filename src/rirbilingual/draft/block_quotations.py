"""A block quotation whose French words are known already → the French of each of its units.

Known are the own words of a French source, which a person supplies, and what the ledger has of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rirbilingual.draft.ledger import Ledger
from rirbilingual.draft.markers import Directive, Wanted
from rirbilingual.draft.passages import Quoted, parted
from rirbilingual.draft.rules import Rule, is_citation
from rirbilingual.model import Segment

_SENTENCE = re.compile(r"(?<=[.!?…»])[ \u00a0]+(?=[^\W\d_a-zà-ÿ]|[«“\[(])")
_STOP = (".", "!", "?", "…", "»")


def known_words(
    segment: Segment,
    siblings: Sequence[Segment],
    quoted: Quoted,
    directive: Directive,
    *,
    ledger: Ledger,
    citation: Callable[[str], str],
) -> Rule | None:
    """The French of a unit of a block quotation, its citation at its end; None where it is not known. siblings: all
    units of the block. citation: English → French."""
    units = [unit for unit in siblings if not is_citation(unit)]
    if segment not in units:
        return None
    english, cited = parted(segment)
    if directive.wanted is Wanted.ORIGINAL:
        shares = shared_out(directive.original, len(units))
        rule, words = "original", shares[units.index(segment)] if shares else ""
    elif directive.wanted is Wanted.MARKER:
        rule, words = "ledger", ledger.approved(quoted.references, english) or ""
    else:
        return None
    if not words:
        return None
    if english.endswith(".") and not words.endswith(_STOP):
        words += "."
    return Rule(rule, f"{words} {citation(cited)}" if cited else words)


def shared_out(words: str, units: int) -> tuple[str, ...] | None:
    """The French of a block quotation by units, a sentence each; None where it has not as many sentences."""
    if not words.strip():
        return None
    sentences = (words.strip(),) if units == 1 else tuple(_SENTENCE.split(words.strip()))
    return sentences if len(sentences) == units else None
