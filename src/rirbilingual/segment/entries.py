"""A list of additional sources to its label and entries: "Oral sources: a; b; c."."""

from __future__ import annotations

import re

_LABEL = re.compile(r"[^:;()\[\]]{1,60}?[ \u00a0]?:(?=\s|$)")
_MARKS = re.compile(r"[()]|;\s*")


def entries(text: str) -> list[tuple[int, int, int]]:
    """Start, end and next start of the label and of each entry; they tile the text."""
    starts = [0]
    label = _LABEL.match(text)
    at = 0
    if label:
        at = label.end() + len(text[label.end() :]) - len(text[label.end() :].lstrip())
        if at < len(text):
            starts.append(at)
    depth = 0
    for mark in _MARKS.finditer(text):
        if mark[0] in "()":
            depth += 1 if mark[0] == "(" else -1
        elif mark.start() >= at and depth <= 0 and mark.end() < len(text):
            starts.append(mark.end())
    ends = [*starts[1:], len(text)]
    return [(a, a + len(_bare(text[a:b])), b) for a, b in zip(starts, ends, strict=True)]


def _bare(part: str) -> str:
    stripped = part.rstrip()
    return stripped[:-1].rstrip() if stripped.endswith(";") else stripped
