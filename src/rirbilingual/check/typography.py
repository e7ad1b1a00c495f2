"""French texts to those that the conventions of fr-CA write in another way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Severity, Unit
from rirbilingual.text.typeset import RULES, typeset

_AS_THEY_ARE = (BlockKind.MARKER, BlockKind.REFERENCE)  # titles keep the marks of their own language
_OF_TITLES = {name for name, _, _ in RULES} - {"guillemets"}  # what is left alone in an entry
_CONSULTED = re.compile(r"(?<=\[Date de consultation) ?(?=:)")


_NAMES = {
    "space": "narrow spaces",
    "apostrophe": "the apostrophe ’",
    "omission": "omissions as [...]",
    "ellipsis": "three dots",
    "guillemets": "guillemets without no-break spaces",
    "colon": "no no-break space before the colon",
    "marks": "spaces before ; ! ?",
    "percent": "no no-break space before the percent sign",
    "money": "no no-break space before the sign of a currency",
    "thousands": "ordinary spaces in numbers",
    "double": "two spaces",
    "commas": "spaces before , and .",
}

# Where a rule matches only what it changes: what shows that a text keeps it.
_KEPT = {
    "space": [re.compile("\u00a0")],
    "apostrophe": [re.compile("'")],
    "marks": [re.compile(r"[^\s\u00a0][;!?]")],
    "money": [re.compile(r"\d\u00a0[$€£]")],
    "thousands": [re.compile(r"\d\u00a0\d{3}")],
    "double": [re.compile(r"\S \S")],
    "commas": [re.compile(r"[^\s\u00a0][,.]")],
}


def _find(subject: Subject) -> Iterator[Found]:
    units = [unit for p in subject.passages if p.kind not in _AS_THEY_ARE for unit in p.units]
    usage = _usage(units) if subject.report is None else {}
    for name, kept in usage.items():
        yield Found(
            f"this file writes {_NAMES[name]}, as drafts do not",
            tuple(u.id for u in kept),
            severity=Severity.INFO,
        )
    entries = [unit for p in subject.passages if p.kind is BlockKind.REFERENCE for unit in p.units]
    for unit in (*units, *entries):
        entry = unit.kind is BlockKind.REFERENCE
        text, right = unit.target, typeset(unit.target, without=(_OF_TITLES | set(usage)) if entry else usage)
        if entry and "colon" not in usage:
            right = _CONSULTED.sub("\u00a0", right)
        if text != right:
            start, end, fix = _narrowed(text, right)
            yield Found(f"{_shown(text[start:end])} should be {_shown(fix)}", (unit.id,), start, end, fix)


def _usage(units: Sequence[Unit]) -> dict[str, list[Unit]]:
    """The conventions that a file of another house keeps in a way of its own, with the units that show it:
    those where most of its units do, and its apostrophe in any case."""
    ours: Counter[str] = Counter()
    theirs: dict[str, list[Unit]] = {}
    for unit in units:
        for name in {name for name, _, _ in RULES}:
            mine = [(pattern, new) for rule, pattern, new in RULES if rule == name]
            if any(pattern.sub(new, unit.target) != unit.target for pattern, new in mine):
                theirs.setdefault(name, []).append(unit)
            elif any(
                pattern.search(unit.target) for pattern in _KEPT.get(name, [pattern for pattern, _ in mine])
            ):
                ours[name] += 1
    return {name: kept for name, kept in theirs.items() if name == "apostrophe" or len(kept) > ours[name]}


def _narrowed(old: str, new: str) -> tuple[int, int, str]:
    """The stretch that differs, with a character on either side where there is one, and its replacement."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    same = 0
    while same < min(len(old), len(new)) - start and old[-1 - same] == new[-1 - same]:
        same += 1
    start, same = max(start - 1, 0), max(same - 1, 0)
    return start, len(old) - same, new[start : len(new) - same]


def _shown(text: str) -> str:
    """The stretch, or its beginning, where the first difference is."""
    if len(text) > 40:
        text = f"{text[:24].rstrip()} […]"
    return f"“{text}”".replace("\u00a0", "⍽")


PLUGIN = Check(
    id="typography",
    severity=Severity.WARNING,
    why="Spaces, guillemets, apostrophes, dashes, omissions and percentages follow one convention, the one "
    "that the drafts are made with (⍽ is a no-break space). In another program's file what most of its units "
    "do is its own convention, and only mentioned.",
    find=_find,
    good=(Example("The port: closed.", "Le port~: fermé."),),
    bad=(Example("The port: closed.", "Le port : fermé.", fixed="Le port~: fermé."),),
    safe=True,
)
