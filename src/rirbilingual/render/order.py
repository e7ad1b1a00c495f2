"""Reference passages in English order to the order of the French list."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

from rirbilingual.model import BlockKind, Language, Pair, Passage
from rirbilingual.text.normalise import folded
from rirbilingual.text.remembered import remembered

# An entry's author ends where its date begins: ". 2023-05-29.", ". [2022a].", ". S.d."
_DATE = re.compile(r"\.\s+\[?(?:\d{4}|[ns]\.\s?d\.)", re.IGNORECASE)
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)  # English lists sort "The Guardian" under G


def author(entry: str) -> str:
    """What stands before an entry's date; the whole entry where it has none."""
    found = _DATE.search(entry)
    return entry[: found.start()] if found else entry


@remembered  # two formats ask
def sort_key(entry: str) -> str:
    """Accents, case, punctuation and a first "The" do not count; words do."""
    words = folded(_ARTICLE.sub("", author(entry).strip(" \"'«»“”\u00a0")))
    letters = (c if unicodedata.category(c)[0] in "LN" else " " for c in words)
    return " ".join("".join(letters).split())


def in_order(pair: Pair, language: Language) -> tuple[Passage, ...]:
    """The pair's passages as the report in that language has them: in French each run of references is sorted again
    by its French entries.

    Entries of one author keep the English order, which is by date, the latest first.
    """
    if language == "en":
        return pair.passages
    out: list[Passage] = []
    for is_reference, run in groupby(pair.passages, key=lambda p: p.block.kind is BlockKind.REFERENCE):
        held = list(run)
        out += sorted(held, key=lambda p: sort_key(p.said("fr"))) if is_reference else held
    return tuple(out)
