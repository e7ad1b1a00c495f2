"""A list of additional sources to its label and entries: "Oral sources: a; b; c."."""

from __future__ import annotations

import re

_LABEL = re.compile(r"[^:;()\[\]]{1,60}?[ \u00a0]?:(?=\s|$)")
_SEPARATOR = re.compile(r";\s*")


def entries(text: str) -> list[tuple[int, int, int]]:
    """Start, end and next start of the label and of each entry; they tile the text."""
    starts = [0]
    label = _LABEL.match(text)
    at = 0
    if label:
        at = label.end() + len(text[label.end() :]) - len(text[label.end() :].lstrip())
        if at < len(text):
            starts.append(at)
    starts += [
        m.end() for m in _SEPARATOR.finditer(text, at) if _top_level(text, m.start()) and m.end() < len(text)
    ]
    ends = [*starts[1:], len(text)]
    return [(a, a + len(_bare(text[a:b])), b) for a, b in zip(starts, ends, strict=True)]


def _bare(part: str) -> str:
    stripped = part.rstrip()
    return stripped[:-1].rstrip() if stripped.endswith(";") else stripped


def _top_level(text: str, at: int) -> bool:
    return text.count("(", 0, at) <= text.count(")", 0, at)
