"""A source → the same with what a machine must not change behind masks, "[1]", "[2]"; and its translation back."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rirbilingual.draft.tokens import is_evidence
from rirbilingual.model import PlaceableType
from rirbilingual.text.citations import citations
from rirbilingual.text.markers import markers
from rirbilingual.text.placeables import placeables
from rirbilingual.text.typeset import NBSP

_MASKED = frozenset({PlaceableType.URL, PlaceableType.RIR, PlaceableType.NOTE})
_GROUPED = re.compile(r"(?<![\d,.])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,]*\d)")
_PERCENT = re.compile(r"(?<![\d,.])(\d+(?:\.\d+)?) ?(?:percent|per cent|%)")
_MASK = re.compile(r"\[\s?(\d+)\s?\]")


@dataclass(frozen=True, slots=True)
class Masked:
    """text: one line, with masks. behind: what stands behind each, in French."""

    text: str
    behind: tuple[str, ...]


def masked(source: str, citation: Callable[[str], str], names: Sequence[tuple[int, int, str]] = ()) -> Masked:
    """The source with its citations, addresses, report numbers and note calls masked; without markers, which
    are placed by rule. citation: an English citation → the French one. names: where quoted names stand, which are kept,
    and how French writes them."""
    spans: list[tuple[int, int, str]] = list(names)
    for found in citations(source):
        if is_evidence(found, french=False):
            spans.append((found.start, found.end, citation(source[found.start : found.end])))
    for placeable in placeables(source):
        if placeable.type in _MASKED:
            surface = source[placeable.start : placeable.end]
            value = placeable.value if placeable.type is PlaceableType.RIR else surface
            spans.append((placeable.start, placeable.end, value))
    for marker in markers(source):
        after = source[marker.end :]
        spans.append((marker.start, len(source) - len(after.lstrip()), ""))
    parts: list[str] = []
    behind: list[str] = []
    at = 0
    for start, end, french in sorted(spans):
        if start < at:
            continue
        parts.append(source[at:start])
        if french:
            behind.append(french)
            parts.append(f"[{len(behind)}]")
        at = end
    parts.append(source[at:])
    return Masked(" ".join("".join(parts).split()), tuple(behind))


def unmasked(text: str, behind: tuple[str, ...]) -> str | None:
    """The translation with what stood behind its masks; None where a mask is lost, doubled or made up."""
    found = [int(mask[1]) for mask in _MASK.finditer(text)]
    if sorted(found) != list(range(1, len(behind) + 1)):
        return None
    return _MASK.sub(lambda mask: behind[int(mask[1]) - 1], text)


def french_figures(text: str, source: str, percent: str) -> str:
    """The translation with the source's figures as French writes them: "5 000", "42 p. 100". percent: what is
    written after a percentage."""
    for grouped in sorted(set(_GROUPED.findall(source)), key=len, reverse=True):
        french = grouped.replace(",", NBSP).replace(".", ",")
        text = re.sub(rf"(?<![\d,]){re.escape(grouped)}(?![\d,]*\d)", french, text)
    for figure in sorted(set(_PERCENT.findall(source)), key=len, reverse=True):
        written = figure.replace(".", ",")
        said = rf"(?<![\d.,]){re.escape(figure).replace(re.escape('.'), '[.,]')}\s?(?:pour cent|percent|%)"
        text = re.sub(said, f"{written}{percent}", text)
    return text
