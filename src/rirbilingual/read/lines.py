"""A text to its chunks: stretches without white space at their ends, with the gaps between them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rirbilingual.text.references import is_reference

_INK = re.compile(r"\S")
_LINE_END = re.compile(r"(?:\r\n|\n|\r)[^\S\n\r]*")  # and the white space that begins the next line
_WRAP_WIDTH = 100  # code points; a line no longer than this may have been wrapped by an editor
_NEW_ENTRY = re.compile(r"\[\d+\]\s|\d+(?:\.\d+)*\.?\s+\S|[-•*]\s|\[(?:translation|traduction)\]\s*$", re.I)
_ENDS = re.compile(r"[.!?:;\]\"”»)]$")


def chunks(text: str, known: Sequence[tuple[int, int]] = ()) -> tuple[list[str], list[str], list[int]]:
    """The chunks, the gaps (one more), and each chunk's offset. Chunks and gaps joined are the text.

    A blank line parts chunks; so does a line end, except inside a paragraph wrapped by an editor. known: ranges
    that are chunks of their own, in order: cells of tables.
    """
    starts: list[tuple[int, int]] = []
    waiting = [*reversed(known)]
    begin = _INK.search(text)
    while begin:
        at = begin.start()
        while waiting and waiting[-1][0] < at:
            waiting.pop()
        if waiting and waiting[-1][0] == at:
            end = waiting.pop()[1]
        else:
            end = _end_of_chunk(text, at)
            end = min(end, waiting[-1][0]) if waiting else end
        body = text[at:end].rstrip()
        starts.append((at, at + len(body)))
        begin = _INK.search(text, at + len(body))
    gaps, last = [], 0
    for start, end in starts:
        gaps.append(text[last:start])
        last = end
    gaps.append(text[last:])
    return [text[a:b] for a, b in starts], gaps, [a for a, _ in starts]


def _end_of_chunk(text: str, start: int) -> int:
    at = start
    while True:
        end = _LINE_END.search(text, at)
        if end is None:
            return len(text)
        following = _LINE_END.search(text, end.end())
        line = text[at : end.start()].rstrip()
        after = text[end.end() : following.start() if following else len(text)].rstrip()
        if not after or not _wrapped(line, after):
            return at + len(line)
        at = end.end()


def _wrapped(line: str, after: str) -> bool:
    """Whether the line end between the two was an editor's."""
    return (
        45 <= len(line) <= _WRAP_WIDTH
        and len(after) <= _WRAP_WIDTH
        and not _NEW_ENTRY.match(after)
        and not (_ENDS.search(line) and (len(line) < 60 or is_reference(after)))
    )
