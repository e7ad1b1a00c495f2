"""A text to the words in it that stand twice in a row and have no business there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rirbilingual.model import Language

# After an elision only a longer word: « quelqu'un un jour » is right, « d'anciens anciens » is not.
_TWICE = re.compile(
    r"(?:(?<![\w'’-])|(?<=['’])(?=[^\W\d_]{4}))(?P<word>[^\W\d_]+)(?:[ \u00a0]+(?P=word)(?![\w'’-]))+",
    re.IGNORECASE,
)
_RIGHT = {"en": frozenset({"that", "had", "is"}), "fr": frozenset({"nous", "vous", "en", "faire"})}


def doubled(text: str, language: Language) -> Iterator[tuple[int, int]]:
    """The stretch of each pair, or longer run. Names such as "Boutros Boutros", defined
    terms ("juge Juge") and grammatical doubles are left out."""
    for match in _TWICE.finditer(text):
        word = match["word"]
        second = text[match.end() - len(word) : match.end()]
        if word.lower() not in _RIGHT[language] and not second[0].isupper():
            yield match.start(), match.end()
