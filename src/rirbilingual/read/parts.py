"""The paragraphs of a document that is no plain text, with what its markup says of each, and the text they make."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rirbilingual.model import BlockKind

_SPACES = re.compile(r"[ \t\r\f\v]+")
_AROUND_LINE_ENDS = re.compile(r"[ \t]*\n[ \t]*")


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph. hint: what the markup calls it (heading, list, block quotation, page furniture), None for no
    more than a paragraph."""

    text: str
    hint: BlockKind | None = None


def plain(text: str) -> str:
    """Text as a page shows it: runs of white space are one space. No-break spaces stay; so do line breaks."""
    return _AROUND_LINE_ENDS.sub("\n", _SPACES.sub(" ", text)).strip()


def joined(parts: Iterable[Part]) -> tuple[str, dict[int, BlockKind]]:
    """The text, a blank line between paragraphs, and the hints by the offset at which their paragraph begins."""
    lines: list[str] = []
    hints: dict[int, BlockKind] = {}
    at = 0
    for part in parts:
        if not part.text:
            continue
        if part.hint is not None:
            hints[at] = part.hint
        lines.append(part.text)
        at += len(part.text) + 2
    return "\n\n".join(lines) + "\n", hints
