"""Text in, its language out: by its function words, never by a suffix or a page's label."""

from __future__ import annotations

import re
from functools import lru_cache

from rirbilingual.model import Language

_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "that",
        "is",
        "for",
        "with",
        "was",
        "by",
        "on",
        "are",
        "from",
        "this",
        "their",
        "which",
        "were",
        "has",
        "its",
    ]
)
_FRENCH = frozenset(
    [
        "le",
        "la",
        "les",
        "des",
        "du",
        "et",
        "à",
        "dans",
        "que",
        "est",
        "pour",
        "par",
        "sur",
        "une",
        "un",
        "qui",
        "au",
        "aux",
        "ces",
        "leur",
        "ont",
        "été",
    ]
)


_TELLING = 8_000  # characters of a text's beginning and of its end: their words tell


@lru_cache(maxsize=4)  # a pair's two texts are asked after in several places
def language(text: str) -> Language | None:
    """ "en", "fr", or None where neither's function words are clearly the more frequent."""
    if len(text) > 2 * _TELLING:
        text = f"{text[:_TELLING]} {text[-_TELLING:]}"
    words = re.findall(r"[^\W\d_]+", text.casefold())
    english = sum(map(_ENGLISH.__contains__, words))
    french = sum(map(_FRENCH.__contains__, words))
    if max(english, french) < 2 * min(english, french) + 1:
        return None
    return "en" if english > french else "fr"
