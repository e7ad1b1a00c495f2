"""A subject to its units with French sentences in them: not entries, lists of names, markers, headings."""

from __future__ import annotations

from collections.abc import Iterator

from rirbilingual.check.joined import Joined
from rirbilingual.check.rule import Subject
from rirbilingual.model import BlockKind, Unit

_NO_SENTENCES = frozenset({BlockKind.REFERENCE, BlockKind.SOURCES, BlockKind.MARKER, BlockKind.AUTHOR})


def spoken(subject: Subject) -> Iterator[tuple[Joined, Unit]]:
    """Every translated unit of a kind that holds sentences, with its passage."""
    for passage in subject.passages:
        if passage.kind not in _NO_SENTENCES:
            for unit in passage.units:
                if unit.target.strip():
                    yield passage, unit
