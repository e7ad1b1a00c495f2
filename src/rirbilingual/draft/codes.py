"""A segment's inline codes to those of its French, each around its counterpart where that is plain; none is guessed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from rirbilingual.model import (
    BlockKind,
    Citation,
    InlineCode,
    Match,
    MatchKind,
    Placeable,
    PlaceableType,
    Quotation,
    Segment,
    Span,
)
from rirbilingual.text.codes import Codes, crossing, ordered
from rirbilingual.text.spans import spans
from rirbilingual.text.typeset import typeset

K = TypeVar("K", bound=Hashable)
S = TypeVar("S")
Stretch = tuple[int, int]
Twins = tuple[Stretch, Stretch]
"""A stretch of the English and the one of the French that says the same."""
Name = Callable[[str], str | None]

_TITLED = frozenset({BlockKind.REFERENCE, BlockKind.SOURCES})  # by rule: what is quoted keeps its order
_VALUES = frozenset(PlaceableType) - {PlaceableType.BRACKET}
_MARKER_LINE = re.compile(r"\[[^\]\n]+\]\n")
_OPENING = re.compile(r"\[\d{1,3}\][ \u00a0]+|\d{1,2}(?:\.\d{1,2})*\.?[ \u00a0]+")  # "[1] ", "2.1 "
_CLOSING = re.compile(r"[ \u00a0]?[.:;!?]$")
_WORD = re.compile(r"[^\s\u00a0.,;:()\[\]«»“”\"]+")


def target_codes(segment: Segment, french: str, match: Match | None, name: Name) -> Codes:
    """The codes of the segment's French. name: a name's French, None where it has none.

    An exact match with the same codes in its English brings its own. What has no plain counterpart is left out,
    for a person to place: a check names it.
    """
    if not segment.codes or not french:
        return ()
    if match is not None and match.kind <= MatchKind.EXACT:
        held = match.unit
        if held.source_codes == segment.codes and len(held.source) == len(segment.text):
            if held.target == french:
                return held.target_codes
            return placed(held.target, held.target_codes, french, segment.kind, lambda words: words)
    return placed(segment.text, segment.codes, french, segment.kind, name)


def placed(text: str, codes: Codes, french: str, kind: BlockKind, name: Name) -> Codes:
    """The codes of a text around their counterparts in another."""
    twins = sorted(_twins(text, french, kind), key=lambda pair: pair[0][1] - pair[0][0])
    found: list[InlineCode] = []
    for code in codes:
        stretch = _counterpart(text, code, french, twins, name) or _among_like(
            text, code, codes, french, name
        )
        if stretch is not None and stretch[0] < stretch[1]:
            found.append(replace(code, start=stretch[0], end=stretch[1]))
    while (wrong := crossing(ordered(found))) is not None and wrong in found:
        found.remove(wrong)
    return ordered(found)


def _counterpart(
    text: str, code: InlineCode, french: str, twins: Sequence[Twins], name: Name
) -> Stretch | None:
    """Where the code's words stand in the French: all that a twin says, or once within the closest twin."""
    for theirs, ours in twins:
        if theirs == (code.start, code.end):
            return ours
    words = text[code.start : code.end]
    for theirs, ours in twins if not words.isdigit() else ():  # a figure may be a part of another number
        if theirs[0] <= code.start and code.end <= theirs[1]:
            if _found(words, text, theirs) != [(code.start, code.end)]:
                continue
            for form in _forms(words, name):
                there = _found(form, french, ours)
                if len(there) == 1:
                    return there[0]
    return _within_word(text, code, french)


def _within_word(text: str, code: InlineCode, french: str) -> Stretch | None:
    """The place within a word that both texts have once: the 2 of "km2"."""
    word = next((w for w in _WORD.finditer(text) if w.start() <= code.start and code.end <= w.end()), None)
    if word is None or word.span() == (code.start, code.end):
        return None
    here, there = _found(word[0], text, (0, len(text))), _found(word[0], french, (0, len(french)))
    if len(here) != 1 or len(there) != 1:
        return None
    by = there[0][0] - word.start()
    return code.start + by, code.end + by


