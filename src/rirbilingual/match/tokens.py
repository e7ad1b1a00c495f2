"""Text to the tokens that a match compares: words folded for look-up, one token a placeable or citation."""

from __future__ import annotations

import re

from rirbilingual.model import PlaceableType
from rirbilingual.text.normalise import normalised

# Raised whenever the same text may give other tokens: indexes of another version are rebuilt.
TOKENS_VERSION = 2

# One control character a class: no word of a text can be mistaken for it.
CITATION = "\x01"
CLASSES = {
    PlaceableType.NUMBER: "\x02",
    PlaceableType.DATE: "\x03",
    PlaceableType.NOTE: "\x04",
    PlaceableType.URL: "\x05",
    PlaceableType.RIR: "\x06",
}
_TOKEN = re.compile(r"[^\W_]+|[\x01-\x06]")
_CONTROLS = str.maketrans(dict.fromkeys(range(32), " "))
# What is no part of a word in ASCII becomes a space; letters become small ones.
_ASCII = str.maketrans({c: " " for c in map(chr, range(128)) if not c.isalnum() and c > "\x06"})
_DIGIT = re.compile(r"\d")


def tokens(text: str) -> tuple[str, ...]:
    """The text's tokens in order: at least one unless the text is blank.

    Words are runs of letters and digits of the normalised text, so case, quotes, apostrophes, dashes, spaces
    and punctuation do not count. Numbers, dates, note calls, addresses, report numbers and whole citations
    become their class, so that their values do not count either. Altered letters in brackets stay words.
    """
    if not text.isprintable():
        text = text.translate(_CONTROLS)
    plain = text.isascii()
    if _DIGIT.search(text) or "://" in text or "www." in text or ("(" in text and "d." in text):
        text = _classed(text)
    # Folding an ASCII text changes nothing in its words but their case.
    words = text.lower().translate(_ASCII).split() if plain else _TOKEN.findall(normalised(text))
    if words:
        return tuple(words)
    whole = normalised(text)  # no word at all: the text is one token
    return (whole,) if whole else ()


def _classed(text: str) -> str:
    """The text with each placeable and citation replaced by its class, set apart by spaces."""
    # Here, because their patterns take long to compile: a program that asks for one text starts sooner.
    from rirbilingual.text.placeables import stretches

    spans: list[tuple[int, int, str]] = []
    if "(" in text:
        from rirbilingual.text.citations import citations

        spans = [(citation.start, -citation.end, CITATION) for citation in citations(text)]
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
