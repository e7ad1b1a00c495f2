"""A quotation's words to whether the period at their end is their own, and stays inside French guillemets."""

from __future__ import annotations

import re

from rirbilingual.model import Quotation

_ABBREVIATION = re.compile(
    r"(?<!\w)(?:Inc|Ltd|Ltée|Co|Corp|Cie|Bros|Jr|Sr|etc|al|(?:[^\W\d_]\.-?)+[^\W\d_])\.$"
)
_SENTENCE = re.compile(r"(?:^|[.:!?…])[\s\u00a0]*(?:\[[^\[\]]*\][\s\u00a0]*)?$")  # before it; a marker too
_CAPITAL = re.compile(r"[\s\u00a0\[(]*[^\W\d_a-zà-öø-ÿ]")
_CITATION = re.compile(r"[\s\u00a0]*\(")


def abbreviates(words: str) -> bool:
    """Whether the words end with the period of an abbreviation: "Acme Inc.", « etc. »."""
    return bool(_ABBREVIATION.search(words))


def is_sentence(text: str, quotation: Quotation) -> bool:
    """Whether the quotation is a whole sentence: with a capital it begins one, or comes after a colon; or its period is
    followed by its citation, in front of which nothing else would close it."""
    begins = _SENTENCE.search(text[: quotation.start]) and _CAPITAL.match(text, quotation.inner_start)
    return bool(begins or _CITATION.match(text, quotation.end))
