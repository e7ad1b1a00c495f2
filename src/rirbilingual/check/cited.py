"""A citation of one language to its counterpart in the other: their sources compared after localisation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from operator import eq

from rirbilingual.model import Citation, CitedSource
from rirbilingual.text.citations import date_value


@lru_cache(20_000)
def pages_value(pages: str) -> str:
    """The figures of what follows a citation's date: "Sec. 12(b), ii-iv" and "sect. 12 b), ii-iv" are one."""
    text = re.sub(r"[‐‑–—−]", "-", pages)
    return " ".join(
        re.findall(r"\d+(?:-\d+)*|(?<![^\W\d_])[ivxlc]+(?:-[ivxlc]+)*(?![^\W\d_]|['’])", text.lower())
    )


def value(source: CitedSource) -> tuple[str, str]:
    """What a source is compared by in both languages; labels are another question."""
    return date_value(source.date), pages_value(source.pages)


def paired(english: Sequence[Citation], french: Sequence[Citation]) -> dict[int, int]:
    """Index of an English citation → index of the French one with the same sources; in order where several
    are alike, by shared dates where none is alike."""
    pairs: dict[int, int] = {}
    free = list(range(len(french)))
    for said, alike in ((_values, eq), (_dates, eq), (_dates, _share)):
        waiting = [n for n in range(len(english)) if n not in pairs]
        if not waiting or not free:
            break
        theirs = {m: said(french[m]) for m in free}
        for n in waiting:
            ours = said(english[n])
            answer = next((m for m in theirs if alike(ours, theirs[m])), None)
            if answer is not None:
                pairs[n] = answer
                del theirs[answer]
        free = list(theirs)
    return pairs


def _values(citation: Citation) -> list[tuple[str, str]]:
    return sorted(value(source) for source in citation.sources)


def _dates(citation: Citation) -> list[tuple[str, str]]:
    return sorted((date_value(source.date), "") for source in citation.sources)


def _share(ours: list[tuple[str, str]], theirs: list[tuple[str, str]]) -> bool:
    return not set(ours).isdisjoint(theirs)
