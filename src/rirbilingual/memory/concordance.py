"""Words and units in, the units that hold them out: search on either side of a memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rirbilingual.errors import RirError
from rirbilingual.model import Unit
from rirbilingual.text.normalise import folded


def holding(text: str, units: Iterable[Unit]) -> Iterator[Unit]:
    """Units that hold the words of `text`, next to each other, on either side; accents and case do not count."""
    words = folded(text)
    if not words:
        raise RirError("nothing to search for", "TEXT", "give a word or a phrase")
    pattern = re.compile(rf"(?<!\w){re.escape(words)}")
    return (
        unit for unit in units if pattern.search(folded(unit.source)) or pattern.search(folded(unit.target))
    )
