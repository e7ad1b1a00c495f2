"""Text to the tokens that a match compares: words folded for look-up, one token a placeable or citation."""

from __future__ import annotations

import re

from rirbilingual.model import PlaceableType
from rirbilingual.text.citations import citations
from rirbilingual.text.normalise import normalised
from rirbilingual.text.placeables import stretches

# Raised whenever the same text may give other tokens: indexes of another version are rebuilt.
TOKENS_VERSION = 1

# One private-use character a class: no word of a text can be mistaken for it.
CITATION = "\ue000"
CLASSES = {
    PlaceableType.NUMBER: "\ue001",
    PlaceableType.DATE: "\ue002",
    PlaceableType.NOTE: "\ue003",
    PlaceableType.URL: "\ue004",
    PlaceableType.RIR: "\ue005",
}
_TOKEN = re.compile(r"[^\W_]+|[\ue000-\ue005]")
# Nothing that becomes a class token lacks all of these; most sentences do, and skip the search for spans.
_MAY_HOLD_PLACEABLES = re.compile(r"\d|://|www\.|n\.d", re.IGNORECASE)


def tokens(text: str) -> tuple[str, ...]:
    """The text's tokens in order: at least one unless the text is blank.

    Words are runs of letters and digits of the normalised text, so case, quotes, apostrophes, dashes, spaces
    and punctuation do not count. Numbers, dates, note calls, addresses, report numbers and whole citations
    become their class, so that their values do not count either. Altered letters in brackets stay words.
    """
    plain = text.isascii()
    if _MAY_HOLD_PLACEABLES.search(text):
        text = _classed(text)
    # Folding an ASCII text changes nothing in its words but their case.
    folded = text.lower() if plain else normalised(text)
    if found := tuple(_TOKEN.findall(folded)):
        return found
    whole = normalised(text)  # no word at all: the text is one token
    return (whole,) if whole else ()


def _classed(text: str) -> str:
    """The text with each placeable and citation replaced by its class, set apart by spaces."""
    spans = [(citation.start, -citation.end, CITATION) for citation in citations(text)] if "(" in text else []
    spans += [
        (found.start(), -found.end(), CLASSES[kind]) for kind, found in stretches(text) if kind in CLASSES
    ]
    parts: list[str] = []
    position = 0
    for start, minus_end, token in sorted(spans):
        if start >= position:  # an inner one is covered by the one around it
            parts += [text[position:start], token]
            position = -minus_end
    parts.append(text[position:])
    return " ".join(parts)
