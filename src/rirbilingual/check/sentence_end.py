"""Units to those whose French does not end as the English does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Severity

_KINDS = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.NOTE, BlockKind.REFERENCE, BlockKind.BLOCK_QUOTATION}
)
# At the end: a block quotation's, after its period in English; elsewhere before the sentence's own period.
_CITATION = re.compile(r"\s*\([^()]*(?:\d{4}|[ns]\.d\.)[^()]*\)$")
_CLOSING = re.compile(r"(?:\[\d{1,3}\]|[\s\u00a0\"”“»'’)\]])++$")  # a note's call too


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        if passage.kind not in _KINDS:
            continue
        for unit in passage.units:
            if not unit.target.strip():
                continue
            quoted = passage.kind is BlockKind.BLOCK_QUOTATION
            source = _CITATION.sub("", unit.source) if quoted else unit.source
            english, french = _end(source), _end(unit.target)
            wide = _end(unit.target, closing=False)
            if (
                english
                and english not in (french, wide)
                and not (english == "." and french in "…!?" and french)
            ):
                bare = len(unit.target.rstrip())
                fix = english if english == "." and not (french or wide) else None
                message = f"the English ends with “{english}”, the French with “{unit.target.rstrip()[-1]}”"
                at = (bare, bare, fix) if fix else (None, None, None)
                yield Found(message, (unit.id,), *at)


def _end(text: str, *, closing: bool = True) -> str:
    """The text's final mark, looked for inside its closing quotation marks and brackets too."""
    bare = text.rstrip()
    if _CITATION.search(bare):
        return ""
    bare = _CLOSING.sub("", bare) if closing else bare
    return bare[-1] if bare and bare[-1] in ".?!:…" else ""


PLUGIN = Check(
    id="sentence.end",
    severity=Severity.WARNING,
    why="A period, colon or question mark at the end is part of the sentence; a missing one is often a sign "
    "that more is missing.",
    find=_find,
    good=(
        Example('He asked: "Why not?"', "Il a demandé~: [traduction] «~Pourquoi pas?~»"),
        Example('It is "closed."', "Il est [traduction] «~fermé~»."),
    ),
    bad=(
        Example("The port is closed.", "Le port est fermé", fixed="Le port est fermé."),
        Example("It has three gates:", "Il a trois portes."),
        Example("It is deep. [1]", "Il est profond: [1]"),
    ),
    safe=True,
)