def _among_like(text: str, code: InlineCode, codes: Codes, french: str, name: Name) -> Stretch | None:
    """Words that stand several times, as often in the French, and every time in such a code."""
    words = text[code.start : code.end]
    here = _found(words, text, (0, len(text)))
    like = [(c.start, c.end) for c in codes if (c.kind, c.href) == (code.kind, code.href)]
    if not set(here) <= set(like):
        return None
    for form in _forms(words, name):
        there = _found(form, french, (0, len(french)))
        if len(there) == len(here) > 1:
            return there[here.index((code.start, code.end))]
    return None


def _forms(words: str, name: Name) -> Iterator[str]:
    """What the words may be in French: the same letters, set the French way, or a known name."""
    yield from dict.fromkeys([words, typeset(words), *([known] if (known := name(words)) else [])])


def _found(words: str, text: str, within: Stretch) -> list[Stretch]:
    """Where the words stand within a stretch of the text, as whole words."""
    before = r"(?<!\w)" if words[:1].isalnum() else ""
    after = r"(?!\w)" if words[-1:].isalnum() else ""
    pattern = re.compile(f"{before}{re.escape(words)}{after}")
    return [found.span() for found in pattern.finditer(text, *within)]


# --------------------------------------------------------------------------- what says the same in both


def _twins(text: str, french: str, kind: BlockKind) -> Iterator[Twins]:
    line = _MARKER_LINE.match(french)
    first = line.end() if line and not _MARKER_LINE.match(text) else 0
    begins, ends = [(0, first)], [(len(text), len(french))]
    opening, theirs = _OPENING.match(text), _OPENING.match(french)
    if opening and theirs and opening[0].split() == theirs[0].split():
        begins.append((opening.end(), theirs.end()))
    closing, their_closing = _CLOSING.search(text), _CLOSING.search(french)
    if closing and their_closing and closing[0] == their_closing[0].strip():
        ends.append((closing.start(), their_closing.start()))
    for start, their_start in begins:
        for end, their_end in ends:
            yield (start, end), (their_start, their_end)
    found, there = spans(text), spans(french)
    yield from _quotations(found, there, several=kind in _TITLED)
    yield from _citations(text, found, french, there)
    yield from _values(found, there)


def _quotations(found: Sequence[Span], there: Sequence[Span], *, several: bool) -> Iterator[Twins]:
    """The only quotation of both, or as many in entries, which keep their order: with its marks and without."""
    english, french = (
        [s for s in side if isinstance(s, Quotation) and s.level == 1 and s.opens and s.closes]
        for side in (found, there)
    )
    if len(english) == len(french) and (several or len(english) == 1):
        for one, other in zip(english, french, strict=True):
            yield (one.start, one.end), (other.start, other.end)
            yield (one.inner_start, one.inner_end), (other.inner_start, other.inner_end)


def _citations(text: str, found: Sequence[Span], french: str, there: Sequence[Span]) -> Iterator[Twins]:
    """Citations that cite what no other of their unit does, whole; and the labels in them."""
    english, others = (
        _unique([(_cited(s), s) for s in side if isinstance(s, Citation)]) for side in (found, there)
    )
    for key in english.keys() & others.keys():
        one, other = english[key], others[key]
        yield (one.start, one.end), (other.start, other.end)
        for source, twin in zip(one.sources, other.sources, strict=True):
            if source.label and twin.label and _date(source.date) == _date(twin.date):
                start = text.find(source.label, source.start, one.end)
                their_start = french.find(twin.label, twin.start, other.end)
                if start >= 0 and their_start >= 0:
                    yield (
                        (start, start + len(source.label)),
                        (their_start, their_start + len(twin.label)),
                    )


def _values(found: Sequence[Span], there: Sequence[Span]) -> Iterator[Twins]:
    """Numbers, dates, addresses and calls of a value that either text has once."""
    english, french = (
        _unique([((s.type, s.value), s) for s in side if isinstance(s, Placeable) and s.type in _VALUES])
        for side in (found, there)
    )
    for key in english.keys() & french.keys():
        one, other = english[key], french[key]
        yield (one.start, one.end), (other.start, other.end)


def _unique(keyed: Sequence[tuple[K, S]]) -> dict[K, S]:
    count = Counter(key for key, _ in keyed)
    return {key: span for key, span in keyed if count[key] == 1}


def _cited(citation: Citation) -> tuple[str, ...]:
    return tuple(_date(source.date) for source in citation.sources)


def _date(date: str) -> str:
    return re.sub(r"[\s\[\]]", "", date).lower().replace("s.d.", "n.d.")
