"""Quotations to those whose inner quotations are more or fewer in French than in English."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rirbilingual.check.joined import Side
from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Quotation, Severity


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        if passage.kind is BlockKind.REFERENCE or not passage.is_translated:
            continue
        english, french = passage.english, passage.french
        if len(english.outermost) != len(french.outermost):
            continue
        for ours, theirs in zip(english.outermost, french.outermost, strict=True):
            if _inner(french, theirs) > _inner(english, ours) or (
                _inner(french, theirs) < _inner(english, ours) and not _is_name(english, ours)
            ):
                ids, start, end = passage.place(theirs.start, theirs.end)
                many = f"{_inner(english, ours)} in English, {_inner(french, theirs)} in French"
                yield Found(f"quotations inside this quotation: {many}", ids, start, end)


def _inner(side: Side, outer: Quotation) -> int:
    return sum(q.level > 1 and outer.start <= q.start and q.end <= outer.end for q in side.quotations)


def _is_name(side: Side, outer: Quotation) -> bool:
    """Whether the quotation is one quoted name: one level of guillemets is enough for it."""
    inner: Sequence[Quotation] = [
        q for q in side.quotations if q.level > 1 and outer.start <= q.start and q.end <= outer.end
    ]
    if len(inner) != 1:
        return False
    words = side.text[inner[0].inner_start : inner[0].inner_end]
    outside = side.text[outer.inner_start : inner[0].start] + side.text[inner[0].end : outer.inner_end]
    return not any(c.isalnum() for c in outside) and any(c.isupper() for c in words)


_ENGLISH = "It is part of a \"continued 'militarization' of the coast\" (CSI 2023-11, 9)."

PLUGIN = Check(
    id="quotation.level",
    severity=Severity.WARNING,
    why="A quotation inside a quotation is somebody else's words: it stays one, in “ ”. Only a quoted name "
    "may lose the second pair.",
    find=_find,
    good=(
        Example(
            _ENGLISH,
            "Cela fait partie d'une [traduction] «~“militarisation” continue de la côte~» (CSI 2023-11, 9).",
        ),
        Example(
            "He is known as \"'El Notario'\" (Voz de Tesar 2023-06-30).",
            "Il est connu sous le nom d'«~El Notario~» (Voz de Tesar 2023-06-30).",
        ),
    ),
    bad=(
        Example(
            _ENGLISH,
            "Cela fait partie d'une [traduction] «~militarisation continue de la côte~» (CSI 2023-11, 9).",
        ),
    ),
)
