"""Reference passages in English order to the order of the French list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby

from rirbilingual.model import BlockKind, Passage
from rirbilingual.text.normalise import folded

# An entry's author ends where its date begins: ". 2023-05-29.", ". [2022a].", ". S.d."
_DATE = re.compile(r"\.\s+\[?(?:\d{4}|[ns]\.\s?d\.)", re.IGNORECASE)
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)  # English lists sort "The Guardian" under G


def author(entry: str) -> str:
    """What stands before an entry's date; the whole entry where it has none."""
    found = _DATE.search(entry)
    return entry[: found.start()] if found else entry


def sort_key(entry: str) -> str:
    """Accents, case, punctuation and a first "The" do not count; words do."""
    words = folded(_ARTICLE.sub("", author(entry).strip(" \"'«»“”\u00a0")))
    letters = (c if unicodedata.category(c)[0] in "LN" else " " for c in words)
    return " ".join("".join(letters).split())


def french_order(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages with each run of references sorted again by its French entries.

    Entries of one author keep the English order, which is by date, the latest first.
    """
    out: list[Passage] = []
    for is_reference, run in groupby(passages, key=lambda p: p.block.kind is BlockKind.REFERENCE):
        held = list(run)
        out += sorted(held, key=lambda p: sort_key(p.said("fr"))) if is_reference else held
    return tuple(out)
