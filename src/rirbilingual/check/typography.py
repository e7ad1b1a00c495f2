"""French texts to those that the conventions of fr-CA write in another way."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Severity
from rirbilingual.text.typeset import typeset

_AS_THEY_ARE = (BlockKind.MARKER, BlockKind.REFERENCE)  # titles keep the marks of their own language


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        if passage.kind in _AS_THEY_ARE:
            continue
        for unit in passage.units:
            text, right = unit.target, typeset(unit.target)
            if text != right:
                start, end, fix = _narrowed(text, right)
                yield Found(f"{_shown(text[start:end])} is {_shown(fix)}", (unit.id,), start, end, fix)


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
    if len(text) > 40:
        text = f"{text[:20]} … {text[-19:]}"
    return f"“{text}”".replace("\u00a0", "⍽")


PLUGIN = Check(
    id="typography",
    severity=Severity.WARNING,
    why="Spaces, guillemets, apostrophes, dashes, omissions and percentages follow one convention, the one "
    "that the drafts are made with (⍽ is a no-break space).",
    find=_find,
    good=(Example("The port: closed.", "Le port~: fermé."),),
    bad=(Example("The port: closed.", "Le port : fermé.", fixed="Le port~: fermé."),),
    safe=True,
)
