"""A quotation's words to whether the period at their end is their own, and stays inside French guillemets."""

from __future__ import annotations

import re

from rirbilingual.model import Quotation

_ABBREVIATION = re.compile(
    r"(?<!\w)(?:Inc|Ltd|Ltée|Co|Corp|Cie|Bros|Jr|Sr|etc|al|(?:[^\W\d_]\.-?)+[^\W\d_])\.$"
)
_SENTENCE = re.compile(r"(?:^|[.:!?…])[\s\u00a0]*(?:\[[^\[\]]*\][\s\u00a0]*)?$")  # before it; a marker too
_CITATION = re.compile(r"[\s\u00a0]*\(")


def abbreviates(words: str) -> bool:
    """Whether the words end with the period of an abbreviation: "Acme Inc.", « etc. »."""
    return bool(_ABBREVIATION.search(words))


def is_sentence(text: str, quotation: Quotation) -> bool:
    """Whether the quotation is a whole sentence: it begins one, or comes after a colon; or its period is
    followed by its citation, in front of which nothing else would close it."""
    return bool(_SENTENCE.search(text[: quotation.start]) or _CITATION.match(text, quotation.end))
