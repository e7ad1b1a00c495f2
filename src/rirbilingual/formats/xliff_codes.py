"""A unit's texts to runs of text, protected codes (marks of quotation, markers, citations) and inline codes around runs.

A code stands in both languages under one number. Its French words travel with it as `french`, so that they
come back right where an editor has copied the code of the English: those of the unit's French, and where there
is none yet, guillemets and the usual marker.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rirbilingual.formats.po_codes import links
from rirbilingual.model import CodeKind, InlineCode, Unit
from rirbilingual.text.codes import nested
from rirbilingual.text.typeset import NBSP

_USUAL = {"opening": f"«{NBSP}", "closing": f"{NBSP}»"}
_MARKERS = {"[translation]": "[traduction]"}


@dataclass(frozen=True, slots=True)
class Code:
    """A stretch that a translator may move but not change. text: as it stands; french: as it is in French."""

    id: int
    type: str
    text: str
    french: str


@dataclass(frozen=True, slots=True)
class Around:
    """An inline code around runs. id: its PO tag ("em", "a1"), and "-2" for the second one of that tag."""

    id: str
    code: InlineCode
    runs: Runs


Runs = tuple[str | Code | Around, ...]
_Stretch = tuple[str, int, int]


def runs(unit: Unit) -> tuple[Runs, Runs]:
    """The source and the target with their codes. Law: the texts of the runs, joined, are the unit's.

    A kind of code is protected where both languages have as many of it, or there is no French yet; and where no
    inline code begins or ends within one.
    """
    english, french = list(_stretches(unit.source)), list(_stretches(unit.target))
    source_codes, target_codes = nested(unit.source_codes), nested(unit.target_codes)
    cut = {*_cut_kinds(english, source_codes), *_cut_kinds(french, target_codes)}
    kinds = {kind for kind, _, _ in english} - cut
    paired = {kind for kind in kinds if not unit.target or _count(english, kind) == _count(french, kind)}
    english = [stretch for stretch in english if stretch[0] in paired]
    french = [stretch for stretch in french if stretch[0] in paired]
    counterparts: dict[str, list[str]] = {}
    for kind, start, end in french:
        counterparts.setdefault(kind, []).append(unit.target[start:end])
    ids: dict[tuple[str, int], int] = {}
    seen: dict[str, int] = {}
    codes = []
    for number, (kind, start, end) in enumerate(english, 1):
        nth = seen[kind] = seen.get(kind, -1) + 1
        ids[kind, nth] = number
        text = unit.source[start:end]
        words = counterparts[kind][nth] if unit.target else _usual(kind, text)
        codes.append((start, end, Code(number, kind, text, words)))
    seen.clear()
    targets = []
    for kind, start, end in french:
        nth = seen[kind] = seen.get(kind, -1) + 1
        text = unit.target[start:end]
        targets.append((start, end, Code(ids[kind, nth], kind, text, text)))
    names = {href: tag for tag, href in links(unit).items()}
    return _cut(unit.source, codes, source_codes, names), _cut(unit.target, targets, target_codes, names)


def _cut_kinds(stretches: list[_Stretch], codes: Sequence[InlineCode]) -> Iterator[str]:
    """The kinds of which a stretch has the border of an inline code in it."""
    borders = {border for code in codes for border in (code.start, code.end)}
    return (kind for kind, start, end in stretches if any(start < border < end for border in borders))


def _usual(kind: str, text: str) -> str:
    """The French of a code in a unit that has none yet. A citation's words are for the checks to mend."""
    return _MARKERS.get(text, text) if kind == "marker" else _USUAL.get(kind, text)


def _count(stretches: list[_Stretch], kind: str) -> int:
    return sum(found == kind for found, _, _ in stretches)


def _stretches(text: str) -> Iterator[_Stretch]:
    """The protected stretches in order, none within another."""
    from rirbilingual.text.citations import citations
    from rirbilingual.text.markers import markers
    from rirbilingual.text.quotations import quotations

    found: list[_Stretch] = [("citation", c.start, c.end) for c in citations(text)]
    found += [("marker", m.start, m.end) for m in markers(text)]
    for quotation in quotations(text):
        if quotation.level == 1 and quotation.opens and quotation.closes:
            found.append(("opening", quotation.start, quotation.inner_start))
            found.append(("closing", quotation.inner_end, quotation.end))
    last = 0
    for stretch in sorted(found, key=lambda stretch: (stretch[1], -stretch[2])):
        if stretch[1] >= last and stretch[2] > stretch[1]:
            last = stretch[2]
            yield stretch


def _cut(
    text: str, codes: list[tuple[int, int, Code]], inline: Sequence[InlineCode], names: Mapping[str, str]
) -> Runs:
    levels: list[list[str | Code | Around]] = [[]]
    open_codes: list[tuple[str, InlineCode]] = []
    seen: dict[str, int] = {}
    last = 0

    def upto(place: int) -> None:
        nonlocal last
        if place > last:
            levels[-1].append(text[last:place])
        last = place

    def close() -> None:
        upto(open_codes[-1][1].end)
        name, code = open_codes.pop()
        inside = tuple(levels.pop())
        levels[-1].append(Around(name, code, inside))

    around: list[tuple[int, int, Code | InlineCode]] = [(c.start, c.end, c) for c in inline]
    for start, end, item in sorted([*around, *codes], key=lambda found: (found[0], -found[1])):
        while open_codes and open_codes[-1][1].end <= start:
            close()
        upto(start)
        if isinstance(item, Code):
            levels[-1].append(item)
            last = end
            continue
        tag = names[item.href] if item.kind is CodeKind.LINK else item.kind.value
        seen[tag] = seen.get(tag, 0) + 1
        open_codes.append((tag if seen[tag] == 1 else f"{tag}-{seen[tag]}", item))
        levels.append([])
    while open_codes:
        close()
    upto(len(text))
    return tuple(levels[0])
