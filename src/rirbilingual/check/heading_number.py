"""Headings to those whose number is lost or differs in French."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rirbilingual.check.rule import Check, Example, Found, Subject
from rirbilingual.model import BlockKind, Severity

_NUMBER = re.compile(r"\s*(?P<number>\d+(?:\.\d+)*\.?)[\s\u00a0]")


def _find(subject: Subject) -> Iterator[Found]:
    for passage in subject.passages:
        if passage.kind is BlockKind.HEADING and passage.is_translated:
            english, french = _number(passage.english.text), _number(passage.french.text)
            if english != french:
                message = (
                    f"the heading's number is {english or 'none'} in English, {french or 'none'} in French"
                )
                yield Found(message, passage.ids)


def _number(text: str) -> str:
    match = _NUMBER.match(text)
    return match["number"].rstrip(".") if match else ""


PLUGIN = Check(
    id="heading.number",
    severity=Severity.ERROR,
    why="Sections are found by number in both languages.",
    find=_find,
    good=(
        Example("2.1 Structure", "2.1 Structure", (BlockKind.HEADING,)),
        Example("Overview", "Aperçu", (BlockKind.HEADING,)),
    ),
    bad=(
        Example("2.1 Structure", "2.2 Structure", (BlockKind.HEADING,)),
        Example("2. Areas", "Régions", (BlockKind.HEADING,)),
    ),
)
