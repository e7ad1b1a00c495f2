"""A report to its citations, to the entries they may name, and to those that no entry answers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from rirbilingual.check.joined import BODY
from rirbilingual.model import Block, BlockKind, CitedSource, Reference, Report
from rirbilingual.text.citations import citations, date_value
from rirbilingual.text.normalise import folded

_CITES = BODY | {BlockKind.MARKER}
_SENTENCE = re.compile(r"[.!?][\"”')]*\s")
_ROLE = re.compile(
    r"\s+(?:of|at|in|with|from)\s+.*"
)  # "assistant professor of criminology" is named without it
_LIKE = 80  # per cent of likeness from which one date, or one label, is taken for a slip of the other
_ANY = 120  # of a label's and a date's together, from which an entry is worth naming as the nearest


def cited_in(report: Report) -> Iterator[tuple[Block, str, CitedSource]]:
    """Every source cited in the report's body: its block, what was said before it (a block quotation's
    lead-in too), and the source, its offsets in the block's text."""
    lead = ""
    for block in report.blocks:
        if block.kind not in _CITES:
            continue
        for citation in citations(block.text):
            for source in citation.sources:
                yield block, f"{lead} {block.text[: source.start]}", source
        lead = block.text if block.kind is not BlockKind.MARKER else lead


def named(source: CitedSource, said: str, references: Sequence[Reference]) -> tuple[Reference, ...]:
    """The entries that the source may name: of its label and date; without a label, of its date and a name
    that was said before, or the only entry of its date where the sentence names no other source."""
    found = dated(source.date, references)
    if source.label:
        label = _label(source.label)
        return tuple(r for r in found if label in {_label(name) for name in _names(r)})
    words = _label(said)
    last = _last_named(words, references)
    by_name = tuple(r for r in found if any(r is one for one, _, _ in last))
    meant = tuple(r for r in by_name if not _is_another_meant(r, last))
    if by_name or len(found) != 1:
        return meant
    sentence = max((m.end() for m in _SENTENCE.finditer(words)), default=0)
    return () if any(end > sentence for _, _, end in last) else tuple(found)


def dated(date: str, references: Sequence[Reference]) -> list[Reference]:
    """The entries of a date."""
    return [r for r in references if date_value(r.date) == date_value(date)]


@dataclass
class Unanswered:
    """Citations that no entry answers, for one cause: they have one date and one nearest entry.

    slip: the citations and that entry differ in so little that the one is taken for the other.
    """

    nearest: Reference | None
    slip: bool
    places: list[tuple[Block, CitedSource]] = field(default_factory=list)


def unanswered(report: Report) -> list[Unanswered]:
    """The citations without an entry, by cause, in the order of their first places."""
    groups: dict[tuple[str, str], Unanswered] = {}
    for block, said, source in cited_in(report):
        if named(source, said, report.references):
            continue
        nearest, slip = _nearest(source, said, report.references)
        cause = (nearest.key if nearest else _label(source.label), date_value(source.date))
        group = groups.setdefault(cause, Unanswered(nearest, slip))
        group.slip |= slip
        group.places.append((block, source))
    return list(groups.values())


def same_label(label: str, reference: Reference) -> bool:
    return folded(label) in {folded(name) for name in _names(reference)}


def _nearest(
    source: CitedSource, said: str, references: Sequence[Reference]
) -> tuple[Reference | None, bool]:
    """The entry most like what the citation says, its label first, then its date; whether it is a slip."""
    from rapidfuzz.fuzz import ratio

    words = _label(said)
    last = {id(r): end for r, _, end in _last_named(words, references)} if not source.label else {}

    def likeness(reference: Reference) -> tuple[float, float]:
        if source.label:
            label = max(ratio(folded(source.label), folded(name)) for name in _names(reference))
        else:
            label = 100 * last.get(id(reference), 0) / max(len(words), 1)
        return label, ratio(date_value(source.date), date_value(reference.date))

    best = max(references, key=lambda reference: sum(likeness(reference)), default=None)
    if best is None or sum(likeness(best)) < _ANY:
        return None, False
    label, date = likeness(best)
    known = best.label and (same_label(source.label, best) if source.label else id(best) in last)
    return best, bool(date >= _LIKE if known else date == 100 and label >= _LIKE)


def _is_another_meant(entry: Reference, last: Sequence[tuple[Reference, int, int]]) -> bool:
    """Whether one whose name is a part of this one's, or has it as a part, was named after it: after "the Assistant
    Professor of criminology", "the Assistant Professor" is somebody else where the list has both."""
    ours = _label(entry.label)
    named_at = max(end for one, _, end in last if one is entry)
    return any(
        end > named_at
        and one.label != entry.label
        and (_label(one.label) in ours or ours in _label(one.label))
        for one, _, end in last
    )


def _last_named(words: str, references: Sequence[Reference]) -> list[tuple[Reference, int, int]]:
    """The entries that the words name, each with the start and end of its last naming; a name inside a longer
    one ("Professor" in "Assistant Professor") names nobody."""
    whole = {_label(name) for reference in references for name in _names(reference)}
    found = [
        (reference, *span)
        for reference in references
        if (span := max(_spans(words, reference, whole), key=lambda span: span[1], default=None))
    ]
    return [
        (one, start, end)
        for one, start, end in found
        if not any(a <= start and end <= b and b - a > end - start for _, a, b in found)
    ]


def _spans(words: str, reference: Reference, whole: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where each form of the entry's name stands last as words of its own ("vice", not "services"). A role is one,
    "Assistant Professor", where it is no entry's whole name."""
    forms = {_label(name) for name in _names(reference)}
    roles = {_ROLE.sub("", form) for form in forms if reference.oral}
    for form in forms | roles.difference(whole):
        at = words.rfind(form)
        while at >= 0 and not _is_whole(words, at, at + len(form)):
            at = words.rfind(form, 0, at + len(form) - 1)
        if at >= 0 and form:
            yield at, at + len(form)


def _is_whole(words: str, start: int, end: int) -> bool:
    return not words[max(start - 1, 0) : start].isalnum() and not words[end : end + 1].isalnum()


def _names(reference: Reference) -> tuple[str, ...]:
    return (reference.label, *reference.names)


def _label(name: str) -> str:
    return folded(name).removeprefix("the ").rstrip(".")
